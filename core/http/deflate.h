#pragma once

#include "core/base/result.h"
#include "core/http/extensions.h"
#include "core/ws/agreement.h"

#include <QString>

#include <optional>
#include <vector>

namespace framescope::http
{

/// RFC 7692 §7
inline constexpr char deflateName[] = "permessage-deflate";

/// The parameters of one permessage-deflate offer or answer (RFC 7692 §7.1); absent ones are false or empty.
struct DeflateParameters {
    bool serverNoContextTakeover = false;
    bool clientNoContextTakeover = false;
    std::optional<int> serverMaxWindowBits; ///< 8 to 15
    bool clientMaxWindowBits = false;       ///< the parameter is there; in an offer it may stand without a value
    std::optional<int> clientWindowBits;    ///< its value, 8 to 15

    /// "permessage-deflate; server_no_context_takeover; ...", as it stands in Sec-WebSocket-Extensions.
    QByteArray toText() const;

    bool operator==(const DeflateParameters &) const = default;
};

/// "client_max_window_bits=10; server_no_context_takeover", the name of the extension in front or not; empty is fine.
/// Errors: which parameter is wrong, and what is allowed.
Result<DeflateParameters> parseDeflateParameters(const QString &text);

/// What a parameter speaks about.
enum class DeflateParameter : std::uint8_t {
    None, ///< nothing that RFC 7692 §7.1 knows
    ServerNoContextTakeover,
    ClientNoContextTakeover,
    ServerMaxWindowBits,
    ClientMaxWindowBits,
};

/// What can be wrong with a parameter.
enum class ParameterFault : std::uint8_t {
    None,
    Unknown,         ///< permessage-deflate has no such parameter (RFC 7692 §7.1)
    Repeated,        ///< it stands there already; the first one counts
    ValueUnexpected, ///< a value where none may be
    ValueMissing,    ///< no value where one must be
    ValueRange,      ///< not a number from 8 to 15 without leading zeros
    ValueQuoted,     ///< in quotes, where the ABNF has digits; the number is taken
    NotOffered,      ///< client_max_window_bits in the answer to an offer without it
    OverOffer,       ///< more than the offer allows
};

/// One parameter with what it is worth, for the Handshake pane.
struct ParameterVerdict {
    QByteArray name;
    std::optional<QByteArray> value; ///< unquoted
    std::size_t column = 0;          ///< octets of the field's value before it
    DeflateParameter meaning = DeflateParameter::None;
    std::optional<int> windowBits; ///< of a window parameter whose value can be used
    ParameterFault fault = ParameterFault::None;
};

/// What stands against a permessage-deflate answer as a whole.
enum class AnswerFault : std::uint8_t {
    None,
    ServerNoContextTakeoverMissing, ///< it was offered, and who accepts repeats it (RFC 7692 §7.1.1.1)
    ServerMaxWindowBitsMissing,     ///< likewise (§7.1.2.1)
};

/// The judgement on one offer: a server declines one with a fault (RFC 7692 §7.1).
struct DeflateOffer {
    DeflateParameters parameters; ///< what can be understood of it
    std::vector<ParameterVerdict> verdicts;
    bool acceptable = true;
};
DeflateOffer judgeDeflateOffer(const Extension &offer);

/// The judgement on a server's answer.
struct DeflateAnswer {
    std::vector<ParameterVerdict> verdicts;
    AnswerFault fault = AnswerFault::None;
    /// Exact when nothing is wrong. Otherwise what can be decoded: a side whose parameter is wrong keeps its context
    /// and has a window of 15 bits, which reads every narrower sender too.
    ws::Agreement agreement;
    std::size_t wrong = 0; ///< how many faults
};
/// `offer` is the one it answers; none for an answer that nobody asked for, which is judged without one.
DeflateAnswer judgeDeflateAnswer(const Extension &answer, const DeflateParameters *offer);
/// Against the offer it fits best.
DeflateAnswer judgeDeflateAnswer(const Extension &answer, const std::vector<DeflateParameters> &offers);

/// What a server agreed to.
struct DeflateAcceptance {
    std::size_t offer = 0; ///< which of the offers
    DeflateParameters answer;
    ws::Agreement agreement;
};
/// RFC 7692 §5.1: the first acceptable offer, with what the server itself wants (`own`): its own context and window,
/// and the client's as far as an answer may limit them (§7.1.1.2, §7.1.2.2). Nothing when every offer is declined.
std::optional<DeflateAcceptance> acceptDeflate(const std::vector<DeflateOffer> &offers, const DeflateParameters &own);

/// One English sentence about a parameter: what it means, or what is wrong with it.
QString parameterSentence(const ParameterVerdict &verdict, bool inAnswer);
/// Likewise; empty for none.
QString answerSentence(AnswerFault fault);

} // namespace framescope::http
