#include "core/http/acceptkey.h"
#include "core/http/judge.h"
#include "core/http/token.h"

#include <algorithm>

namespace framescope::http
{

using ws::FindingId;

namespace
{
void judgeUpgrade(const Head &response, Judge &judge)
{
    // RFC 6455 §4.1, validation 2: lacking, or not an ASCII case-insensitive match for "websocket".
    const auto upgrade = response.all("Upgrade");
    if (upgrade.empty())
        judge.reportMissing(FindingId::HsUpgradeMissing, "Upgrade");
    for (const Field *field : upgrade) {
        if (!equalIgnoringCase(field->value, "websocket"))
            judge.report(FindingId::HsUpgradeValue, *field);
    }
    judge.reportRepeated(upgrade, FindingId::HsHeaderDuplicate);
    // RFC 6455 §4.1, validation 3: lacking, or without the token "Upgrade". A list: it may stand several times.
    if (!response.hasToken("Connection", "upgrade")) {
        const auto connection = response.all("Connection");
        if (connection.empty())
            judge.reportMissing(FindingId::HsConnection, "Connection");
        else
            judge.report(FindingId::HsConnection, *connection.front());
    }
}

void judgeAccept(const Head &request, const Head &response, Judge &judge)
{
    // A request written by hand may have no key, or several: each has its accept.
    QList<QByteArray> expected;
    for (const Field *key : request.all("Sec-WebSocket-Key"))
        expected.append(acceptFor(key->value));
    // RFC 6455 §4.1, validation 4: exact but for surrounding space; §11.3.3: once.
    const auto accept = response.all("Sec-WebSocket-Accept");
    if (accept.empty()) {
        judge.reportMissing(expected.isEmpty() ? FindingId::HsAcceptUnchecked : FindingId::HsAcceptMissing,
                            "Sec-WebSocket-Accept");
    }
    for (const Field *field : accept) {
        if (expected.isEmpty())
            judge.report(FindingId::HsAcceptUnchecked, *field);
        else if (!expected.contains(field->value))
            judge.report(FindingId::HsAcceptWrong, *field);
    }
    judge.reportRepeated(accept, FindingId::HsAcceptDuplicate);
}

/// What a request offered.
struct Offers {
    std::vector<QByteArray> names;
    std::vector<DeflateParameters> deflate;

