#include "ui/support/copyform.h"

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

QString hexDump(QByteArrayView octets, std::uint64_t from)
{
    constexpr qsizetype perLine = 16;
    QByteArray out;
    out.reserve((octets.size() / perLine + 1) * 80);
    for (qsizetype line = 0; line < octets.size(); line += perLine) {
        const QByteArrayView part = octets.sliced(line, std::min(perLine, octets.size() - line));
        out += QByteArray::number(qulonglong(from) + qulonglong(line), 16).rightJustified(8, '0') + ' ';
        for (qsizetype i = 0; i < perLine; ++i) {
            out += i == perLine / 2 ? "  " : " ";
            out += i < part.size() ? part.sliced(i, 1).toByteArray().toHex() : QByteArray("  ");
        }
        out += "  ";
        for (const char c : part)
            out += c >= 0x20 && c < 0x7F ? c : '.';
        out += '\n';
    }
    return QString::fromLatin1(out);
}

} // namespace framescope::ui
