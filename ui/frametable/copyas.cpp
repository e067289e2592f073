#include "ui/frametable/copyas.h"

#include <algorithm>

namespace framescope::ui
{

namespace
{
constexpr char digits[] = "0123456789abcdef";

QString spacedHex(QByteArrayView octets) { return QString::fromLatin1(octets.toByteArray().toHex(' ')); }

QString cArray(QByteArrayView octets)
{
    if (octets.isEmpty())
        return QStringLiteral("static const unsigned char payload[1] = {0}; /* empty */\n"); // C has no empty array
    QByteArray out = "static const unsigned char payload[" + QByteArray::number(octets.size()) + "] = {";
    out.reserve(out.size() + octets.size() * 6 + octets.size() / 3 + 8);
    for (qsizetype i = 0; i < octets.size(); ++i) {
        const auto octet = static_cast<unsigned char>(octets[i]);
        out += i % 12 == 0 ? "\n    0x" : " 0x";
        out += digits[octet >> 4];
        out += digits[octet & 15];
        out += ',';
    }
    return QString::fromLatin1(out + "\n};\n");
}

QString pythonBytes(QByteArrayView octets)
{
    QByteArray out = "b\"";
    out.reserve(octets.size() * 2 + 3);
    for (const char c : octets) {
        const auto octet = static_cast<unsigned char>(c);
        switch (c) {
        case '\\':
        case '"':
            out += '\\';
            out += c;
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (octet >= 0x20 && octet < 0x7F) {
                out += c;
            } else {
                out += "\\x";
                out += digits[octet >> 4];
                out += digits[octet & 15];
            }
        }
    }
    return QString::fromLatin1(out + '"');
}
} // namespace

QString copyText(QByteArrayView octets, CopyForm form)
{
    switch (form) {
    case CopyForm::Text:
        return QString::fromUtf8(octets);
    case CopyForm::Hex:
        return spacedHex(octets);
    case CopyForm::Base64:
        return QString::fromLatin1(octets.toByteArray().toBase64());
    case CopyForm::CArray:
        return cArray(octets);
    case CopyForm::PythonBytes:
        return pythonBytes(octets);
    }
    return {};
}

CopySource shownSource(const capture::CaptureReader &reader, RowIndex row)
{
    const capture::Inflated inflated = reader.inflated(row);
    return inflated.size > 0 || inflated.state == capture::Inflated::State::Whole ? CopySource::Message
                                                                                  : CopySource::Payload;
}

Result<CopiedPayload> copyPayload(capture::CaptureReader &reader, RowIndex row, CopyForm form, CopySource source,
                                  std::uint64_t limit)
{
    std::uint64_t total = 0;
    Result<QByteArray> octets = QByteArray();
    switch (source) {
    case CopySource::Payload:
        total = reader.payloadPresent(row);
        octets = reader.payload(row, 0, std::min(total, limit));
        break;
    case CopySource::Message:
        total = reader.inflated(row).size;
        octets = reader.inflatedPayload(row, 0, std::min(total, limit));
        break;
    case CopySource::Wire:
        total = reader.header(row).size() + reader.payloadPresent(row);
        octets = reader.wire(row, 0, std::min(total, limit));
        break;
    }
    if (!octets)
        return octets.error();
    return CopiedPayload{copyText(*octets, form), static_cast<std::uint64_t>(octets->size()), total};
}

} // namespace framescope::ui
