#include "ui/details/fieldrow.h"

#include "core/capture/capture.h"
#include "core/io/rowtext.h"
#include "ui/details/fieldfilter.h"
#include "ui/explain/explanation.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"

#include <QCoreApplication>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Fields)
};
} // namespace

QString severityGlyph(ws::Severity severity)
{
    switch (severity) {
    case ws::Severity::Error:
        return QStringLiteral("✗");
    case ws::Severity::Warning:
        return QStringLiteral("▲");
    case ws::Severity::Info:
        return QStringLiteral("•");
    case ws::Severity::None:
        break;
    }
    return QStringLiteral("✓");
}

Tone toneOf(ws::Severity severity)
{
    switch (severity) {
    case ws::Severity::Error:
        return Tone::Finding;
    case ws::Severity::Warning:
        return Tone::Warning;
    case ws::Severity::Info:
        return Tone::Muted;
    case ws::Severity::None:
        break;
    }
    return Tone::Ok;
}

FieldRow findingRow(const ws::Finding &finding, StreamOffset base)
{
    const ws::FindingInfo &info = ws::info(finding.id);
    FieldRow row;
    row.spanned = true;
    row.topics = {keyOf(finding.id)};
    row.help =
        coreText(info.explanation) + u'\n' + Text::tr("Stream offset %1").arg(numberText(finding.offset.value()));
    row.name = QString::fromUtf8(info.name.data(), qsizetype(info.name.size()));
    row.filters = {filterOfText(filter::FieldId::Finding, QByteArray(info.name.data(), qsizetype(info.name.size())))};
    row.value.push_back(
        {severityGlyph(info.severity) + u' ' + coreText(io::findingText(finding)), toneOf(info.severity)});
    if (!info.section.empty())
        row.value.push_back(
            {QStringLiteral("  ") + QString::fromUtf8(info.section.data(), qsizetype(info.section.size())),
             Tone::Muted});
    if (finding.offset >= base) {
        row.from = finding.offset.value() - base.value();
        row.count = std::max<std::uint64_t>(1, (std::uint64_t(finding.firstBit) + finding.bitCount + 7) / 8);
    }
    return row;
}

QString unstoredText(const capture::Capture &capture)
{
    const QString why = coreText(capture.inflateError());
    return why.isEmpty() ? Text::tr("▲ not all of it was kept") : Text::tr("▲ not all of it was kept: %1").arg(why);
}

QString visible(QByteArrayView bytes) { return io::visibleText(QString::fromUtf8(bytes)); }

FieldPart mark(bool right)
{
    return right ? FieldPart{QStringLiteral(" ✓"), Tone::Ok} : FieldPart{QStringLiteral(" ✗"), Tone::Finding};
}

} // namespace framescope::ui
