#include "core/filter/language/lexer.h"

#include "core/filter/language/field.h"

#include "core/base/ids.h"

#include <iterator>

namespace framescope::filter
{

namespace
{
using Type = FilterToken::Type;

/// Of names, numbers, times and hexadecimal digits.
bool isWordPart(QChar c) noexcept
{
    return c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u':' || c == u'$' || c == u'-' || c == u'+';
}

bool isQuote(QChar c) noexcept { return c == u'"' || c == u'\''; }

constexpr struct {
    const char *word;
    Type type;
} words[] = {
    {"and", Type::And},           {"or", Type::Or},           {"not", Type::Not},    {"in", Type::In},
    {"contains", Type::Contains}, {"matches", Type::Matches}, {"eq", Type::Equal},   {"ne", Type::NotEqual},
    {"lt", Type::Less},           {"le", Type::LessEqual},    {"gt", Type::Greater}, {"ge", Type::GreaterEqual},
};

constexpr struct {
    const char *sign;
    Type type;
} signs[] = {
    // the longer ones first
    {"==", Type::Equal},    {"!=", Type::NotEqual},  {"<=", Type::LessEqual}, {">=", Type::GreaterEqual},
    {"&&", Type::And},      {"||", Type::Or},        {"<", Type::Less},       {">", Type::Greater},
    {"~", Type::Matches},   {"!", Type::Not},        {"(", Type::Open},       {")", Type::Close},
    {"{", Type::BraceOpen}, {"}", Type::BraceClose}, {"[", Type::SliceOpen},  {"]", Type::SliceClose},
    {",", Type::Comma},
};

/// Of other languages, with what they are here.
constexpr struct {
    const char *sign;
    const char *meant;
} foreignSigns[] = {{"===", "=="}, {"!==", "!="}, {"~=", "!="}, {"<>", "!="}, {"=~", "matches"}};

int hexValue(QChar c) noexcept
{
    const char16_t u = c.unicode();
    if (u >= u'0' && u <= u'9')
        return u - u'0';
    const char16_t lower = u | 0x20;
    return lower >= u'a' && lower <= u'f' ? lower - u'a' + 10 : -1;
}
} // namespace

QString FilterError::text() const
{
    const QString place = QString::number(at + 1);
    return suggestion.isEmpty() ? u"%1, at %2"_qs.arg(what, place)
                                : u"%1 (did you mean %2?), at %3"_qs.arg(what, suggestion, place);
}

QString FilterError::applied(QStringView filter, const QString &mended) const
{
    return filter.first(at).toString() + mended + filter.sliced(at + size).toString();
}

FilterToken FilterLexer::fail(const QString &what, qsizetype at, qsizetype size, const QString &suggestion)
{
    m_error = FilterError{what, at, size, suggestion};
    m_at = m_text.size();
    return {Type::End, at, size};
}

FilterToken FilterLexer::single(Type type, qsizetype size) noexcept
{
    const FilterToken token{type, m_at, size};
    m_at += size;
    return token;
}

FilterToken FilterLexer::next()
{
    FilterToken token = cut();
    m_last = token.type;
    return token;
}

FilterToken FilterLexer::cut()
{
    while (m_at < m_text.size() && m_text[m_at].isSpace())
        ++m_at;
    if (m_at == m_text.size())
        return {Type::End, m_at, 0};
    const QStringView rest = m_text.sliced(m_at);
    if (isQuote(rest[0]))
        return string(false);
    if (rest.size() > 1 && rest[0] == u'r' && isQuote(rest[1]))
        return string(true);
    if (isWordPart(rest[0]))
        return word();
    for (const auto &[sign, meant] : foreignSigns) {
        const QLatin1String text(sign);
        if (rest.startsWith(text))
            return fail(u"%1 is no operator"_qs.arg(text), m_at, text.size(), QLatin1String(meant));
    }
    for (const auto &[sign, type] : signs) {
        const QLatin1String text(sign);
        if (rest.startsWith(text))
            return single(type, text.size());
    }
    if (rest[0] == u'=')
        return fail(u"= compares nothing"_qs, m_at, 1, u"=="_qs);
    if (rest[0] == u'&' || rest[0] == u'|')
        return fail(u"%1 is no operator"_qs.arg(rest[0]), m_at, 1, QString(2, rest[0]));
    if (rest[0] == QChar(0x201C) || rest[0] == QChar(0x201D) || rest[0] == QChar(0x201E)) {
        qsizetype end = rest.indexOf(QChar(0x201D), 1);
        const qsizetype german = rest[0] == QChar(0x201E) ? rest.indexOf(QChar(0x201C), 1) : -1;
        if (german >= 0 && (end < 0 || german < end))
            end = german;
        const qsizetype size = end < 0 ? rest.size() : end + 1;
        return fail(u"these quotes are for printing"_qs, m_at, size,
                    u"\"%1\""_qs.arg(rest.sliced(1, size - 1 - (end < 0 ? 0 : 1))));
    }
    const qsizetype size = rest[0].isHighSurrogate() && rest.size() > 1 ? 2 : 1;
    return fail(u"%1 means nothing here"_qs.arg(rest.first(size)), m_at, size);
}

FilterToken FilterLexer::word()
{
    const qsizetype start = m_at;
    // A path into a value has brackets of its own.
    qsizetype wordEnd = m_at;
    while (wordEnd < m_text.size() && (isWordPart(m_text[wordEnd]) || m_text[wordEnd] == u'['))
        ++wordEnd;
    const bool path = beginsPath(m_text.sliced(m_at, wordEnd - m_at));
    QChar quote; // of a key in brackets, inside of it
    while (m_at < m_text.size()) {
        const QChar c = m_text[m_at];
        if (!quote.isNull()) {
            if (c == u'\\' && m_at + 1 < m_text.size())
                ++m_at;
            else if (c == quote)
                quote = {};
        } else if (path && isQuote(c) && m_text[m_at - 1] == u'[') {
            quote = c;
        } else if (!isWordPart(c) && !(path && (c == u'[' || c == u']' || c == u'*'))) {
            break;
        }
        ++m_at;
    }
    const FilterToken token{Type::Word, start, m_at - start};
    for (const auto &[name, type] : words) {
        if (text(token).compare(QLatin1String(name), Qt::CaseInsensitive) == 0)
            return {type, token.at, token.size};
    }
    return token;
}

FilterToken FilterLexer::string(bool raw)
{
    const qsizetype start = m_at;
    m_at += raw ? 2 : 1;
    const QChar quote = m_text[m_at - 1];
    const bool pattern = m_last == Type::Matches;
    QByteArray value;
    QString pending; // goes to UTF-8 in one piece: a character may have two units
    const auto flush = [&] {
        value += pending.toUtf8();
        pending.clear();
    };
    while (m_at < m_text.size() && m_text[m_at] != quote) {
        const QChar c = m_text[m_at++];
        if (raw || c != u'\\') {
            pending += c;
            continue;
        }
        if (m_at == m_text.size())
            break; // the string has no end
        const QChar escaped = m_text[m_at];
        const int digits = escaped == u'x' && !pattern ? 2 : escaped == u'u' ? 4 : 0;
        ++m_at;
        if (digits == 0) {
            constexpr char16_t from[] = u"nrt\"'\\0";
            constexpr char16_t to[] = u"\n\r\t\"'\\\0";
            // A regular expression has octal numbers of its own.
            const qsizetype which = QStringView(from, pattern ? 6 : 7).indexOf(escaped);
            if (which >= 0)
                pending += QChar(to[which]);
            else if (pattern) // an escape of the regular expression
                pending += QString(c) + escaped;
            else
                return fail(u"\\%1 is no escape; in regular expressions write r\"...\""_qs.arg(escaped), m_at - 2, 2);
            continue;
        }
        char16_t code = 0;
        for (int i = 0; i < digits; ++i, ++m_at) {
            const int digit = m_at < m_text.size() ? hexValue(m_text[m_at]) : -1;
            if (digit < 0)
                return fail(u"\\%1 needs %2 hexadecimal digits"_qs.arg(escaped).arg(digits), m_at, 0);
            code = static_cast<char16_t>(code << 4 | digit);
        }
        if (digits == 4) {
            pending += QChar(code);
        } else {
            flush();
            value += static_cast<char>(code);
        }
    }
    if (m_at >= m_text.size())
        return fail(u"the string has no end: %1 is missing"_qs.arg(quote), start, m_text.size() - start,
                    m_text.sliced(start).toString() + quote);
    ++m_at;
    flush();
    return {Type::String, start, m_at - start, value};
}

} // namespace framescope::filter
