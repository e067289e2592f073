#include "core/http/rawhead.h"

#include <QList>
#include <QStringView>

namespace framescope::http
{

namespace
{
/// Length of the valid UTF-8 sequence at the front (RFC 3629 §4), 0 when there is none.
qsizetype sequenceLength(QByteArrayView octets)
{
    const auto first = static_cast<unsigned char>(octets[0]);
    const qsizetype length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
    if (length == 0 || octets.size() < length || !octets.first(length).isValidUtf8())
        return 0;
    return length;
}

/// Letters, marks, numbers, punctuation and symbols: what an editor shows and gives back unchanged. Spaces other than
/// U+0020 are not among them: editors turn some into others.
bool standsForItself(char32_t c)
{
    if (c < 0x80)
        return c >= 0x20 && c != 0x7F && c != U'\\';
    switch (QChar::category(c)) {
    case QChar::Separator_Space:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
        return false;
    default:
        return c != 0xFFFC; // editors keep it for embedded objects
    }
}

QString hexEscape(char octet)
{
    return QStringLiteral("\\x%1").arg(static_cast<unsigned char>(octet), 2, 16, QLatin1Char('0'));
}

int hexValue(QChar c)
{
    const char16_t u = c.unicode();
    return u >= u'0' && u <= u'9'   ? u - u'0'
           : u >= u'a' && u <= u'f' ? u - u'a' + 10
           : u >= u'A' && u <= u'F' ? u - u'A' + 10
                                    : -1;
}

/// Reads escaped text, knowing where it is.
class TextReader
{
public:
    explicit TextReader(QStringView text) : m_text(text) {}

    Result<QByteArray> read()
    {
        while (m_at < m_text.size()) {
            if (takeLineBreak()) {
                m_octets += "\r\n";
            } else if (m_text[m_at] == u'\\') {
                if (Result<void> taken = takeEscape(); !taken)
                    return taken.error();
            } else {
                const qsizetype from = m_at;
                while (m_at < m_text.size() && m_text[m_at] != u'\\' && m_text[m_at] != u'\n' && m_text[m_at] != u'\r')
                    ++m_at;
                m_octets += m_text.sliced(from, m_at - from).toUtf8();
            }
        }
        return m_octets;
    }

private:
    bool takeLineBreak()
    {
        if (m_at >= m_text.size() || (m_text[m_at] != u'\n' && m_text[m_at] != u'\r'))
            return false;
        m_at += m_text.sliced(m_at).startsWith(QLatin1String("\r\n")) ? 2 : 1;
        ++m_line;
        m_lineStart = m_at;
        return true;
    }

    Result<void> takeEscape()
    {
        const qsizetype start = m_at++;
        if (m_at == m_text.size())
            return error(start, QStringLiteral("there is nothing after the backslash"));
        if (takeLineBreak())
            return {};
        switch (m_text[m_at++].unicode()) {
        case u'r':
            m_octets += '\r';
            return {};
        case u'n':
            m_octets += '\n';
            return {};
        case u't':
            m_octets += '\t';
            return {};
        case u'\\':
            m_octets += '\\';
            return {};
        case u'x':
            break;
        default:
            return error(start, QStringLiteral("there is no such escape"));
        }
        const int high = m_at < m_text.size() ? hexValue(m_text[m_at]) : -1;
        const int low = m_at + 1 < m_text.size() ? hexValue(m_text[m_at + 1]) : -1;
        if (high < 0 || low < 0)
            return error(start, QStringLiteral("\\x needs two hex digits"));
        m_at += 2;
        m_octets += static_cast<char>(high * 16 + low);
        return {};
    }

    Error error(qsizetype at, const QString &what) const
    {
        return Error{QStringLiteral("Line %1, column %2: %3. Write \\\\ for a backslash, \\r, \\n, \\t, or \\xNN for "
                                    "any byte.")
                         .arg(m_line)
                         .arg(at - m_lineStart + 1)
                         .arg(what)};
    }

    QStringView m_text;
    QByteArray m_octets;
    qsizetype m_at = 0;
    qsizetype m_lineStart = 0;
    int m_line = 1;
};
} // namespace

QString headText(QByteArrayView octets)
{
    QString text;
    while (!octets.isEmpty()) {
        qsizetype taken = 1;
        const char c = octets[0];
        if (octets.startsWith("\r\n")) {
            text += u'\n';
            taken = 2;
        } else if (c == '\n') {
            text += QLatin1String("\\n\\\n");
        } else if (c == '\r') {
            text += QLatin1String("\\r");
        } else if (c == '\t') {
            text += QLatin1String("\\t");
        } else if (c == '\\') {
            text += QLatin1String("\\\\");
        } else if (const qsizetype length = sequenceLength(octets); length == 0) {
            text += hexEscape(c);
        } else {
            const QString character = QString::fromUtf8(octets.first(length));
            const auto points = character.toUcs4();
            if (points.size() == 1 && standsForItself(points[0])) {
                text += character;
            } else {
                for (const char octet : octets.first(length))
                    text += hexEscape(octet);
            }
            taken = length;
        }
        octets = octets.sliced(taken);
    }
    return text;
}

Result<QByteArray> headOctets(const QString &text) { return TextReader(text).read(); }

} // namespace framescope::http
