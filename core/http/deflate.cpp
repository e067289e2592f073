#include "core/http/deflate.h"

#include "core/http/token.h"

#include <algorithm>
#include <array>

namespace framescope::http
{

namespace
{
constexpr int leastBits = 8;
constexpr int mostBits = 15;
/// Of one offer or answer: there are four, so what comes after so many is noise.
constexpr std::size_t maxParameters = 100;

struct ParameterName {
    DeflateParameter meaning;
    const char *name;
};
constexpr std::array<ParameterName, 4> names{{
    {DeflateParameter::ServerNoContextTakeover, "server_no_context_takeover"},
    {DeflateParameter::ClientNoContextTakeover, "client_no_context_takeover"},
    {DeflateParameter::ServerMaxWindowBits, "server_max_window_bits"},
    {DeflateParameter::ClientMaxWindowBits, "client_max_window_bits"},
}};

DeflateParameter meaningOf(QByteArrayView name)
{
    const auto it = std::find_if(names.begin(), names.end(),
                                 [name](const ParameterName &known) { return equalIgnoringCase(known.name, name); });
    return it == names.end() ? DeflateParameter::None : it->meaning;
}

bool isWindow(DeflateParameter meaning)
{
    return meaning == DeflateParameter::ServerMaxWindowBits || meaning == DeflateParameter::ClientMaxWindowBits;
}

/// RFC 7692 §7.1.2: "a decimal integer value without leading zeroes between 8 to 15 inclusive".
std::optional<int> windowBits(QByteArrayView value)
{
    if (value.empty() || value.size() > 2 || value.front() == '0' ||
        !std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const int bits = value.toByteArray().toInt();
    return bits >= leastBits && bits <= mostBits ? std::optional<int>(bits) : std::nullopt;
}

ParameterFault faultOfValue(const ExtensionParameter &parameter, DeflateParameter meaning, bool inAnswer)
{
    if (!isWindow(meaning)) {
        // RFC 7692 §7.1.1.1, §7.1.1.2: "This parameter has no value."
        return parameter.value ? ParameterFault::ValueUnexpected : ParameterFault::None;
    }
    if (!parameter.value) {
        // RFC 7692 §7.1.2.2: in an offer the client's window may stand without its value.
        return meaning == DeflateParameter::ClientMaxWindowBits && !inAnswer ? ParameterFault::None
                                                                             : ParameterFault::ValueMissing;
    }
    if (!windowBits(*parameter.value))
        return ParameterFault::ValueRange;
    // RFC 7692 §7.1.2.1, §7.1.2.2: the value conforms to 1*DIGIT.
    return parameter.quoted ? ParameterFault::ValueQuoted : ParameterFault::None;
}

std::vector<ParameterVerdict> judgeParameters(const Extension &extension, bool inAnswer)
{
    std::vector<ParameterVerdict> verdicts;
    std::array<bool, 5> seen{};
    for (const ExtensionParameter &parameter : extension.parameters) {
        if (verdicts.size() == maxParameters)
            break;
        ParameterVerdict verdict;
        verdict.name = parameter.name;
        verdict.value = parameter.value;
        verdict.column = parameter.column;
        verdict.meaning = meaningOf(parameter.name);
        if (isWindow(verdict.meaning) && parameter.value)
            verdict.windowBits = windowBits(*parameter.value);
        bool &before = seen[static_cast<std::size_t>(verdict.meaning)];
        // RFC 7692 §7.1: what must be declined, and what fails the connection, in the order of its lists.
        if (verdict.meaning == DeflateParameter::None)
            verdict.fault = ParameterFault::Unknown;
        else if (before)
            verdict.fault = ParameterFault::Repeated;
        else
            verdict.fault = faultOfValue(parameter, verdict.meaning, inAnswer);
        before = true;
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

bool isFaulty(const ParameterVerdict &verdict) { return verdict.fault != ParameterFault::None; }

std::uint8_t bitsOr15(const std::optional<int> &bits) { return static_cast<std::uint8_t>(bits.value_or(mostBits)); }

ws::Agreement agreementOf(const DeflateParameters &answer)
{
    ws::Agreement agreement;
    agreement.deflate = true;
    agreement.server = {!answer.serverNoContextTakeover, bitsOr15(answer.serverMaxWindowBits)};
    agreement.client = {!answer.clientNoContextTakeover, bitsOr15(answer.clientWindowBits)};
    return agreement;
}

/// What can be understood. A takeover parameter with a value is not: see DeflateAnswer::agreement.
DeflateParameters parametersOf(const std::vector<ParameterVerdict> &verdicts)
{
    DeflateParameters parameters;
    for (const ParameterVerdict &verdict : verdicts) {
        if (verdict.fault == ParameterFault::Repeated)
            continue;
        const bool plain = !isFaulty(verdict);
        switch (verdict.meaning) {
        case DeflateParameter::None:
            break;
        case DeflateParameter::ServerNoContextTakeover:
            parameters.serverNoContextTakeover = plain;
            break;
        case DeflateParameter::ClientNoContextTakeover:
            parameters.clientNoContextTakeover = plain;
            break;
        case DeflateParameter::ServerMaxWindowBits:
            parameters.serverMaxWindowBits = verdict.windowBits;
            break;
        case DeflateParameter::ClientMaxWindowBits:
            parameters.clientMaxWindowBits = true;
            parameters.clientWindowBits = verdict.windowBits;
            break;
        }
    }
    return parameters;
}

/// The faults that only the offer shows.
void compare(ParameterVerdict &verdict, const DeflateParameters &offer)
{
    if (verdict.fault != ParameterFault::None || !isWindow(verdict.meaning))
        return;
    const bool client = verdict.meaning == DeflateParameter::ClientMaxWindowBits;
    // RFC 7692 §7.1.2.2: "the server MUST NOT include [it] in the corresponding extension negotiation response".
    if (client && !offer.clientMaxWindowBits)
        verdict.fault = ParameterFault::NotOffered;
    // RFC 7692 §7.1.2.1, §7.1.2.2: "the same or smaller value".
    else if (verdict.windowBits.value_or(0) >
             (client ? offer.clientWindowBits : offer.serverMaxWindowBits).value_or(mostBits))
        verdict.fault = ParameterFault::OverOffer;
}

QString octetsOfWindow(int bits) { return QString::number(1 << bits); }
} // namespace

QByteArray DeflateParameters::toText() const
{
    QByteArray text(deflateName);
    if (serverNoContextTakeover)
        text += "; server_no_context_takeover";
    if (clientNoContextTakeover)
        text += "; client_no_context_takeover";
    if (serverMaxWindowBits)
        text += "; server_max_window_bits=" + QByteArray::number(*serverMaxWindowBits);
    if (clientMaxWindowBits)
        text += "; client_max_window_bits";
    if (clientMaxWindowBits && clientWindowBits)
        text += '=' + QByteArray::number(*clientWindowBits);
    return text;
}

Result<DeflateParameters> parseDeflateParameters(const QString &text)
{
    QByteArray value = trimOws(text.toUtf8()).toByteArray();
    const qsizetype nameEnd = value.indexOf(';');
    const QByteArrayView first = trimOws(QByteArrayView(value).first(nameEnd < 0 ? value.size() : nameEnd));
    if (value.isEmpty())
        return DeflateParameters();
    if (!equalIgnoringCase(first, deflateName))
        value.prepend("; ").prepend(deflateName);
    const ExtensionList list = parseExtensions(value);
    if (list.errorColumn || list.extensions.size() != 1) {
        return Error{QStringLiteral("\"%1\" is not a list of parameters. Write it as \"client_max_window_bits=10; "
                                    "server_no_context_takeover\".")
                         .arg(text)};
    }
    const DeflateOffer offer = judgeDeflateOffer(list.extensions.front());
    for (const ParameterVerdict &verdict : offer.verdicts) {
        if (isFaulty(verdict))
            return Error{parameterSentence(verdict, false)};
    }
    return offer.parameters;
}

DeflateOffer judgeDeflateOffer(const Extension &offer)
{
    DeflateOffer judged;
    judged.verdicts = judgeParameters(offer, false);
    judged.parameters = parametersOf(judged.verdicts);
    judged.acceptable = offer.parameters.size() <= maxParameters &&
                        std::none_of(judged.verdicts.begin(), judged.verdicts.end(), isFaulty);
    return judged;
}

DeflateAnswer judgeDeflateAnswer(const Extension &answer, const DeflateParameters *offer)
{
    DeflateAnswer judged;
    judged.verdicts = judgeParameters(answer, true);
    judged.agreement = agreementOf(parametersOf(judged.verdicts));
    if (offer != nullptr) {
        const auto hasParameter = [&judged](DeflateParameter meaning) {
            return std::any_of(judged.verdicts.begin(), judged.verdicts.end(),
                               [meaning](const ParameterVerdict &verdict) { return verdict.meaning == meaning; });
        };
        for (ParameterVerdict &verdict : judged.verdicts)
            compare(verdict, *offer);
        // RFC 7692 §7.1.1.1, §7.1.2.1: a server accepts such an offer by including the parameter in its answer.
        if (offer->serverNoContextTakeover && !hasParameter(DeflateParameter::ServerNoContextTakeover))
            judged.fault = AnswerFault::ServerNoContextTakeoverMissing;
        else if (offer->serverMaxWindowBits && !hasParameter(DeflateParameter::ServerMaxWindowBits))
            judged.fault = AnswerFault::ServerMaxWindowBitsMissing;
    }
    judged.wrong = static_cast<std::size_t>(std::count_if(judged.verdicts.begin(), judged.verdicts.end(), isFaulty)) +
                   (judged.fault != AnswerFault::None ? 1 : 0);
    return judged;
}

DeflateAnswer judgeDeflateAnswer(const Extension &answer, const std::vector<DeflateParameters> &offers)
{
    DeflateAnswer best = judgeDeflateAnswer(answer, offers.empty() ? nullptr : &offers.front());
    for (std::size_t i = 1; i < offers.size() && best.wrong > 0; ++i) {
        DeflateAnswer other = judgeDeflateAnswer(answer, &offers[i]);
        if (other.wrong < best.wrong)
            best = std::move(other);
    }
    return best;
}

std::optional<DeflateAcceptance> acceptDeflate(const std::vector<DeflateOffer> &offers, const DeflateParameters &own)
{
    const auto it = std::find_if(offers.begin(), offers.end(), [](const DeflateOffer &o) { return o.acceptable; });
    if (it == offers.end())
        return std::nullopt;
    const DeflateParameters &offer = it->parameters;
    DeflateAcceptance acceptance;
    acceptance.offer = static_cast<std::size_t>(it - offers.begin());
    DeflateParameters &answer = acceptance.answer;
    // RFC 7692 §7.1.1.1: must be in the answer when it was offered, and may be when not.
    answer.serverNoContextTakeover = offer.serverNoContextTakeover || own.serverNoContextTakeover;
    // RFC 7692 §7.1.1.2: offered it is a promise, which the answer may take up.
    answer.clientNoContextTakeover = offer.clientNoContextTakeover || own.clientNoContextTakeover;
    // RFC 7692 §7.1.2.1: the same or smaller when it was offered, any when not.
    if (offer.serverMaxWindowBits || own.serverMaxWindowBits) {
        answer.serverMaxWindowBits =
            std::min(offer.serverMaxWindowBits.value_or(mostBits), own.serverMaxWindowBits.value_or(mostBits));
    }
    // RFC 7692 §7.1.2.2: only in answer to an offer that has it. A value offered without a wish of our own is ignored,
    // as it may be: who reads 15 bits reads fewer.
    if (offer.clientMaxWindowBits && own.clientWindowBits) {
        answer.clientMaxWindowBits = true;
        answer.clientWindowBits = std::min(offer.clientWindowBits.value_or(mostBits), *own.clientWindowBits);
    }
    acceptance.agreement = agreementOf(answer);
    return acceptance;
}

QString parameterSentence(const ParameterVerdict &verdict, bool inAnswer)
{
    const QString name = QString::fromLatin1(verdict.name);
    const QString value = QString::fromLatin1(verdict.value.value_or(QByteArray()));
    switch (verdict.fault) {
    case ParameterFault::None:
        break;
    case ParameterFault::Unknown:
        return QStringLiteral("permessage-deflate has no parameter %1.").arg(name);
    case ParameterFault::Repeated:
        return QStringLiteral("%1 stands more than once; the first one counts.").arg(name);
    case ParameterFault::ValueUnexpected:
        return QStringLiteral("%1 takes no value, and has \"%2\".").arg(name, value);
    case ParameterFault::ValueMissing:
        return QStringLiteral("%1 needs a value from 8 to 15.").arg(name);
    case ParameterFault::ValueRange:
        return QStringLiteral("%1 is a number from 8 to 15 without leading zeros, not \"%2\".").arg(name, value);
    case ParameterFault::ValueQuoted:
        return QStringLiteral("The value %2 of %1 stands in quotes; it must be digits alone.").arg(name, value);
    case ParameterFault::NotOffered:
        return QStringLiteral("%1 may only answer an offer that has it.").arg(name);
    case ParameterFault::OverOffer:
        return QStringLiteral("%1=%2 is more than the offer allows.").arg(name, value);
    }
    const QString octets = octetsOfWindow(verdict.windowBits.value_or(mostBits));
    switch (verdict.meaning) {
    case DeflateParameter::None:
        break;
    case DeflateParameter::ServerNoContextTakeover:
        return inAnswer ? QStringLiteral("The server compresses each message by itself.")
                        : QStringLiteral("The server is asked to compress each message by itself.");
    case DeflateParameter::ClientNoContextTakeover:
        return inAnswer ? QStringLiteral("The client must compress each message by itself.")
                        : QStringLiteral("The client will compress each message by itself.");
    case DeflateParameter::ServerMaxWindowBits:
        return (inAnswer ? QStringLiteral("The server refers back at most %1 bytes.")
                         : QStringLiteral("The server is asked to refer back at most %1 bytes."))
            .arg(octets);
    case DeflateParameter::ClientMaxWindowBits:
        if (!verdict.windowBits)
            return QStringLiteral("The client lets the server limit how far back it refers.");
        return (inAnswer ? QStringLiteral("The client must refer back at most %1 bytes.")
                         : QStringLiteral("The client will refer back at most %1 bytes."))
            .arg(octets);
    }
    return {};
}

QString answerSentence(AnswerFault fault)
{
    switch (fault) {
    case AnswerFault::None:
        break;
    case AnswerFault::ServerNoContextTakeoverMissing:
        return QStringLiteral("server_no_context_takeover was offered, and the answer does not repeat it.");
    case AnswerFault::ServerMaxWindowBitsMissing:
        return QStringLiteral("server_max_window_bits was offered, and the answer does not have it.");
    }
    return {};
}

} // namespace framescope::http
