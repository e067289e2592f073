#include "core/io/rowtext.h"

#include "core/ws/findings.h"

#include <QStringList>

namespace framescope::io
{

namespace
{
using capture::RowKind;
using capture::RowRecord;

constexpr int previewWidth = 72;

/// Seconds with microseconds since the capture's first row.
QString sinceFirst(const capture::Capture &capture, const RowRecord &record)
{
    const std::int64_t ns = record.time.value() - capture.row(RowIndex(0)).time.value();
    return QString::number(static_cast<double>(ns) / 1e9, 'f', 6).rightJustified(11);
}

QString kindWord(const RowRecord &record)
{
    switch (record.kind()) {
    case RowKind::Frame: return opcodeWord(record.opcode());
    case RowKind::HandshakeRequest:
    case RowKind::HandshakeResponse: return QStringLiteral("http");
    case RowKind::Event: return QStringLiteral("event");
    case RowKind::Raw: break;
    }
    return QStringLiteral("raw");
}

QString flags(const RowRecord &record)
{
    if (record.kind() == RowKind::Event)
        return {};
    QString text;
    if (record.isFrame()) {
        text = QStringLiteral("fin=%1 rsv=%2 ")
                   .arg(record.fin() ? 1 : 0)
                   .arg(record.rsv(), 3, 2, QLatin1Char('0'));
    }
    return text + QStringLiteral("len=%1").arg(record.length());
}
} // namespace

QString opcodeWord(ws::Opcode opcode)
{
    switch (opcode) {
    case ws::Opcode::Continuation: return QStringLiteral("cont");
    case ws::Opcode::Text: return QStringLiteral("text");
    case ws::Opcode::Binary: return QStringLiteral("binary");
    case ws::Opcode::Close: return QStringLiteral("close");
    case ws::Opcode::Ping: return QStringLiteral("ping");
    case ws::Opcode::Pong: return QStringLiteral("pong");
    }
    return QStringLiteral("0x") + QString::number(static_cast<int>(opcode), 16).toUpper();
}

QString findingText(const ws::Finding &finding)
{
    // One rule, three reasons: nothing came, or the stream ended in the first line, or in a header field.
    if (finding.id == ws::FindingId::HsTruncated) {
        if (finding.value == 0)
            return QStringLiteral("The stream ended before the first octet of the head.");
        return (finding.offset.value() == 0 ? QStringLiteral("The stream ended in the first line of the head, after %1 octets.")
                                            : QStringLiteral("The stream ended in the header fields, after %1 octets."))
            .arg(finding.value);
    }
    const std::string_view text = ws::info(finding.id).text;
    const QString value = finding.id == ws::FindingId::FrameOpcodeReserved
                              ? QStringLiteral("0x") + QString::number(finding.value, 16).toUpper()
                              : QString::number(finding.value);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).replace(QLatin1String("%1"), value);
}

QString rowText(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row)
{
    const RowRecord record = capture.row(row);
    const bool in = record.direction() == Direction::In;
    QString text = u'#' + QString::number(row.value() + 1).rightJustified(6) + u' ' + sinceFirst(capture, record);
    if (capture.connectionCount() > 1)
        text += QStringLiteral("  c") + QString::number(record.connection().value() + 1).leftJustified(3);
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
    while (text.endsWith(u' '))
        text.chop(1);
    return text;
}

} // namespace framescope::io
