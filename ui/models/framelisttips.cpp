// What FrameListModel says of a row beyond its cells: to screen readers, in tool tips, and the keys of explanations.
#include "core/capture/rownotes.h"
#include "core/io/rowtext.h"
#include "core/ws/closecode.h"
#include "ui/explain/explanation.h"
#include "ui/models/connectionlistmodel.h"
#include "ui/models/framelistmodel.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"
#include "ui/support/visibleline.h"

#include <QDateTime>

namespace framescope::ui
{

namespace
{
constexpr qsizetype tipWidth = 1000;   ///< of a comment, in characters
constexpr qsizetype spokenWidth = 300; ///< the same, said aloud
constexpr int mostExplained = 3;       ///< findings of a row that are explained; the others are named
} // namespace

QString FrameListModel::accessibleText(RowIndex row) const
{
    const capture::RowRecord &record = m_capture->row(row);
    QStringList parts;
    if (m_several)
        parts.append(tr("connection %1").arg(record.connection().value() + 1));
    if (record.kind() != capture::RowKind::Event) // its text says who did what
        parts.append(record.direction() == Direction::Out ? tr("sent") : tr("received"));
    switch (record.kind()) {
    case capture::RowKind::Frame:
        parts.append(record.opcode() == ws::Opcode::Continuation ? tr("continuation") : opcodeText(row).toLower());
        break;
    case capture::RowKind::HandshakeRequest:
        parts.append(tr("handshake request"));
        break;
    case capture::RowKind::HandshakeResponse:
        parts.append(tr("handshake response"));
        break;
    case capture::RowKind::Event:
        parts.append(tr("event"));
        break;
    case capture::RowKind::Raw:
        parts.append(tr("raw bytes"));
        break;
    }
    if (record.kind() != capture::RowKind::Event)
        parts.append(bytesText(record.length()));
    parts.append(
        QDateTime::fromMSecsSinceEpoch(record.time.value() / 1'000'000).toString(QStringLiteral("hh:mm:ss.z")));
    if (record.isFrame()) {
        parts.append(record.masked() ? tr("masked") : tr("unmasked"));
        if (!record.fin())
            parts.append(tr("more fragments follow"));
        if (record.severity() == ws::Severity::Warning)
            parts.append(tr("with warnings"));
    }
    const capture::RowNote note = m_capture->notes().at(row);
    if (note.marked)
        parts.append(tr("marked"));
    if (!note.comment.isEmpty())
        parts.append(tr("comment: %1").arg(visibleLine(note.comment, spokenWidth)));
    if (record.severity() == ws::Severity::Error)
        parts.append(tr("error: %1").arg(fetched(row).preview));
    else if (record.kind() == capture::RowKind::Event)
        parts.append(fetched(row).preview);
    return parts.join(QStringLiteral(", "));
}

QString FrameListModel::toolTip(RowIndex row, int column) const
{
    if (column == Connection)
        return QStringLiteral("<qt>%1</qt>")
            .arg(io::visibleText(maskedUrl(m_capture->facts(m_capture->row(row).connection()).url)).toHtmlEscaped());
    const capture::RowNote note = m_capture->notes().at(row);
    if (!m_capture->row(row).hasFindings() && note.isEmpty())
        return tipOf(topics(row, column));
    QString html;
    if (note.marked)
        html += QStringLiteral("<div>★ %1</div>").arg(tr("Marked"));
    if (!note.comment.isEmpty())
        html += QStringLiteral("<div>✎ %1</div>").arg(visibleLine(note.comment, tipWidth).toHtmlEscaped());
    int explained = 0;
    for (const ws::Finding &finding : m_capture->findings(row)) {
        const ws::FindingInfo &info = ws::info(finding.id);
        QString line = coreText(io::findingText(finding));
        if (!info.section.empty()) {
            const auto size = static_cast<qsizetype>(info.section.size());
            line += QStringLiteral(" (%1)").arg(QString::fromUtf8(info.section.data(), size));
        }
        html += QStringLiteral("<div>▲ %1</div>").arg(line.toHtmlEscaped());
        if (explained++ < mostExplained) {
            html += QStringLiteral("<div>%1</div>").arg(coreText(info.explanation).toHtmlEscaped());
        }
    }
    return QStringLiteral("<qt>") + html + QStringLiteral("</qt>"); // tool tips guess the format; this settles it
}

QStringList FrameListModel::topics(RowIndex row) const
{
    const capture::RowRecord &record = m_capture->row(row);
    QStringList keys;
    if (record.hasFindings()) {
        for (const ws::Finding &finding : m_capture->findings(row)) {
            if (const QString key = keyOf(finding.id); !keys.contains(key) && keys.size() < mostExplained)
                keys.append(key);
        }
    }
    return keys + topics(row, Opcode) + topics(row, Preview);
}

QStringList FrameListModel::topics(RowIndex row, int column) const
{
    const capture::RowRecord &record = m_capture->row(row);
    if (column == Dir && record.kind() != capture::RowKind::Event)
        return {QStringLiteral("field.direction")};
    if (column == Opcode && !record.isFrame()) {
        switch (record.kind()) {
        case capture::RowKind::HandshakeRequest:
            return {QStringLiteral("row.request")};
        case capture::RowKind::HandshakeResponse:
            return {QStringLiteral("row.response")};
        case capture::RowKind::Event:
            return {QStringLiteral("row.event")};
        default:
            return {QStringLiteral("row.raw")};
        }
    }
    if (!record.isFrame())
        return {};
    switch (column) {
    case Opcode:
        return {keyOf(record.opcode())};
    case Fin:
        return {QStringLiteral("field.fin")};
    case Rsv:
        return {QStringLiteral("field.rsv")};
    case MaskKey:
        return {record.masked() ? QStringLiteral("field.key") : QStringLiteral("field.mask")};
    case Payload:
        return {QStringLiteral("field.length")};
    case Wire:
        return {QStringLiteral("field.wire")};
    case Message:
        return {QStringLiteral("field.message")};
    case Preview:
        break;
    default:
        return {};
    }
    if (record.opcode() != ws::Opcode::Close)
        return {};
    // RFC 6455 §5.5.1: the code is the first two octets.
    const auto payload = m_reader->payload(row, 0, 2);
    return {closeCodeKey(payload ? ws::closeCodeOf(byteView(*payload)) : ws::closecode::noStatus)};
}

} // namespace framescope::ui
