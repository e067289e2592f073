#pragma once

#include "core/ws/findings/line.h"

/// Part of the table of findings; only findings.cpp puts it together.
namespace framescope::ws::table
{

// TCP and names
constexpr auto tcp = inGroup(
    Group::Tcp,
    std::to_array<Line>({
        {TcpReset, "tcp.rst", Warning, Marked, 0, "RFC 6455 §7.1.1", "The TCP connection was reset.",
         "The other side dropped the connection at once: its process died, it closed with data unread, or a "
         "firewall cut in. Whatever it had not delivered is lost."},
        {TcpEndWithoutClose, "tcp.eof", Warning, Marked, 0, "RFC 6455 §7.1.5",
         "The TCP connection ended without a close frame; this counts as 1006.",
         "The connection ended without a closing handshake, so neither end can know that all was received. A "
         "crash, a kill, a proxy's time limit and a lazy program all look like this."},
        {TcpSequence,
         "tcp.seq",
         Warning,
         Lost,
         0,
         {},
         "The capture lacks %1 bytes of the stream here.",
         "Part of the stream is not in this capture file, so frames cannot be told apart any more. The recording "
         "was begun late or lost packets. What follows is shown as raw bytes."},
        {TcpRefused, "tcp.refused", Error, Lost, 0, "RFC 9293 §3.10.7", "The TCP connection was refused.",
         "The machine answered that nobody listens on this port. Start the server, or check the port."},
        {TcpUnreachable, "tcp.unreachable", Error, Lost, 0, "RFC 1122 §3.2.2", "The address cannot be reached.",
         "No way leads to this address: no network, a wrong address, or a firewall. Other addresses of the same "
         "name are tried as well."},
        {TcpIdle,
         "tcp.idle",
         Info,
         Marked,
         0,
         {},
         "Nothing came for %1 s.",
         "For this time neither data nor a sign of life came. The peer may be silent, or the way may be dead; a "
         "ping tells which."},
        {DnsFailed, "dns.failed", Error, Lost, 0, "RFC 1034 §4.3", "The host name was not resolved.",
         "The name has no address, or the name server did not answer. Check the spelling and the network; a name "
         "in other letters is shown as it is looked up."},
    }));

// Time limits; the value is the limit in milliseconds
constexpr auto timeLimits = inGroup(
    Group::TimeLimits,
    std::to_array<Line>({
        {TimeoutConnect,
         "timeout.connect",
         Error,
         Lost,
         0,
         {},
         "TCP was not connected within %1 ms.",
         "The machine did not answer the TCP connection in time. It is off, a firewall swallows the packets, or "
         "the address is wrong. The limit can be raised in Options."},
        {TimeoutProxy,
         "timeout.proxy",
         Error,
         Lost,
         0,
         {},
         "The proxy did not open the tunnel within %1 ms.",
         "The proxy took the connection and did not open the tunnel in time. It may hang on the server's side. "
         "The limit can be raised in Options."},
        {TimeoutTls,
         "timeout.tls",
         Error,
         Lost,
         0,
         {},
         "The TLS handshake was not done within %1 ms.",
         "TCP is connected and TLS did not come to an end. Often the port does not speak TLS and waits for a "
         "request itself: try ws instead of wss."},
        {TimeoutHandshake, "timeout.handshake", Error, Lost, 0, "RFC 6455 §4.1",
         "The opening handshake was not done within %1 ms.",
         "The answer to the upgrade was not whole in time, whether nothing came or it trickled in. The limit is "
         "for the whole handshake, so single bytes do not prolong it. It can be raised in Options."},
        {TimeoutClose, "timeout.close", Warning, Marked, 0, "RFC 6455 §7.1.1",
         "The closing handshake was not done within %1 ms.",
         "The other end did not finish the closing handshake, so TCP was ended from here. It hangs, or it does "
         "not answer close frames."},
    }));

// Proxies
constexpr auto proxy = inGroup(
    Group::Proxy,
    std::to_array<Line>({
        {ProxyRefused, "proxy.refused", Error, Lost, 0, "RFC 9110 §9.3.6", "The proxy refused the tunnel (%1).",
         "The proxy, not the server, said no. Its answer is shown: it forbids this host or port, cannot reach it, "
         "or cannot look up its name."},
        {ProxyAuth, "proxy.auth", Error, Lost, 0, "RFC 9110 §11.7", "The proxy asks for credentials (%1).",
         "The proxy wants a user name and a password, or did not accept those it got. Enter them in Options, with "
         "the kind of login that the proxy names."},
        {ProxyReply,
         "proxy.reply",
         Error,
         Lost,
         0,
         {},
         "The proxy's answer is not one.",
         "What answered on the proxy's port is not a proxy of the kind chosen. Check kind, host and port in "
         "Options. The bytes that came are shown."},
    }));

// TLS (RFC 8446, RFC 5280, RFC 6125)
constexpr auto tls = inGroup(
    Group::Tls,
    std::to_array<Line>({
        {TlsSelfSigned, "tls.selfsigned", Error, Marked, 0, "RFC 5280 §6", "The certificate is signed by itself.",
         "Nobody but the server itself vouches for this certificate, as is usual in tests. Check its fingerprint "
         "with its owner, then accept this one certificate, or add it as a CA in Options."},
        {TlsUntrusted, "tls.untrusted", Error, Marked, 0, "RFC 5280 §6",
         "The certificate is not signed by a trusted CA.",
         "The chain ends at an authority that this machine does not know, or the server does not send the "
         "certificates between. Add the authority's file in Options, or correct the server's chain."},
        {TlsExpired, "tls.expired", Error, Marked, 0, "RFC 5280 §4.1.2.5", "The certificate has expired.",
         "The time of the certificate is over, or the clock of this machine is wrong. Its owner must renew it."},
        {TlsNotYetValid, "tls.notyet", Error, Marked, 0, "RFC 5280 §4.1.2.5", "The certificate is not valid yet.",
         "The certificate begins later than now. Mostly the clock of this machine or of the issuer is wrong."},
        {TlsHost, "tls.host", Error, Marked, 0, "RFC 9110 §4.3.4",
         "The certificate is for other names than the host's.",
         "The certificate names other hosts than the one asked for. The name or the server is wrong, or somebody "
         "stands between. Names in the certificate are shown; a name can be set in Options."},
        {TlsRevoked, "tls.revoked", Error, Marked, 0, "RFC 5280 §6.3", "The certificate is revoked.",
         "The issuer has taken the certificate back, mostly because its key leaked. Do not go on; its owner must "
         "get a new one."},
        {TlsWeak, "tls.weak", Error, Marked, 0, "RFC 5280 §6", "A key or signature of the chain is too weak to trust.",
         "A key this short or a signature of this kind can be forged. The owner must get a certificate with a key "
         "and a signature of today."},
        {TlsCertificate, "tls.certificate", Error, Marked, 0, "RFC 5280 §6", "The certificate was refused.",
         "The certificate could not be verified for the reason given in the row. Nothing was sent after it."},
        {TlsClientCert, "tls.clientcert", Error, Lost, 0, "RFC 8446 §4.4.2",
         "The server asks for a client certificate and did not accept what it got.",
         "The server lets in only clients with a certificate that it knows. Choose one with its key in Options; "
         "the issuers that it accepts are shown where it named them."},
        {TlsProtocol, "tls.protocol", Error, Lost, 0, "RFC 8446 §4.2",
         "TLS was not agreed on: no version, cipher or protocol in common, or no TLS at all.",
         "The two ends found no version, cipher or protocol that both take. The server is too old or too new, or "
         "the port does not speak TLS. The lowest version can be set in Options."},
        {TlsAlert, "tls.alert", Error, Lost, 0, "RFC 8446 §6", "The peer ended TLS with alert %1.",
         "The other side ended TLS and gave this number as its reason. Its own log usually says more."},
        {TlsExcepted,
         "tls.excepted",
         Warning,
         Marked,
         0,
         {},
         "An exception was made for this certificate.",
         "The certificate did not verify and was accepted by your decision, for this host and this certificate "
         "only. The connection is encrypted; with whom is for you to know."},
        {TlsChanged,
         "tls.changed",
         Warning,
         Marked,
         0,
         {},
         "The certificate is another than at the last connection to this host.",
         "Servers renew certificates from time to time, and so does somebody who stands between. Both "
         "fingerprints are shown: compare them if the change was not expected."},
        {TlsCommonName, "tls.commonname", Warning, Marked, 0, "RFC 9525 §2",
         "The certificate names the host in its common name alone.",
         "The library accepts this old form; browsers refuse it. The owner should get a certificate that lists its "
         "names as subject alternative names."},
    }));

} // namespace framescope::ws::table