    bool has(QByteArrayView name) const
    {
        return std::any_of(names.begin(), names.end(),
                           [name](const QByteArray &offered) { return equalIgnoringCase(offered, name); });
    }
};

Offers offersOf(const Head &request)
{
    Offers offers;
    for (const Field *field : request.all("Sec-WebSocket-Extensions")) {
        for (const Extension &extension : parseExtensions(field->value).extensions) {
            if (offers.names.size() == Judge::maxExtensions)
                return offers;
            offers.names.push_back(extension.name);
            if (equalIgnoringCase(extension.name, deflateName))
                offers.deflate.push_back(judgeDeflateOffer(extension).parameters);
        }
    }
    return offers;
}

/// One answer. RFC 7692 §5: it takes an extension once; a client may have offered it in several shapes.
void judgeDeflate(const Judge::FieldExtension &found, const Offers &offers, Judge &judge, ExtensionVerdict &one,
                  ResponseVerdict &verdict)
{
    DeflateAnswer answer = judgeDeflateAnswer(found.extension, offers.deflate);
    one.parameters = std::move(answer.verdicts);
    one.answerFault = answer.fault;
    if (verdict.agreement.deflate)
        one.fault = ExtensionFault::Repeated;
    if (one.fault == ExtensionFault::Repeated || one.answerFault != AnswerFault::None)
        judge.reportExtension(FindingId::HsExtensionParameter, found, one.column);
    judge.reportParameters(found, one.parameters);
    if (one.fault == ExtensionFault::Repeated) {
        verdict.mayCompress = false;
        return;
    }
    // Unsolicited or wrong, it tells what the server will do: a strict client does not come to see it.
    verdict.agreement = answer.agreement;
    verdict.mayCompress = one.right();
}

/// RFC 6455 §4.1, validation 5, and §9.1.
void judgeExtensions(const Head &request, const Head &response, Judge &judge, ResponseVerdict &verdict)
{
    const auto fields = response.all("Sec-WebSocket-Extensions");
    judge.reportRepeated(fields, FindingId::HsHeaderDuplicate); // §11.3.2
    QList<QByteArray> values;
    for (const Field *field : fields)
        values.append(field->value);
    verdict.extensions = values.join(", ");

    const Offers offers = offersOf(request);
    std::vector<Judge::FieldExtension> answers;
    static_cast<void>(judge.extensions(fields, answers));
    for (const Judge::FieldExtension &found : answers) {
        ExtensionVerdict one = Judge::verdictOf(found);
        if (!offers.has(one.name)) {
            one.fault = ExtensionFault::Unsolicited;
            judge.reportExtension(FindingId::HsExtensionUnsolicited, found, one.column);
        }
        if (one.deflate)
            judgeDeflate(found, offers, judge, one, verdict);
        verdict.extensionVerdicts.push_back(std::move(one));
    }
}

/// RFC 6455 §4.1, validation 6, and §4.2.2 /subprotocol/: one of those offered, compared case by case.
void judgeSubprotocol(const Head &request, const Head &response, Judge &judge, ResponseVerdict &verdict)
{
    QList<QByteArray> offered;
    for (const Field *field : request.all("Sec-WebSocket-Protocol"))
        offered.append(listElements(field->value));
    const auto fields = response.all("Sec-WebSocket-Protocol");
    judge.reportRepeated(fields, FindingId::HsHeaderDuplicate); // §11.3.4
    for (const Field *field : fields) {
        const QList<QByteArray> chosen = listElements(field->value);
        const bool unsolicited = std::any_of(chosen.begin(), chosen.end(),
                                             [&offered](const QByteArray &name) { return !offered.contains(name); });
        if (field->value.contains(','))
            judge.report(FindingId::HsProtocolMultiple, *field, static_cast<std::uint64_t>(chosen.size()));
        if (unsolicited || chosen.isEmpty())
            judge.report(FindingId::HsProtocolUnsolicited, *field);
    }
    if (!fields.empty())
        verdict.subprotocol = fields.front()->value;
}
} // namespace

ResponseVerdict judgeResponse(const Head &request, const Head &response)
{
    ResponseVerdict verdict;
    verdict.upgraded = response.status == 101;
    verdict.interim = response.status >= 100 && response.status < 200 && !verdict.upgraded;
    const QByteArray key = request.value("Sec-WebSocket-Key");
    if (!key.isNull())
        verdict.expectedAccept = acceptFor(key);

    if (!verdict.upgraded) {
        // RFC 6455 §4.1, validation 1: handled as HTTP says; what matters then is why, and where else to go.
        Judge judge(response, {"Location", "WWW-Authenticate", "Proxy-Authenticate", "Sec-WebSocket-Version", "Upgrade",
                               "Retry-After"});
        judge.reportStart(verdict.interim ? FindingId::HsInterim : FindingId::HsStatus,
                          static_cast<std::uint64_t>(std::max(0, response.status)));
        verdict.findings = judge.takeFindings();
        verdict.judgements = judge.takeJudgements();
        return verdict;
    }

    Judge judge(response, {"Upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions",
                           "Sec-WebSocket-Protocol", "Sec-WebSocket-Version"});
    if (!isUpgradableVersion(response.version))
        judge.reportStart(FindingId::HsVersion);
    judgeUpgrade(response, judge);
    judgeAccept(request, response, judge);
    judgeExtensions(request, response, judge, verdict);
    judgeSubprotocol(request, response, judge, verdict);
    verdict.valid = judge.clean() && !hasMalformedField(response);
    verdict.findings = judge.takeFindings();
    verdict.judgements = judge.takeJudgements();
    return verdict;
}

} // namespace framescope::http
