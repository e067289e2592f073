#include "core/http/judge.h"

#include "core/http/token.h"

#include <algorithm>

namespace framescope::http
{

Judge::Judge(const Head &head, std::initializer_list<QByteArrayView> relevant) : m_head(head)
{
    m_judgements.reserve(head.fields.size());
    for (const Field &field : head.fields) {
        Judgement judgement;
        judgement.line = field.line;
        judgement.name = field.name;
        judgement.relevant = std::any_of(relevant.begin(), relevant.end(),
                                         [&](QByteArrayView name) { return equalIgnoringCase(name, field.name); });
        m_judgements.push_back(std::move(judgement));
    }
}

ws::Finding Judge::add(ws::FindingId id, std::size_t offset, std::uint64_t value)
{
    ws::Finding finding;
    finding.id = id;
    finding.offset = StreamOffset(offset);
    finding.value = value;
    // Bounded like the parser's: a head of ten thousand repeated fields says nothing new after the first thousand.
    if (m_findings.size() < HeadParser::maxFindings)
        m_findings.push_back(finding);
    return finding;
}

void Judge::report(ws::FindingId id, const Field &field, std::uint64_t value, std::size_t column)
{
    const ws::Finding finding = add(id, field.offset + column, value);
    m_judgements[static_cast<std::size_t>(&field - m_head.fields.data())].findings.push_back(finding);
}

void Judge::reportStart(ws::FindingId id, std::uint64_t value)
{
    Judgement judgement;
    judgement.line = 1;
    judgement.relevant = true;
    judgement.findings.push_back(add(id, 0, value));
    m_judgements.push_back(std::move(judgement));
}

void Judge::reportMissing(ws::FindingId id, QByteArrayView name)
{
    Judgement judgement;
    judgement.name = name.toByteArray();
    judgement.relevant = true;
    judgement.findings.push_back(add(id, 0, 0));
    m_judgements.push_back(std::move(judgement));
}

void Judge::reportRepeated(const std::vector<const Field *> &fields, ws::FindingId id)
{
    for (std::size_t i = 1; i < fields.size(); ++i)
        report(id, *fields[i], i + 1);
}

namespace
{
/// Where in the field's line its value begins; 0 for a folded field, where it cannot be told.
std::size_t valueColumnOf(const Head &head, const Field &field)
{
    const QByteArrayView line = QByteArrayView(head.raw).sliced(field.offset, field.size);
    const qsizetype colon = line.indexOf(':');
    if (colon < 0 || line.contains('\n'))
        return 0;
    qsizetype column = colon + 1;
    while (column < line.size() && (line[column] == ' ' || line[column] == '\t'))
        ++column;
    return static_cast<std::size_t>(column);
}

std::size_t columnInLine(std::size_t valueColumn, std::size_t column)
{
    return valueColumn == 0 ? 0 : valueColumn + column;
}
} // namespace

bool Judge::extensions(const std::vector<const Field *> &fields, std::vector<FieldExtension> &all)
{
    bool ok = true;
    for (const Field *field : fields) {
        ExtensionList list = parseExtensions(field->value);
        const std::size_t valueColumn = valueColumnOf(m_head, *field);
        for (Extension &extension : list.extensions) {
            if (all.size() < maxExtensions)
                all.push_back({field, valueColumn, std::move(extension)});
        }
        if (!list.errorColumn)
            continue;
        ok = false;
        report(ws::FindingId::HsExtensionParameter, *field, *list.errorColumn + 1,
               columnInLine(valueColumn, *list.errorColumn));
    }
    return ok;
}

ExtensionVerdict Judge::verdictOf(const FieldExtension &found)
{
    ExtensionVerdict verdict;
    verdict.name = found.extension.name;
    verdict.line = found.field->line;
    verdict.column = found.extension.column;
    verdict.valueStart = found.field->offset + found.valueColumn;
    verdict.deflate = equalIgnoringCase(found.extension.name, deflateName);
    return verdict;
}

void Judge::reportExtension(ws::FindingId id, const FieldExtension &found, std::size_t column)
{
    report(id, *found.field, column + 1, columnInLine(found.valueColumn, column));
}

void Judge::reportParameters(const FieldExtension &found, const std::vector<ParameterVerdict> &verdicts)
{
    for (const ParameterVerdict &verdict : verdicts) {
        if (verdict.fault != ParameterFault::None)
            reportExtension(ws::FindingId::HsExtensionParameter, found, verdict.column);
    }
}

bool Judge::clean() const noexcept
{
    return std::none_of(m_findings.begin(), m_findings.end(), [](const ws::Finding &finding) {
        return ws::info(finding.id).severity == ws::Severity::Error;
    });
}

std::vector<ws::Finding> Judge::takeFindings()
{
    std::stable_sort(m_findings.begin(), m_findings.end(),
                     [](const ws::Finding &a, const ws::Finding &b) { return a.offset < b.offset; });
    return std::move(m_findings);
}

bool hasMalformedField(const Head &head)
{
    return std::any_of(head.fields.begin(), head.fields.end(), [&head](const Field &field) {
        const qsizetype colon = static_cast<qsizetype>(field.offset) + field.name.size();
        if (!isToken(field.name) || colon >= head.raw.size() || head.raw.at(colon) != ':')
            return true;
        return std::any_of(field.value.begin(), field.value.end(), [](char c) {
            const auto octet = static_cast<unsigned char>(c);
            return (octet < 0x20 && octet != '\t') || octet == 0x7F;
        });
    });
}

bool isUpgradableVersion(QByteArrayView version)
{
    return version.size() == 8 && version.startsWith("HTTP/1.") && version[7] >= '1' && version[7] <= '9';
}

} // namespace framescope::http
