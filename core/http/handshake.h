#pragma once

#include "core/http/deflate.h"
#include "core/http/head.h"
#include "core/http/url.h"
#include "core/ws/sequencechecker.h"

#include <QList>
#include <QPair>

#include <vector>

namespace framescope::http
{

/// What the client asks for (RFC 6455 §4.1).
struct UpgradeRequest {
    WsUrl url;
    QByteArray key;    ///< from makeKey()
    QByteArray origin; ///< empty: no Origin field
    QList<QByteArray> subprotocols;
    std::vector<DeflateParameters> deflate; ///< offers of permessage-deflate, the best first (RFC 7692 §5)
    /// Added as given, in order, after ours. Host and Sec-WebSocket-Extensions here replace ours.
    QList<QPair<QByteArray, QByteArray>> headers;

    /// The octets of the request head.
    QByteArray toHead() const;
};

/// Checks that a header a person gave can stand in a head: a token, then no control octets (RFC 9110 §5.1, §5.5).
Result<QPair<QByteArray, QByteArray>> parseHeaderArgument(const QString &text);

/// One header field of a response or request with what it is worth, for the Handshake pane and for findings.
struct Judgement {
    std::uint32_t line = 0; ///< of the head; 0 for a field that should be there and is not
    QByteArray name;
    std::vector<ws::Finding> findings; ///< none: right, or of no meaning to the handshake
    bool relevant = false;             ///< a field the opening handshake speaks about
};

enum class ExtensionFault : std::uint8_t {
    None,
    Unsolicited, ///< in an answer: nobody offered it; told as hs.ext.unsolicited
    Repeated,    ///< in an answer: permessage-deflate stands there already
};

/// One extension of a Sec-WebSocket-Extensions field. Faults of parameters, and those that have no finding of their
/// own, are told as hs.ext.parameter at `at`, or at the parameter's column.
struct ExtensionVerdict {
    QByteArray name;
    std::uint32_t line = 0;     ///< of the head
    std::size_t column = 0;     ///< octets of the field's value before it
    std::size_t valueStart = 0; ///< where the field's value begins in the head: what columns count from
    bool deflate = false;       ///< permessage-deflate: `parameters` are judged
    ExtensionFault fault = ExtensionFault::None;
    AnswerFault answerFault = AnswerFault::None;
    std::vector<ParameterVerdict> parameters;

    bool right() const noexcept;
};

/// A sentence about the first parameter or answer among them that is wrong; empty when none is.
QString wrongExtension(const std::vector<ExtensionVerdict> &verdicts);

/// The verdict on a server's answer.
struct ResponseVerdict {
    bool upgraded = false; ///< status 101: frames follow (in policy observe even when other rules are broken)
    bool interim = false;  ///< a 1xx status other than 101: the final answer follows (RFC 9110 §15.2)
    bool valid = false;    ///< every MUST of RFC 6455 §4.1 held: a strict client goes on
    QByteArray subprotocol;
    QByteArray extensions;     ///< all Sec-WebSocket-Extensions values, joined by ", "
    QByteArray expectedAccept; ///< for the first key that was sent; null when none was
    ws::Agreement agreement;   ///< with a faulty answer: what lets the most be decoded
    /// permessage-deflate was agreed without a fault, so what we send may be compressed.
    bool mayCompress = false;
    std::vector<ExtensionVerdict> extensionVerdicts; ///< at most 100, in order
    std::vector<Judgement> judgements;
    std::vector<ws::Finding> findings; ///< all, in order of offset; offsets from the head's first octet
};
/// RFC 6455 §4.1, "Once the client's opening handshake has been sent". `request` is the head that was sent.
ResponseVerdict judgeResponse(const Head &request, const Head &response);

/// The verdict on a client's request (RFC 6455 §4.2.1).
struct RequestVerdict {
    bool valid = false;
    int status = 101; ///< what to answer: 101, 400, 405, 426 ...
    QByteArray key;
    QList<QByteArray> subprotocols;                  ///< offered, in order
    std::vector<DeflateOffer> deflateOffers;         ///< in order, for acceptDeflate()
    std::vector<ExtensionVerdict> extensionVerdicts; ///< at most 100, in order
    std::vector<Judgement> judgements;
    std::vector<ws::Finding> findings;
};
RequestVerdict judgeRequest(const Head &request);

/// 101 with the accept for the request's key (RFC 6455 §4.2.2). `subprotocol` and `extensions` may be empty.
QByteArray acceptResponse(const RequestVerdict &verdict, QByteArrayView subprotocol, QByteArrayView extensions = {});
/// A plain-text answer with this status, Connection: close, and Sec-WebSocket-Version: 13 for 426 (§4.4).
QByteArray refuseResponse(int status, QByteArrayView body);

} // namespace framescope::http
