#pragma once

#include "core/ws/finding.h"

namespace framescope::ws
{

/// Every rule the program judges. One line in findings.cpp each.
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
    DeflateRsv1Continuation,
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
    // TCP
    TcpReset,           ///< tcp.rst
    TcpEndWithoutClose, ///< tcp.eof: TCP ended and no close frame was seen
    TcpSequence,        ///< tcp.seq: octets missing in the capture; value is how many
    Count
};

} // namespace framescope::ws
