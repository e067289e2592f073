#include "core/io/rowtext.h"

#include "core/ws/findings.h"

namespace framescope::io
{

QString opcodeWord(ws::Opcode opcode)
{
    switch (opcode) {
    case ws::Opcode::Continuation:
        return QStringLiteral("cont");
    case ws::Opcode::Text:
        return QStringLiteral("text");
    case ws::Opcode::Binary:
        return QStringLiteral("binary");
    case ws::Opcode::Close:
        return QStringLiteral("close");
    case ws::Opcode::Ping:
        return QStringLiteral("ping");
    case ws::Opcode::Pong:
        return QStringLiteral("pong");
    }
    return QStringLiteral("0x") + QString::number(static_cast<int>(opcode), 16).toUpper();
}

QString findingText(const ws::Finding &finding)
{
    // One rule, three reasons: nothing came, or the stream ended in the first line, or in a header field.
    if (finding.id == ws::FindingId::HsTruncated) {
        if (finding.value == 0)
            return QStringLiteral("The stream ended before the first byte of the head.");
        return (finding.offset.value() == 0
                    ? QStringLiteral("The stream ended in the first line of the head, after %1 bytes.")
                    : QStringLiteral("The stream ended in the header fields, after %1 bytes."))
            .arg(finding.value);
    }
    const std::string_view text = ws::info(finding.id).text;
    QString value = QString::number(finding.value);
    if (finding.id == ws::FindingId::FrameOpcodeReserved)
        value = QStringLiteral("0x") + QString::number(finding.value, 16).toUpper();
    else if (finding.id == ws::FindingId::DeflateUnknown)
        value = QString::number(finding.value + 1); // people count rows from 1
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).replace(QLatin1String("%1"), value);
}

} // namespace framescope::io
