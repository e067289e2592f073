#include "ui/details/handshakefields.h"

#include "core/http/acceptkey.h"
#include "core/io/rowtext.h"
#include "core/ws/findings.h"
#include "ui/details/extensionfields.h"
#include "ui/details/fieldfilter.h"
#include "ui/details/refusalfields.h"
#include "ui/explain/explanation.h"
#include "ui/support/secrets.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Handshake)
};

FieldPart worstMark(const std::vector<ws::Finding> &findings)
{
    ws::Severity worst = ws::Severity::None;
    for (const ws::Finding &f : findings)
        worst = std::max(worst, ws::info(f.id).severity);
    return {u' ' + severityGlyph(worst), toneOf(worst)};
}

QByteArray valueAtLine(const http::Head &head, std::uint32_t line)
{
    const auto isBefore = [](const http::Field &field, std::uint32_t wanted) { return field.line < wanted; };
    const auto found = std::lower_bound(head.fields.begin(), head.fields.end(), line, isBefore);
    return found != head.fields.end() && found->line == line ? found->value : QByteArray();
}

/// One line a header field, in the order of the head; missing ones last.
void addJudgements(const http::Head &head, const std::vector<http::Judgement> &judgements, bool reveal,
                   std::vector<FieldRow> &rows)
{
    for (const http::Judgement &j : judgements) {
        FieldRow row{visible(j.name), {}};
        if (const QString topic = headerKey(j.name); !topic.isEmpty())
            row.topics = {topic};
        if (j.line == 0)
            row.value.push_back({Text::tr("(missing)"), Tone::Muted});
        else if (isSecretField(j.name) && !reveal)
            row.value.push_back({QStringLiteral("••••••"), Tone::Secret});
        else if (reveal)
            row.value.push_back({visible(valueAtLine(head, j.line))});
        else
            row.value.push_back({io::visibleText(dotUrlSecrets(QString::fromUtf8(valueAtLine(head, j.line))))});
        if (j.relevant || !j.findings.empty())
            row.value.push_back(worstMark(j.findings));
        if (j.line > 0)
            row.value.push_back({QStringLiteral("  ") + Text::tr("line %1").arg(j.line), Tone::Muted});
        for (const ws::Finding &f : j.findings)
            row.children.push_back(findingRow(f, StreamOffset(0)));
        row.expanded = true;
        rows.push_back(row);
    }
}

FieldRow headRow(const QString &name, const http::Head &head, const std::vector<http::Judgement> &judgements,
                 std::vector<ws::Finding> findings, const std::vector<ws::Finding> &shape, bool reveal)
{
    FieldRow row{name, {{visible(reveal ? head.startLine : dotSecrets(head.startLine))}}};
    // A finding of a field stands under its field; the others under the head.
    findings.insert(findings.begin(), shape.begin(), shape.end());
    row.topics = {head.kind == http::HeadKind::Request ? u"row.request"_qs : u"row.response"_qs};
    if (head.kind == http::HeadKind::Response && head.status > 0)
        row.filters = {filterOf(filter::FieldId::Status, std::uint64_t(head.status))};
    row.filters << filterOf(filter::FieldId::Kind,
                            std::uint64_t(head.kind == http::HeadKind::Request ? capture::RowKind::HandshakeRequest
                                                                               : capture::RowKind::HandshakeResponse));
    row.value.push_back(worstMark(findings));
    for (const ws::Finding &f : findings) {
        const bool shown = std::any_of(judgements.begin(), judgements.end(), [&f](const http::Judgement &j) {
            return std::find(j.findings.begin(), j.findings.end(), f) != j.findings.end();
        });
        const FieldRow line = findingRow(f, StreamOffset(0));
        const bool twice = std::any_of(row.children.begin(), row.children.end(), [&line](const FieldRow &child) {
            return child.valueText() == line.valueText() && child.help == line.help; // the place is in the help
        });
        if (!shown && !twice)
            row.children.push_back(line);
    }
    addJudgements(head, judgements, reveal, row.children);
    row.expanded = true;
    return row;
}

FieldRow acceptRow(const http::Head &request, const http::Head *response)
{
    // RFC 6455 §4.2.2, step 5.4
    const http::AcceptSteps steps = http::acceptSteps(request.value("Sec-WebSocket-Key"));
    FieldRow row{Text::tr("Key → accept"), {}};
    row.topics = {u"handshake.accept"_qs};
    const auto step = [&row](const QString &name, const QString &value) { row.children.push_back({name, {{value}}}); };
    step(Text::tr("1. Key sent"), visible(steps.key));
    step(Text::tr("2. Key and GUID"), visible(steps.concatenated));
    step(Text::tr("3. SHA-1 of that"), QString::fromLatin1(steps.sha1.toHex(' ')));
    step(Text::tr("4. Base64: expected"), QString::fromLatin1(steps.accept));
    if (!response) {
        row.value = {{Text::tr("no response yet"), Tone::Muted}};
        return row;
    }
    const QByteArray got = response->value("Sec-WebSocket-Accept");
    const bool right = got == steps.accept;
    row.children.push_back(
        {Text::tr("5. Server's accept"),
         {got.isNull() ? FieldPart{Text::tr("(missing)"), Tone::Muted} : FieldPart{visible(got)}, mark(right)}});
    row.value = {right ? FieldPart{Text::tr("✓ the accept value matches the key"), Tone::Ok}
                       : FieldPart{Text::tr("✗ the accept is not the one for the key (RFC 6455 §4.1)"), Tone::Finding}};
    row.expanded = true;
    return row;
}

