#include "ui/support/bytestext.h"

#include <QCoreApplication>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(BytesText)
};

void fail(TypedBytes &result, QStringView text, qsizetype at, qsizetype size, const QString &what)
{
    const QStringView before = text.left(at);
    const qsizetype line = before.count(u'\n') + 1;
    const qsizetype column = at - before.lastIndexOf(u'\n');
    result.problem = Text::tr("Line %1, column %2: %3").arg(line).arg(column).arg(what);
    result.position = at;
    result.size = size;
}

/// The character for a message; a control character by its number.
QString shown(QChar c)
{
    if (c.isPrint() && !c.isSurrogate())
        return QStringLiteral("“%1”").arg(c);
    return QStringLiteral("U+%1").arg(c.unicode(), 4, 16, QLatin1Char('0')).toUpper();
}

int hexDigit(QChar c)
{
    const char16_t u = c.unicode();
    if (u >= u'0' && u <= u'9')
        return u - u'0';
    if (u >= u'a' && u <= u'f')
        return u - u'a' + 10;
    if (u >= u'A' && u <= u'F')
        return u - u'A' + 10;
    return -1;
}

int base64Digit(QChar c)
{
    const char16_t u = c.unicode();
    if (u >= u'A' && u <= u'Z')
        return u - u'A';
    if (u >= u'a' && u <= u'z')
        return u - u'a' + 26;
    if (u >= u'0' && u <= u'9')
        return u - u'0' + 52;
    if (u == u'+' || u == u'-')
        return 62;
    if (u == u'/' || u == u'_')
        return 63;
    return -1;
}
} // namespace

TypedBytes parseHex(QStringView text)
{
    TypedBytes result;
    result.bytes.reserve(text.size() / 3 + 1);
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text[at];
        if (c == u'#') {
            const qsizetype end = text.indexOf(u'\n', at);
            at = end < 0 ? text.size() : end;
            continue;
        }
        if (c.isSpace()) {
            ++at;
            continue;
        }
        const int high = hexDigit(c);
        if (high < 0) {
            fail(result, text, at, 1, Text::tr("%1 is not a hex digit.").arg(shown(c)));
            return result;
        }
        const bool more = at + 1 < text.size() && !text[at + 1].isSpace() && text[at + 1] != u'#';
        if (!more) {
            fail(result, text, at, 1,
                 Text::tr("the digit %1 has no second one: each byte is two hex digits.").arg(shown(c)));
            return result;
        }
        const int low = hexDigit(text[at + 1]);
        if (low < 0) {
            fail(result, text, at + 1, 1, Text::tr("%1 is not a hex digit.").arg(shown(text[at + 1])));
            return result;
        }
        result.bytes += char(high * 16 + low);
        at += 2;
    }
    return result;
}

TypedBytes parseBase64(QStringView text)
{
    TypedBytes result;
    result.bytes.reserve(text.size() * 3 / 4 + 3);
    unsigned bits = 0;
    int digits = 0;
    int padding = 0;
    qsizetype last = 0;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text[at];
        if (c.isSpace())
            continue;
        if (c == u'=') {
            last = at;
            ++padding;
            if (digits % 4 + padding > 4 || digits % 4 < 2) {
                fail(result, text, at, 1, Text::tr("“=” does not belong here: it only fills the last group of four."));
                return result;
            }
            continue;
        }
        const int digit = base64Digit(c);
        if (digit < 0 || padding > 0) {
            fail(result, text, at, 1,
                 digit < 0 ? Text::tr("%1 is not a Base64 character.").arg(shown(c))
                           : Text::tr("%1 comes after “=”, which ends Base64.").arg(shown(c)));
            return result;
        }
        last = at;
        bits = (bits << 6) | unsigned(digit);
        ++digits;
        // Every character but the first of four completes an octet.
        if (digits % 4 != 1)
            result.bytes += char((bits >> (6 - 2 * ((digits - 1) % 4))) & 0xFF);
    }
    if (digits % 4 == 1)
        fail(result, text, last, 1, Text::tr("one character is left over: Base64 comes in groups of four."));
    else if (padding > 0 && digits % 4 + padding != 4)
        fail(result, text, last, 1, Text::tr("“=” is missing: the last group needs four characters."));
    return result;
}

QString hexText(QByteArrayView bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    QString text;
    text.reserve(bytes.size() * 3);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (i > 0)
            text += QLatin1Char(i % 32 == 0 ? '\n' : ' ');
        const auto octet = static_cast<unsigned char>(bytes[i]);
        text += QLatin1Char(digits[octet >> 4]);
        text += QLatin1Char(digits[octet & 0xF]);
    }
    return text;
}

QString base64Text(QByteArrayView bytes)
{
    const QByteArray whole = bytes.toByteArray().toBase64();
    QString text;
    text.reserve(whole.size() + whole.size() / 76 + 1);
    for (qsizetype at = 0; at < whole.size(); at += 76) {
        if (at > 0)
            text += u'\n';
        text += QLatin1String(whole.mid(at, 76));
    }
    return text;
}

} // namespace framescope::ui
