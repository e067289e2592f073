#include "core/io/rowtext.h"

#include "core/base/elapsed.h"
#include "core/capture/rownotes.h"

#include <QStringList>

namespace framescope::io
{

namespace
{
using capture::RowKind;
using capture::RowRecord;

constexpr int previewWidth = 72;

/// Seconds with microseconds since the capture's first row; the sign is one that programs read.
QString sinceFirst(const capture::Capture &capture, const RowRecord &record)
{
    const std::int64_t ns = record.time.value() - capture.row(RowIndex(0)).time.value();
    return secondsText(ns).replace(u'\u2212', u'-').rightJustified(11);
}

QString kindWord(const RowRecord &record)
{
    switch (record.kind()) {
    case RowKind::Frame:
        return opcodeWord(record.opcode());
    case RowKind::HandshakeRequest:
    case RowKind::HandshakeResponse:
        return QStringLiteral("http");
    case RowKind::Event:
        return QStringLiteral("event");
    case RowKind::Raw:
        break;
    }
    return QStringLiteral("raw");
}

QString flags(const RowRecord &record)
{
    if (record.kind() == RowKind::Event)
        return {};
    QString text;
    if (record.isFrame()) {
        text = QStringLiteral("fin=%1 rsv=%2 ").arg(record.fin() ? 1 : 0).arg(record.rsv(), 3, 2, QLatin1Char('0'));
    }
    return text + QStringLiteral("len=%1").arg(record.length());
}
} // namespace

QString rowText(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row)
{
    const RowRecord record = capture.row(row);
    const bool in = record.direction() == Direction::In;
    QString text = u'#' + QString::number(row.value() + 1).rightJustified(6) + u' ' + sinceFirst(capture, record);
    if (capture.connectionCount() > 1)
        text += QStringLiteral("  c") + QString::number(record.connection().value() + 1).leftJustified(3);
    if (!capture::hasDirection(record))
        text += QString(9, u' ');
    else
        text += in ? QStringLiteral("  ↓ in   ") : QStringLiteral("  ↑ out  ");
    text += kindWord(record).leftJustified(7) + flags(record).leftJustified(24);
    text += QStringLiteral("  ") + preview(capture, reader, row, previewWidth);
    if (record.incomplete())
        text += QStringLiteral("  (incomplete)");
    QStringList sentences;
    for (const ws::Finding &finding : capture.findings(row))
        sentences.append(findingText(finding));
    if (!sentences.isEmpty())
        text += QStringLiteral("  ! ") + sentences.join(u' ');
    const capture::RowNote note = capture.notes().at(row);
    if (note.marked)
        text += QStringLiteral("  (marked)");
    if (!note.comment.isEmpty())
        text += QStringLiteral("  (comment: %1)").arg(visibleText(note.comment));
    while (text.endsWith(u' '))
        text.chop(1);
    return text;
}

} // namespace framescope::io