FieldRow subprotocolRow(const http::Head &request, const http::ResponseVerdict &verdict)
{
    QList<QByteArray> offered;
    for (const http::Field *f : request.all("Sec-WebSocket-Protocol"))
        offered << f->value;
    std::vector<ws::Finding> findings;
    for (const ws::Finding &f : verdict.findings) {
        if (f.id == ws::FindingId::HsProtocolUnsolicited || f.id == ws::FindingId::HsProtocolMultiple)
            findings.push_back(f);
    }
    FieldRow row{Text::tr("Subprotocol"), {}};
    row.topics = {u"handshake.subprotocol"_qs};
    row.value.push_back({verdict.subprotocol.isEmpty() ? Text::tr("none agreed")
                                                       : Text::tr("agreed: %1").arg(visible(verdict.subprotocol))});
    row.value.push_back(worstMark(findings));
    row.value.push_back(
        {QStringLiteral("  ") +
             (offered.isEmpty() ? Text::tr("none offered") : Text::tr("offered: %1").arg(visible(offered.join(", ")))),
         Tone::Muted});
    return row;
}

FieldRow proxyRow(const QJsonObject &details)
{
    const auto text = [&details](QLatin1String key) { return io::visibleText(details.value(key).toString()); };
    const QString reply = details.value(QLatin1String("reply")).toString();
    // RFC 9110 §9.3.6: the tunnel is there with any answer of 2xx.
    const bool http = reply.startsWith(QLatin1String("HTTP/"));
    const bool refused =
        details.contains(QLatin1String("findings")) || (http && !reply.section(u' ', 1, 1).startsWith(u'2'));
    FieldRow row{Text::tr("Proxy"), {}};
    row.value.push_back(
        {Text::tr("%1 %2: ").arg(text(QLatin1String("kind")), text(QLatin1String("proxy"))), Tone::Muted});
    row.value.push_back(
        {io::visibleText(reply.section(u'\n', 0, 0).trimmed()), refused ? Tone::Finding : Tone::Normal});
    row.value.push_back(mark(!refused));
    row.value.push_back({QStringLiteral("  ") + Text::tr("see the Proxy tab"), Tone::Muted});
    return row;
}
} // namespace

http::Head parseHead(http::HeadKind kind, QByteArrayView raw, std::vector<ws::Finding> &shape)
{
    http::HeadParser parser(kind);
    ByteView input = byteView(raw);
    if (parser.feed(input) == http::HeadParser::Status::NeedMore)
        parser.finish();
    shape = parser.findings();
    return parser.head();
}

std::vector<FieldRow> handshakeFields(const HandshakeFacts &facts)
{
    std::vector<FieldRow> rows;
    if (facts.response) {
        const http::Head &response = *facts.response;
        const http::ResponseVerdict verdict = http::judgeResponse(facts.request.value_or(http::Head()), response);
        FieldRow summary{Text::tr("Verdict"), {}};
        summary.topics = {u"handshake.verdict"_qs, u"handshake.status"_qs};
        if (response.status > 0)
            summary.filters = {filterOf(filter::FieldId::Status, std::uint64_t(response.status))};
        if (verdict.valid)
            summary.value = {{Text::tr("✓ upgraded, every rule of RFC 6455 §4.1 was kept"), Tone::Ok}};
        else if (verdict.upgraded)
            summary.value = {
                {Text::tr("✗ upgraded, but a strict client must refuse this (RFC 6455 §4.1)"), Tone::Finding}};
        else
            summary.value = {{Text::tr("✗ not upgraded: the server answered %1 %2 instead of 101")
                                  .arg(response.status)
                                  .arg(visible(response.reason)),
                              Tone::Finding}};
        rows.push_back(summary);
        for (FieldRow &row : refusalFields(response, facts.url))
            rows.push_back(std::move(row));
        if (facts.request) {
            rows.push_back(acceptRow(*facts.request, &response));
            rows.push_back(extensionsField(*facts.request, &verdict));
            rows.push_back(subprotocolRow(*facts.request, verdict));
        }
        rows.push_back(headRow(Text::tr("Response"), response, verdict.judgements, verdict.findings,
                               facts.responseShape, facts.reveal));
    } else if (facts.request) {
        rows.push_back({Text::tr("Verdict"), {{Text::tr("no response yet"), Tone::Muted}}});
        rows.push_back(acceptRow(*facts.request, nullptr));
        rows.push_back(extensionsField(*facts.request, nullptr));
    }
    if (facts.request) {
        const http::RequestVerdict verdict = http::judgeRequest(*facts.request);
        rows.push_back(headRow(Text::tr("Request"), *facts.request, verdict.judgements, verdict.findings,
                               facts.requestShape, facts.reveal));
    }
    // Below the verdict; a proxy that refused is all there is.
    std::vector<FieldRow> way = timingFields(facts.steps);
    for (const QJsonObject &details : facts.proxyReplies)
        way.push_back(proxyRow(details));
    rows.insert(rows.empty() ? rows.end() : rows.begin() + 1, std::make_move_iterator(way.begin()),
                std::make_move_iterator(way.end()));
    return rows;
}

} // namespace framescope::ui
