#pragma once

#include "core/ws/finding.h"

namespace framescope::ws
{

/// Every rule the program judges. One line each in findings/, in the part of its group.
enum class FindingId : std::uint16_t {
    // The opening handshake (RFC 6455 §4)
    HsStatus,               ///< hs.status: not 101; value is the status
    HsVersion,              ///< hs.version: not HTTP/1.1
    HsStatusLine,           ///< hs.statusline: not an HTTP status line
    HsReason,               ///< hs.reason: no reason phrase and no space
    HsRequestLine,          ///< hs.requestline
    HsMethod,               ///< hs.method
    HsHost,                 ///< hs.host
    HsUpgradeMissing,       ///< hs.upgrade.missing
    HsUpgradeValue,         ///< hs.upgrade.value
    HsConnection,           ///< hs.connection
    HsKeyMissing,           ///< hs.key.missing
    HsKeyValue,             ///< hs.key.value: not 16 octets in Base64
    HsWsVersion,            ///< hs.wsversion: Sec-WebSocket-Version is not 13
    HsAcceptMissing,        ///< hs.accept.missing
    HsAcceptWrong,          ///< hs.accept.wrong
    HsAcceptDuplicate,      ///< hs.accept.duplicate
    HsHeaderDuplicate,      ///< hs.header.duplicate
    HsExtensionUnsolicited, ///< hs.ext.unsolicited
    HsExtensionParameter,   ///< hs.ext.parameter
    HsProtocolUnsolicited,  ///< hs.protocol.unsolicited
    HsProtocolMultiple,     ///< hs.protocol.multiple
    HsEol,                  ///< hs.eol: LF alone ends a line
    HsBareCr,               ///< hs.barecr
    HsByte,                 ///< hs.byte: a control or non-ASCII octet
    HsField,                ///< hs.field: not "name: value"; value is the line number
    HsTooLarge,             ///< hs.toolarge
    HsTruncated,            ///< hs.truncated: the stream ended in the head; value is the octet count
    HsDataBefore101,        ///< hs.early: the client sent frames before the server's 101
    HsFold,                 ///< hs.fold: a header line folded over two lines; value is the line number
    HsTargetAbsolute,       ///< hs.target.absolute: the request target is a whole URL; info
    HsProtocolValue,        ///< hs.protocol.value: not a list of tokens, each once
    HsAcceptReplayed,  ///< hs.accept.replayed: the accept of a key of another connection; value is its number, from 1
    HsHostForeign,     ///< hs.host.foreign: the Host field names another machine than this loopback port
    HsOriginForeign,   ///< hs.origin.foreign: a web page of another origin asks
    HsBusy,            ///< hs.busy: refused because too many connections are open
    HsInterim,         ///< hs.interim: a 1xx answer before the final one; value is the status; info
    HsAcceptUnchecked, ///< hs.accept.unchecked: no key was sent that an accept could answer; info
    // Frames (RFC 6455 §5)
    FrameOpcodeReserved,
    FrameRsv1,
    FrameRsv2,
    FrameRsv3,
    FrameRsv1Control,
    FrameLengthNonMinimal,
    FrameLengthMsb,
    FrameMaskServer, ///< frame.mask.server: a server masked
    FrameMaskClient, ///< frame.mask.client: a client did not mask
    FrameMaskWeak,   ///< frame.mask.weak
    FrameControlFragmented,
    FrameControlTooLong,
    FrameTruncated,       ///< frame.truncated: the stream ended inside the frame; value is the missing octets
    FrameHeaderTruncated, ///< frame.header.truncated: the stream ended inside a header; value is the octets there
    // Messages (RFC 6455 §5.4, §5.6, §8.1)
    MsgOrphan,
    MsgInterleaved,
    MsgUnfinished,
    MsgUtf8, ///< msg.utf8: value is the offset of the first bad octet in the message
    MsgUtf8Truncated,
    MsgTextOdd, ///< msg.text.odd: NUL, noncharacter or BOM; info
    // Compression (RFC 7692)
    DeflateRsv1Continuation,
    DeflateData,    ///< deflate.data: not DEFLATE; value is how many octets were inflated before
    DeflateContext, ///< deflate.context: a back-reference before the message, and no context takeover was agreed
    DeflateWindow, ///< deflate.window: a back-reference farther than the agreed window; value: octets inflated before it
    DeflateTruncated, ///< deflate.truncated: the message ends inside a block; value as deflate.data
    DeflateLimit,     ///< deflate.limit: inflating stopped at the size or ratio limit; value as deflate.data
    DeflateUnknown,   ///< deflate.unknown: the context was lost; value is the row (from 0) where
    // Close (RFC 6455 §5.5.1, §7.4)
    CloseLength,
    CloseCode,
    CloseNoStatus, ///< close.nostatus: info
    CloseReasonUtf8,
    AfterClose,
    CloseEchoDiffers, ///< close.echo: info
    // Ping and pong (RFC 6455 §5.5.2, §5.5.3)
    PongUnsolicited,
    PongMismatch,
    PingUnanswered, ///< ping.unanswered: no pong within the time for it; value is milliseconds
    // TCP
    TcpReset,           ///< tcp.rst
    TcpEndWithoutClose, ///< tcp.eof: TCP ended and no close frame was seen
    TcpSequence,        ///< tcp.seq: octets missing in the capture; value is how many
    TcpRefused,         ///< tcp.refused
    TcpUnreachable,     ///< tcp.unreachable
    TcpIdle,            ///< tcp.idle: nothing came for long; value is seconds
    DnsFailed,          ///< dns.failed
    // Time limits; value is the limit in milliseconds
    TimeoutConnect,
    TimeoutProxy,
    TimeoutTls,
    TimeoutHandshake,
    TimeoutClose,
    // Proxies
    ProxyRefused, ///< proxy.refused: the proxy would not open the tunnel; value is its status or reply code
    ProxyAuth,    ///< proxy.auth: the proxy asks for other credentials
    ProxyReply,   ///< proxy.reply: the proxy's answer is no answer
    // TLS (RFC 8446, RFC 5280, RFC 6125)
    TlsSelfSigned,
    TlsUntrusted, ///< tls.untrusted: no trusted CA stands behind the chain
    TlsExpired,
    TlsNotYetValid, ///< tls.notyet
    TlsHost,        ///< tls.host: the certificate is for other names
    TlsRevoked,
    TlsWeak,        ///< tls.weak: a key or signature too weak to trust
    TlsCertificate, ///< tls.certificate: refused for another reason
    TlsClientCert,  ///< tls.clientcert: the server refused our certificate, or the lack of one
    TlsProtocol,    ///< tls.protocol: no common version, cipher or ALPN protocol, or no TLS at all
    TlsAlert,       ///< tls.alert: value is the alert's number
    TlsExcepted,    ///< tls.excepted: an exception was made for this certificate
    TlsChanged,     ///< tls.changed: another certificate than at the last connection to this host
    TlsCommonName,  ///< tls.commonname: the host is in the common name alone
    Count
};

} // namespace framescope::ws
