#include "ui/connect/requesttext.h"

#include <QCoreApplication>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(RequestText)
};

int hexDigit(QChar c)
{
    if (c >= u'0' && c <= u'9')
        return c.unicode() - u'0';
    const QChar lower = c.toLower();
    return lower >= u'a' && lower <= u'f' ? lower.unicode() - u'a' + 10 : -1;
}
} // namespace

QString requestText(QByteArrayView octets)
{
    QString text;
    text.reserve(octets.size());
    for (qsizetype i = 0; i < octets.size(); ++i) {
        const char c = octets[i];
        if (c == '\r' && i + 1 < octets.size() && octets[i + 1] == '\n') {
            text += u'\n';
            ++i;
        } else if (c == '\r') {
            text += QLatin1String("\\r");
        } else if (c == '\n') {
            text += QLatin1String("\\n");
        } else if (c == '\t') {
            text += QLatin1String("\\t");
        } else if (c == '\\') {
            text += QLatin1String("\\\\");
        } else if (c >= 0x20 && c < 0x7F) {
            text += QLatin1Char(c);
        } else {
            text += QStringLiteral("\\x%1").arg(static_cast<unsigned char>(c), 2, 16, QLatin1Char('0'));
        }
    }
    return text;
}

TypedBytes parseRequestText(QStringView text)
{
    TypedBytes result;
    int line = 1;
    qsizetype lineStart = 0;
    const auto wrong = [&](qsizetype at, qsizetype size) {
        result.bytes.clear();
        result.position = at;
        result.size = size;
        result.problem = Text::tr("Line %1, column %2: after a backslash stands r, n, t, another backslash, or x and "
                                  "two hex digits.")
                             .arg(line)
                             .arg(at - lineStart + 1);
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\n') {
            result.bytes += "\r\n";
            ++line;
            lineStart = i + 1;
        } else if (c != u'\\') {
            const qsizetype units = c.isHighSurrogate() && i + 1 < text.size() ? 2 : 1;
            result.bytes += text.sliced(i, units).toUtf8();
            i += units - 1;
        } else {
            const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
            if (next == u'r' || next == u'n' || next == u't' || next == u'\\') {
                result.bytes += next == u'r' ? '\r' : next == u'n' ? '\n' : next == u't' ? '\t' : '\\';
                i += 1;
                continue;
            }
            const int high = next == u'x' && i + 3 < text.size() ? hexDigit(text[i + 2]) : -1;
            const int low = high >= 0 ? hexDigit(text[i + 3]) : -1;
            if (low < 0) {
                wrong(i, std::min<qsizetype>(next.isNull() || next == u'\n' ? 1
                                             : next == u'x'                 ? 4
                                                                            : 2,
                                             text.size() - i));
                return result;
            }
            result.bytes += char(high * 16 + low);
            i += 3;
        }
    }
    return result;
}

} // namespace framescope::ui
