// Two Sec-WebSocket-Extensions values, an offer and an answer, with a line end between them: what was read says the same
// again when it is written out, and the verdict on the answer points into it.

#include "core/http/deflate.h"
#include "core/http/extensions.h"
#include "core/http/handshake.h"
#include "core/http/token.h"
#include "core/ws/findings.h"
#include "tests/fuzz/fuzzinput.h"

using namespace framescope;
using namespace framescope::http;
using fuzz::require;

namespace
{
QByteArray written(const std::vector<Extension> &extensions)
{
    QByteArray text;
    for (const Extension &extension : extensions) {
        text += (text.isEmpty() ? "" : ", ") + extension.name;
        for (const ExtensionParameter &parameter : extension.parameters)
            text += "; " + parameter.name + (parameter.value ? "=\"" + *parameter.value + '"' : QByteArray());
    }
    return text;
}

bool same(const std::vector<Extension> &a, const std::vector<Extension> &b)
{
    return std::ranges::equal(a, b, [](const Extension &x, const Extension &y) {
        return x.name == y.name && std::ranges::equal(x.parameters, y.parameters,
                                                      [](const ExtensionParameter &p, const ExtensionParameter &q) {
                                                          return p.name == q.name && p.value == q.value;
                                                      });
    });
}

ExtensionList checked(QByteArrayView value)
{
    ExtensionList list = parseExtensions(value);
    const auto size = static_cast<std::size_t>(value.size());
    require(!list.errorColumn || *list.errorColumn <= size);
    require(list.errorColumn || !list.extensions.empty());
    std::size_t last = 0;
    for (const Extension &extension : list.extensions) {
        require(isToken(extension.name) && extension.column >= last && extension.column < size);
        last = extension.column;
        for (const ExtensionParameter &parameter : extension.parameters) {
            require(isToken(parameter.name) && parameter.column > last && parameter.column < size);
            require(!parameter.value || isToken(*parameter.value));
            last = parameter.column;
        }
    }
    if (!list.extensions.empty()) {
        const QByteArray text = written(list.extensions);
        const ExtensionList again = parseExtensions(text);
        require(!again.errorColumn && same(again.extensions, list.extensions));
    }
    return list;
}

/// `own` chooses what the server wants.
void checkNegotiation(const std::vector<Extension> &offered, const std::vector<Extension> &answers, std::size_t own)
{
    std::vector<DeflateOffer> offers;
    std::vector<DeflateParameters> parameters;
    for (const Extension &extension : offered) {
        offers.push_back(judgeDeflateOffer(extension));
        parameters.push_back(offers.back().parameters);
        require(offers.back().verdicts.size() == extension.parameters.size());
        if (!offers.back().acceptable)
            continue;
        const Result<DeflateParameters> again =
            parseDeflateParameters(QString::fromLatin1(offers.back().parameters.toText()));
        require(again.ok() && *again == offers.back().parameters);
    }
    DeflateParameters wish;
    wish.serverNoContextTakeover = (own & 1) != 0;
    wish.clientNoContextTakeover = (own & 2) != 0;
    if ((own & 4) != 0)
        wish.serverMaxWindowBits = 9 + static_cast<int>(own / 8 % 7);
    if ((own & 8) != 0)
        wish.clientWindowBits = 8 + static_cast<int>(own / 16 % 8);
    wish.clientMaxWindowBits = wish.clientWindowBits.has_value();
    if (const std::optional<DeflateAcceptance> accepted = acceptDeflate(offers, wish)) {
        require(accepted->offer < offers.size() && offers[accepted->offer].acceptable);
        // What a server agrees to, its client finds right, and both mean the same.
        const ExtensionList said = parseExtensions(accepted->answer.toText());
        require(!said.errorColumn && said.extensions.size() == 1);
        const DeflateAnswer verdict = judgeDeflateAnswer(said.extensions.front(), &parameters[accepted->offer]);
        require(verdict.wrong == 0 && verdict.agreement == accepted->agreement);
    }
    for (const Extension &answer : answers) {
        for (const DeflateAnswer &verdict :
             {judgeDeflateAnswer(answer, parameters), judgeDeflateAnswer(answer, nullptr)}) {
            require(verdict.verdicts.size() == answer.parameters.size());
            for (const ws::DeflateSide &side : {verdict.agreement.server, verdict.agreement.client})
                require(side.windowBits >= 8 && side.windowBits <= 15);
            for (const ParameterVerdict &parameter : verdict.verdicts)
                require(!parameterSentence(parameter, true).isEmpty());
        }
    }
}

Head head(HeadKind kind, const QByteArray &octets)
{
    HeadParser parser(kind);
    ByteView view = byteView(octets);
    parser.feed(view);
    return parser.head();
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView text = qbyteView({data, size});
    const qsizetype end = text.indexOf('\n');
    const QByteArrayView offerText = text.first(end < 0 ? text.size() : end);
    const QByteArrayView answerText = end < 0 ? QByteArrayView() : text.sliced(end + 1);
    const ExtensionList offer = checked(offerText);
    const ExtensionList answer = checked(answerText);
    checkNegotiation(offer.extensions, answer.extensions, size);
    // The same through both heads, as a connection judges it.
    const QByteArray key = "dGhlIHNhbXBsZSBub25jZQ==";
    const Head request =
        head(HeadKind::Request, "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                                    key + "\r\nSec-WebSocket-Extensions: " + offerText.toByteArray() + "\r\n\r\n");
    RequestVerdict good;
    good.key = key;
    QByteArray octets = acceptResponse(good, {});
    octets.chop(2);
    octets += "Sec-WebSocket-Extensions: " + answerText.toByteArray() + "\r\n\r\n";
    const Head response = head(HeadKind::Response, octets);
    const RequestVerdict asked = judgeRequest(request);
    for (const ws::Finding &finding : asked.findings)
        require(finding.offset.value() <= static_cast<std::uint64_t>(request.raw.size()));
    const ResponseVerdict verdict = judgeResponse(request, response);
    for (const ws::Finding &finding : verdict.findings)
        require(finding.offset.value() <= static_cast<std::uint64_t>(response.raw.size()));
    for (const ws::DeflateSide &side : {verdict.agreement.server, verdict.agreement.client})
        require(side.windowBits >= 8 && side.windowBits <= 15);
    return 0;
}
