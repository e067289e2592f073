#include "core/ws/findings.h"

#include <array>
#include <cstddef>

namespace framescope::ws
{

namespace
{
using enum FindingId;
using enum Severity;
using enum Effect;

constexpr std::string_view s4_1 = "RFC 6455 §4.1";
constexpr std::string_view s4_2_1 = "RFC 6455 §4.2.1";
constexpr std::string_view s5_2 = "RFC 6455 §5.2";

constexpr std::array<FindingInfo, std::size_t(FindingId::Count)> table{{
    // The opening handshake. No close frame answers it, so no close code (RFC 6455 §7.1.7).
    {HsStatus, "hs.status", Warning, Lost, 0, s4_1,
     "The status is %1, not 101: the server did not switch to WebSocket."},
    {HsVersion, "hs.version", Error, Marked, 0, "RFC 6455 §4.2.2", "The HTTP version is not 1.1."},
    {HsStatusLine, "hs.statusline", Error, Lost, 0, "RFC 9112 §4", "The first line is not an HTTP status line."},
    {HsReason, "hs.reason", Error, Marked, 0, "RFC 9112 §4", "The status line has no space after the status code."},
    {HsRequestLine, "hs.requestline", Error, Lost, 0, "RFC 9112 §3", "The first line is not an HTTP request line."},
    {HsMethod, "hs.method", Error, Marked, 0, s4_1, "The method of the request is not GET."},
    {HsHost, "hs.host", Error, Marked, 0, s4_2_1, "The Host field is missing, repeated or not a host."},
    {HsUpgradeMissing, "hs.upgrade.missing", Error, Marked, 0, s4_1, "The Upgrade field is missing."},
    {HsUpgradeValue, "hs.upgrade.value", Error, Marked, 0, s4_1, "The Upgrade field does not say websocket."},
    {HsConnection, "hs.connection", Error, Marked, 0, s4_1,
     "The Connection field is missing or does not list Upgrade."},
    {HsKeyMissing, "hs.key.missing", Error, Marked, 0, s4_2_1, "The Sec-WebSocket-Key field is missing."},
    {HsKeyValue, "hs.key.value", Error, Marked, 0, s4_2_1, "The Sec-WebSocket-Key is not 16 octets in Base64."},
    {HsWsVersion, "hs.wsversion", Error, Marked, 0, s4_2_1, "The Sec-WebSocket-Version is not 13."},
    {HsAcceptMissing, "hs.accept.missing", Error, Marked, 0, s4_1, "The Sec-WebSocket-Accept field is missing."},
    {HsAcceptWrong, "hs.accept.wrong", Error, Marked, 0, s4_1,
     "The Sec-WebSocket-Accept value is not the one for the key that was sent."},
    {HsAcceptDuplicate, "hs.accept.duplicate", Error, Marked, 0, "RFC 6455 §11.3.3",
     "The Sec-WebSocket-Accept field appears more than once."},
    {HsHeaderDuplicate, "hs.header.duplicate", Error, Marked, 0, "RFC 9110 §5.3",
     "A field that may appear only once is repeated."},
    {HsExtensionUnsolicited, "hs.ext.unsolicited", Error, Marked, 0, s4_1,
     "The response names an extension that was not offered."},
    {HsExtensionParameter, "hs.ext.parameter", Error, Marked, 0, "RFC 7692 §7.1",
     "An extension parameter is unknown, repeated or has a value it cannot have."},
    {HsProtocolUnsolicited, "hs.protocol.unsolicited", Error, Marked, 0, s4_1,
     "The response names a subprotocol that was not offered."},
    {HsProtocolMultiple, "hs.protocol.multiple", Error, Marked, 0, "RFC 6455 §11.3.4",
     "The response names more than one subprotocol."},
    {HsEol, "hs.eol", Error, Marked, 0, "RFC 9112 §2.2", "A line ends with LF alone instead of CR LF."},
    {HsBareCr, "hs.barecr", Error, Marked, 0, "RFC 9112 §2.2", "A CR stands alone, without LF after it."},
    {HsByte, "hs.byte", Error, Marked, 0, "RFC 9110 §5.5", "The head holds a control or non-ASCII octet."},
    {HsField, "hs.field", Error, Marked, 0, "RFC 9112 §5", "Line %1 is not a header field of the form name: value."},
    {HsTooLarge, "hs.toolarge", Warning, Lost, 0, {}, "The head is larger than this program reads."},
    {HsTruncated, "hs.truncated", Error, Lost, 0, "RFC 9112 §8", "The stream ended in the head, after %1 octets."},
    {HsDataBefore101, "hs.early", Error, Marked, 0, s4_1,
     "The client sent data before the server's handshake response."},
    {HsFold, "hs.fold", Error, Marked, 0, "RFC 9112 §5.2", "Line %1 continues the field of the line before it."},
    {HsTargetAbsolute, "hs.target.absolute", Info, Marked, 0, "RFC 9112 §3.2.2", "The request target is a whole URL."},
    {HsProtocolValue, "hs.protocol.value", Error, Marked, 0, s4_1,
     "The Sec-WebSocket-Protocol field is not a list of tokens that each appear once."},
    {HsAcceptReplayed, "hs.accept.replayed", Warning, Marked, 0, s4_1,
     "The Sec-WebSocket-Accept value answers the key of connection %1."},
    {HsHostForeign, "hs.host.foreign", Error, Marked, 0, "RFC 6455 §10.1",
     "The Host field names another machine; this port serves this machine only."},
    {HsOriginForeign, "hs.origin.foreign", Error, Marked, 0, "RFC 6455 §10.2",
     "The Origin field names a web page that may not connect here."},
    {HsBusy, "hs.busy", Warning, Marked, 0, "RFC 9110 §15.6.4", "Too many connections are open; %1 may be."},

    // Frames
    {FrameOpcodeReserved, "frame.opcode.reserved", Error, Marked, 1002, s5_2, "Opcode %1 is reserved."},
    {FrameRsv1, "frame.rsv1", Error, Marked, 1002, s5_2,
     "RSV1 is set, and no agreed extension gives it a meaning here."},
    {FrameRsv2, "frame.rsv2", Error, Marked, 1002, s5_2, "RSV2 is set, and no agreed extension gives it a meaning."},
    {FrameRsv3, "frame.rsv3", Error, Marked, 1002, s5_2, "RSV3 is set, and no agreed extension gives it a meaning."},
    {FrameRsv1Control, "frame.rsv1.control", Error, Marked, 1002, "RFC 7692 §6",
     "RSV1 is set on a control frame; control frames are never compressed."},
    {FrameLengthNonMinimal, "frame.length.nonminimal", Error, Marked, 1002, s5_2,
     "The length %1 is written in a longer form than it needs."},
    {FrameLengthMsb, "frame.length.msb", Error, Lost, 1002, s5_2,
     "The top bit of the 64-bit length is set, so the end of the frame cannot be known."},
    {FrameMaskServer, "frame.mask.server", Error, Marked, 1002, "RFC 6455 §5.1",
     "The frame is masked; a server must not mask."},
    {FrameMaskClient, "frame.mask.client", Error, Marked, 1002, "RFC 6455 §5.1",
     "The frame is not masked; a client must mask every frame."},
    {FrameMaskWeak, "frame.mask.weak", Info, Marked, 0, "RFC 6455 §5.3",
     "The masking key can be predicted: it is zero or the last %1 masked frames all have it."},
    {FrameControlFragmented, "frame.control.fragmented", Error, Marked, 1002, "RFC 6455 §5.5",
     "FIN is not set on a control frame; control frames must not be fragmented."},
    {FrameControlTooLong, "frame.control.toolong", Error, Marked, 1002, "RFC 6455 §5.5",
     "The control frame declares %1 octets of payload; the most it may have is 125."},
    {FrameTruncated, "frame.truncated", Error, Marked, 0, s5_2,
     "The stream ended inside the frame; %1 octets of its payload are missing."},
    {FrameHeaderTruncated, "frame.header.truncated", Error, Marked, 0, s5_2,
     "The stream ended inside a frame header, after %1 of its octets."},

    // Messages
    {MsgOrphan, "msg.orphan", Error, Marked, 1002, "RFC 6455 §5.4",
     "A continuation frame, and no fragmented message to continue."},
    {MsgInterleaved, "msg.interleaved", Error, Marked, 1002, "RFC 6455 §5.4",
     "A new message begins while a fragmented one is unfinished."},
    {MsgUnfinished, "msg.unfinished", Warning, Marked, 0, "RFC 6455 §5.4",
     "The stream ended before the last frame of a fragmented message."},
    {MsgUtf8, "msg.utf8", Error, Marked, 1007, "RFC 6455 §8.1",
     "The text is not valid UTF-8; octet %1 of the message is the first that cannot stand."},
    {MsgUtf8Truncated, "msg.utf8.truncated", Error, Marked, 1007, "RFC 6455 §8.1",
     "The text ends inside the character that begins at octet %1 of the message."},
    {MsgTextOdd, "msg.text.odd", Info, Marked, 0, "RFC 3629 §6",
     "The text holds a NUL, a noncharacter or a byte order mark at octet %1 of the message."},
    {DeflateRsv1Continuation, "deflate.rsv1.continuation", Error, Marked, 1002, "RFC 7692 §6",
     "RSV1 is set on a continuation frame; only the first frame of a message may have it."},
    {DeflateData, "deflate.data", Error, Opaque, 1007, "RFC 7692 §7.2.2",
     "The compressed data is not DEFLATE; %1 octets were inflated before the bad place."},
    {DeflateContext, "deflate.context", Error, Opaque, 1007, "RFC 7692 §7.1.1",
     "The compressed data refers to an earlier message, and it was agreed that it would not; %1 octets were inflated."},
    {DeflateWindow, "deflate.window", Error, Opaque, 1007, "RFC 7692 §7.1.2",
     "The compressed data refers farther back than the agreed window; %1 octets were inflated."},
    {DeflateTruncated, "deflate.truncated", Error, Opaque, 1007, "RFC 7692 §7.2.2",
     "The message ends inside its compressed data; %1 octets were inflated."},
    {DeflateLimit, "deflate.limit", Warning, Opaque, 1009, "RFC 6455 §10.4",
     "Inflating stopped at its limit, after %1 octets."},
    {DeflateUnknown, "deflate.unknown", Warning, Opaque, 0, "RFC 7692 §7.2.2",
     "The message cannot be inflated: the compression context is unknown since row %1."},

    // Close
    {CloseLength, "close.length", Error, Marked, 1002, "RFC 6455 §5.5.1",
     "The payload of the close frame is %1 octet; a close code has two."},
    {CloseCode, "close.code", Error, Marked, 1002, "RFC 6455 §7.4",
     "The close code %1 must not be sent in a close frame."},
    {CloseNoStatus, "close.nostatus", Info, Marked, 0, "RFC 6455 §7.1.5",
     "The close frame has no close code; this counts as 1005."},
    {CloseReasonUtf8, "close.reason.utf8", Error, Marked, 1007, "RFC 6455 §5.5.1",
     "The close reason is not valid UTF-8; octet %1 of the reason is the first that cannot stand."},
    {AfterClose, "after.close", Error, Marked, 0, "RFC 6455 §5.5.1",
     "The sender has sent a close frame already; nothing may follow it."},
    {CloseEchoDiffers, "close.echo", Info, Marked, 0, "RFC 6455 §5.5.1",
     "The answer to the close frame has another code than the close frame."},

    // Ping and pong
    {PongUnsolicited, "pong.unsolicited", Info, Marked, 0, "RFC 6455 §5.5.3", "No ping asked for this pong."},
    {PongMismatch, "pong.mismatch", Warning, Marked, 0, "RFC 6455 §5.5.3",
     "The pong's payload is not the payload of the ping it should answer."},
    {PingUnanswered, "ping.unanswered", Warning, Marked, 0, "RFC 6455 §5.5.2",
     "No pong answered the ping within %1 ms."},

    // TCP
    {TcpReset, "tcp.rst", Warning, Marked, 0, "RFC 6455 §7.1.1", "The TCP connection was reset."},
    {TcpEndWithoutClose, "tcp.eof", Warning, Marked, 0, "RFC 6455 §7.1.5",
     "The TCP connection ended without a close frame; this counts as 1006."},
    {TcpSequence, "tcp.seq", Warning, Lost, 0, {}, "The capture lacks %1 octets of the stream here."},
    {TcpRefused, "tcp.refused", Error, Lost, 0, "RFC 9293 §3.10.7", "The TCP connection was refused."},
    {TcpUnreachable, "tcp.unreachable", Error, Lost, 0, "RFC 1122 §3.2.2", "The address cannot be reached."},
    {TcpIdle, "tcp.idle", Info, Marked, 0, {}, "Nothing came for %1 s."},
    {DnsFailed, "dns.failed", Error, Lost, 0, "RFC 1034 §4.3", "The host name was not resolved."},

    // Time limits
    {TimeoutConnect, "timeout.connect", Error, Lost, 0, {}, "TCP was not connected within %1 ms."},
    {TimeoutProxy, "timeout.proxy", Error, Lost, 0, {}, "The proxy did not open the tunnel within %1 ms."},
    {TimeoutTls, "timeout.tls", Error, Lost, 0, {}, "The TLS handshake was not done within %1 ms."},
    {TimeoutHandshake, "timeout.handshake", Error, Lost, 0, s4_1, "The opening handshake was not done within %1 ms."},
    {TimeoutClose, "timeout.close", Warning, Marked, 0, "RFC 6455 §7.1.1",
     "The closing handshake was not done within %1 ms."},

    // Proxies
    {ProxyRefused, "proxy.refused", Error, Lost, 0, "RFC 9110 §9.3.6", "The proxy refused the tunnel (%1)."},
    {ProxyAuth, "proxy.auth", Error, Lost, 0, "RFC 9110 §11.7", "The proxy asks for other credentials (%1)."},
    {ProxyReply, "proxy.reply", Error, Lost, 0, {}, "The proxy's answer is not one."},

    // TLS
    {TlsSelfSigned, "tls.selfsigned", Error, Marked, 0, "RFC 5280 §6", "The certificate is signed by itself."},
    {TlsUntrusted, "tls.untrusted", Error, Marked, 0, "RFC 5280 §6", "No trusted CA stands behind the certificate."},
    {TlsExpired, "tls.expired", Error, Marked, 0, "RFC 5280 §4.1.2.5", "The certificate has expired."},
    {TlsNotYetValid, "tls.notyet", Error, Marked, 0, "RFC 5280 §4.1.2.5", "The certificate is not valid yet."},
    {TlsHost, "tls.host", Error, Marked, 0, "RFC 9110 §4.3.4", "The certificate is for other names than the host's."},
    {TlsRevoked, "tls.revoked", Error, Marked, 0, "RFC 5280 §6.3", "The certificate is revoked."},
    {TlsWeak, "tls.weak", Error, Marked, 0, "RFC 5280 §6", "A key or signature of the chain is too weak to trust."},
    {TlsCertificate, "tls.certificate", Error, Marked, 0, "RFC 5280 §6", "The certificate was refused."},
    {TlsClientCert, "tls.clientcert", Error, Lost, 0, "RFC 8446 §4.4.2",
     "The server asks for a client certificate and did not accept what it got."},
    {TlsProtocol, "tls.protocol", Error, Lost, 0, "RFC 8446 §4.2",
     "The two ends have no TLS version, cipher or protocol in common."},
    {TlsAlert, "tls.alert", Error, Lost, 0, "RFC 8446 §6", "The peer ended TLS with alert %1."},
    {TlsExcepted, "tls.excepted", Warning, Marked, 0, {}, "An exception was made for this certificate."},
    {TlsChanged,
     "tls.changed",
     Warning,
     Marked,
     0,
     {},
     "The certificate is another than at the last connection to this host."},
}};

constexpr bool inEnumOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].id != static_cast<FindingId>(i))
            return false;
    }
    return true;
}
static_assert(inEnumOrder(), "every FindingId has its line, at its place");

constexpr FindingInfo unknown{Count, "unknown", Info, Marked, 0, {}, "This finding has no description."};
} // namespace

const FindingInfo &info(FindingId id) noexcept
{
    const auto index = static_cast<std::size_t>(id);
    return index < table.size() ? table[index] : unknown;
}

std::span<const FindingInfo> allFindings() noexcept { return table; }

const FindingInfo *findFinding(std::string_view name) noexcept
{
    for (const FindingInfo &line : table) {
        if (line.name == name)
            return &line;
    }
    return nullptr;
}

} // namespace framescope::ws
