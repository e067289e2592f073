#include "core/io/shellwords.h"

#include <optional>

namespace framescope::io
{

namespace
{
Error neverClosed(const QString &quote, qsizetype at)
{
    return Error{
        QStringLiteral("The quote %1 at column %2 is never closed. Copy the whole command.").arg(quote).arg(at + 1)};
}

bool isBlank(QChar c) { return c == u' ' || c == u'\t'; }
bool isLineEnd(QChar c) { return c == u'\n' || c == u'\r'; }

/// Reads up to `most` digits of `base` from `at` on; at stands behind them.
std::optional<char32_t> number(QStringView text, qsizetype &at, int base, int most)
{
    char32_t value = 0;
    int count = 0;
    while (count < most && at < text.size()) {
        const char16_t c = text[at].unicode();
        int digit = -1;
        if (c >= u'0' && c <= u'9')
            digit = c - u'0';
        else if (c >= u'a' && c <= u'f')
            digit = c - u'a' + 10;
        else if (c >= u'A' && c <= u'F')
            digit = c - u'A' + 10;
        if (digit < 0 || digit >= base)
            break;
        value = value * static_cast<char32_t>(base) + static_cast<char32_t>(digit);
        ++count;
        ++at;
    }
    return count > 0 ? std::optional<char32_t>(value) : std::nullopt;
}

void appendCharacter(QByteArray &word, char32_t c) { word += QString::fromUcs4(&c, 1).toUtf8(); }

void appendUnit(QByteArray &word, QStringView text, qsizetype &at)
{
    const qsizetype size = text[at].isHighSurrogate() && at + 1 < text.size() ? 2 : 1;
    word += text.mid(at, size).toUtf8();
    at += size;
}

/// One escape of $'…'; `at` stands on the character after the backslash.
void appendAnsiEscape(QByteArray &word, QStringView text, qsizetype &at)
{
    const char16_t c = text[at].unicode();
    const auto octet = [&](char value) {
        word += value;
        ++at;
    };
    switch (c) {
    case u'n':
        return octet('\n');
    case u't':
        return octet('\t');
    case u'r':
        return octet('\r');
    case u'a':
        return octet('\a');
    case u'b':
        return octet('\b');
    case u'f':
        return octet('\f');
    case u'v':
        return octet('\v');
    case u'e':
    case u'E':
        return octet('\x1b');
    case u'x':
    case u'u':
    case u'U': {
        ++at;
        const auto value = number(text, at, 16, c == u'x' ? 2 : c == u'u' ? 4 : 8);
        if (!value) {
            word += '\\';
            word += static_cast<char>(c);
        } else if (c == u'x') {
            word += static_cast<char>(*value);
        } else {
            appendCharacter(word, *value);
        }
        return;
    }
    default:
        break;
    }
    if (c >= u'0' && c <= u'7') {
        if (const auto value = number(text, at, 8, 3))
            word += static_cast<char>(*value & 0xFF);
        return;
    }
    if (c != u'\\' && c != u'\'' && c != u'"' && c != u'?')
        word += '\\'; // bash keeps the backslash of an escape it does not know
    appendUnit(word, text, at);
}

/// Skips a backslash-newline's line end.
bool skipLineEnd(QStringView text, qsizetype &at)
{
    if (at >= text.size() || !isLineEnd(text[at]))
        return false;
    at += text[at] == u'\r' && at + 1 < text.size() && text[at + 1] == u'\n' ? 2 : 1;
    return true;
}

/// Phase one of cmd.exe: carets go, and what they protected stays.
QString withoutCarets(QStringView text)
{
    QString result;
    bool quoted = false;
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text[at++];
        if (c == u'^' && !quoted && at < text.size()) {
            skipLineEnd(text, at);
            if (at < text.size())
                result += text[at++];
            continue;
        }
        if (c == u'"')
            quoted = !quoted;
        else if (isLineEnd(c) || (!quoted && (c == u'&' || c == u'|')))
            break;
        result += c;
    }
    return result;
}
} // namespace

Result<QList<QByteArray>> splitBash(const QString &source)
{
    const QStringView text(source);
    QList<QByteArray> words;
    QByteArray word;
    bool inWord = false;
    const auto finish = [&] {
        if (inWord)
            words.append(word);
        word.clear();
        inWord = false;
    };
    for (qsizetype at = 0; at < text.size();) {
        const QChar c = text[at];
        if (isBlank(c)) {
            finish();
            ++at;
        } else if (isLineEnd(c) || c == u';' || c == u'&' || c == u'|') {
            break;
        } else if (c == u'\\') {
            ++at;
            if (at < text.size() && !skipLineEnd(text, at)) {
                inWord = true;
                appendUnit(word, text, at);
            }
        } else if (c == u'\'') {
            const qsizetype end = text.indexOf(u'\'', at + 1);
            if (end < 0)
                return neverClosed(QStringLiteral("'"), at);
            inWord = true;
            word += text.mid(at + 1, end - at - 1).toUtf8();
            at = end + 1;
        } else if (c == u'$' && at + 1 < text.size() && text[at + 1] == u'\'') {
            const qsizetype start = at;
            inWord = true;
            for (at += 2; at < text.size() && text[at] != u'\'';) {
                if (text[at] == u'\\' && at + 1 < text.size()) {
                    ++at;
                    appendAnsiEscape(word, text, at);
                } else {
                    appendUnit(word, text, at);
                }
            }
            if (at >= text.size())
                return neverClosed(QStringLiteral("$'"), start);
            ++at;
        } else if (c == u'"') {
            const qsizetype start = at;
            inWord = true;
            for (++at; at < text.size() && text[at] != u'"';) {
                if (text[at] == u'\\' && at + 1 < text.size()) {
                    ++at;
                    if (skipLineEnd(text, at))
                        continue;
                    // Inside double quotes a backslash escapes these four only.
                    if (!QStringView(u"$`\"\\").contains(text[at]))
                        word += '\\';
                }
                appendUnit(word, text, at);
            }
            if (at >= text.size())
                return neverClosed(QStringLiteral("\""), start);
            ++at;
        } else {
            inWord = true;
            appendUnit(word, text, at);
        }
    }
    finish();
    return words;
}

Result<QList<QByteArray>> splitCmd(const QString &source)
{
    const QString line = withoutCarets(source);
    const QStringView text(line);
    QList<QByteArray> words;
    for (qsizetype at = 0; at < text.size();) {
        if (isBlank(text[at])) {
            ++at;
            continue;
        }
        QByteArray word;
        bool quoted = false;
        qsizetype quoteAt = 0;
        while (at < text.size() && (quoted || !isBlank(text[at]))) {
            qsizetype backslashes = 0;
            while (at < text.size() && text[at] == u'\\') {
                ++backslashes;
                ++at;
            }
            if (at < text.size() && text[at] == u'"') {
                // 2n backslashes and a quote: n backslashes, the quote opens or closes; 2n+1: n and a real quote.
                word += QByteArray(backslashes / 2, '\\');
                if (backslashes % 2 == 1) {
                    word += '"';
                } else if (quoted && at + 1 < text.size() && text[at + 1] == u'"') {
                    word += '"';
                    ++at;
                } else {
                    quoted = !quoted;
                    quoteAt = at;
                }
                ++at;
                continue;
            }
            word += QByteArray(backslashes, '\\');
            if (at < text.size() && (quoted || !isBlank(text[at])))
                appendUnit(word, text, at);
        }
        if (quoted)
            return neverClosed(QStringLiteral("\""), quoteAt);
        words.append(word);
    }
    return words;
}

} // namespace framescope::io
