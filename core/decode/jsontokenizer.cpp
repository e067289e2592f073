#include "core/decode/jsontokenizer.h"

#include "core/decode/utf8.h"

#include <QtGlobal>

namespace framescope::decode
{

namespace
{
bool isDigit(std::uint8_t c) { return c >= '0' && c <= '9'; }
bool isHexDigit(std::uint8_t c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool isWordCharacter(std::uint8_t c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
} // namespace

const char *jsonErrorText(JsonError error) noexcept
{
    switch (error) {
    case JsonError::None:
        return "";
    case JsonError::Empty:
        return QT_TRANSLATE_NOOP("JsonError", "there is no value");
    case JsonError::UnexpectedEnd:
        return QT_TRANSLATE_NOOP("JsonError", "the text ends inside an object or array");
    case JsonError::ValueExpected:
        return QT_TRANSLATE_NOOP("JsonError", "a value is expected here");
    case JsonError::KeyExpected:
        return QT_TRANSLATE_NOOP("JsonError", "a key in double quotes is expected here");
    case JsonError::ColonExpected:
        return QT_TRANSLATE_NOOP("JsonError", "a colon is expected after the key");
    case JsonError::CommaExpected:
        return QT_TRANSLATE_NOOP("JsonError", "a comma or the closing bracket is expected here");
    case JsonError::TrailingComma:
        return QT_TRANSLATE_NOOP("JsonError", "no comma may stand before the closing bracket");
    case JsonError::TrailingContent:
        return QT_TRANSLATE_NOOP("JsonError", "something follows the value");
    case JsonError::LeadingZero:
        return QT_TRANSLATE_NOOP("JsonError", "a number may not begin with a zero and another digit");
    case JsonError::DigitExpected:
        return QT_TRANSLATE_NOOP("JsonError", "a digit is expected here");
    case JsonError::BadLiteral:
        return QT_TRANSLATE_NOOP("JsonError", "this word is not true, false or null");
    case JsonError::ControlCharacter:
        return QT_TRANSLATE_NOOP("JsonError", "a control character stands unescaped in a string");
    case JsonError::BadEscape:
        return QT_TRANSLATE_NOOP("JsonError", "no such escape");
    case JsonError::BadUnicodeEscape:
        return QT_TRANSLATE_NOOP("JsonError", "\\u needs four hexadecimal digits");
    case JsonError::UnterminatedString:
        return QT_TRANSLATE_NOOP("JsonError", "the text ends inside a string");
    case JsonError::InvalidUtf8:
        return QT_TRANSLATE_NOOP("JsonError", "this byte is not UTF-8");
    case JsonError::UnexpectedCharacter:
        return QT_TRANSLATE_NOOP("JsonError", "this character can begin nothing");
    case JsonError::TooLarge:
        return QT_TRANSLATE_NOOP("JsonError", "the tree stops here, it has too many values to show");
    }
    return "";
}

JsonTokenizer::JsonTokenizer(ByteView text) noexcept : m_text(text)
{
    // RFC 8259 §8.1: a parser may ignore a byte order mark
    if (text.size() >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF) {
        m_bom = true;
        m_at = 3;
    }
}

JsonToken JsonTokenizer::next() noexcept
{
    if (m_error != JsonError::None)
        return {JsonTokenType::Error, m_errorOffset, 0};
    // RFC 8259 §2: insignificant white space
    while (m_at < m_text.size() &&
           (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\r' || m_text[m_at] == '\t'))
        ++m_at;
    if (m_at == m_text.size())
        return {JsonTokenType::End, m_at, 0};
    const std::uint8_t c = m_text[m_at];
    switch (c) {
    case '{':
        return single(JsonTokenType::BeginObject);
    case '}':
        return single(JsonTokenType::EndObject);
    case '[':
        return single(JsonTokenType::BeginArray);
    case ']':
        return single(JsonTokenType::EndArray);
    case ':':
        return single(JsonTokenType::Colon);
    case ',':
        return single(JsonTokenType::Comma);
    case '"':
        return string();
    case 't':
        return literal("true", JsonTokenType::True);
    case 'f':
        return literal("false", JsonTokenType::False);
    case 'n':
        return literal("null", JsonTokenType::Null);
    default:
        break;
    }
    if (c == '-' || isDigit(c))
        return number();
    if (c >= 0x80 && utf8CharacterAt(m_text, m_at) == 0)
        return fail(JsonError::InvalidUtf8, utf8ErrorAt(m_text, m_at));
    return fail(isWordCharacter(c) ? JsonError::BadLiteral : JsonError::UnexpectedCharacter, m_at);
}

JsonToken JsonTokenizer::fail(JsonError error, std::size_t offset) noexcept
{
    m_error = error;
    m_errorOffset = offset;
    return {JsonTokenType::Error, offset, 0};
}

JsonToken JsonTokenizer::single(JsonTokenType type) noexcept { return {type, m_at++, 1}; }

JsonToken JsonTokenizer::literal(std::string_view word, JsonTokenType type) noexcept
{
    // RFC 8259 §3: the three names, in lower case; "nullx" is none of them
    const std::size_t start = m_at;
    for (const char c : word) {
        if (m_at == m_text.size() || m_text[m_at] != static_cast<std::uint8_t>(c))
            return fail(JsonError::BadLiteral, start);
        ++m_at;
    }
    if (m_at < m_text.size() && isWordCharacter(m_text[m_at]))
        return fail(JsonError::BadLiteral, start);
    return {type, start, word.size()};
}

JsonToken JsonTokenizer::number() noexcept
{
    // RFC 8259 §6: number = [ minus ] int [ frac ] [ exp ]
    const std::size_t start = m_at;
    const auto digitHere = [this] { return m_at < m_text.size() && isDigit(m_text[m_at]); };
    const auto skipDigits = [&] {
        while (digitHere())
            ++m_at;
    };
    if (m_text[m_at] == '-')
        ++m_at;
    if (!digitHere())
        return fail(JsonError::DigitExpected, m_at);
    const bool zero = m_text[m_at++] == '0';
    if (zero && digitHere())
        return fail(JsonError::LeadingZero, m_at - 1);
    skipDigits();
    if (m_at < m_text.size() && m_text[m_at] == '.') {
        ++m_at;
        if (!digitHere())
            return fail(JsonError::DigitExpected, m_at);
        skipDigits();
    }
    if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
        ++m_at;
        if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-'))
            ++m_at;
        if (!digitHere())
            return fail(JsonError::DigitExpected, m_at);
        skipDigits();
    }
    return {JsonTokenType::Number, start, m_at - start};
}

JsonToken JsonTokenizer::string() noexcept
{
    const std::size_t start = m_at++;
    while (m_at < m_text.size()) {
        const std::uint8_t c = m_text[m_at];
        if (c == '"') {
            ++m_at;
            return {JsonTokenType::String, start, m_at - start};
        }
        // RFC 8259 §7: quotation mark, reverse solidus and the control characters must be escaped
        if (c < 0x20)
            return fail(JsonError::ControlCharacter, m_at);
        if (c >= 0x80) {
            const std::size_t size = utf8CharacterAt(m_text, m_at);
            if (size == 0)
                return fail(JsonError::InvalidUtf8, utf8ErrorAt(m_text, m_at));
            m_at += size;
            continue;
        }
        ++m_at;
        if (c != '\\')
            continue;
        if (m_at == m_text.size())
            break;
        const std::uint8_t escape = m_text[m_at++];
        if (escape == 'u') {
            for (int i = 0; i < 4; ++i, ++m_at) {
                if (m_at == m_text.size())
                    return fail(JsonError::UnterminatedString, m_at);
                if (!isHexDigit(m_text[m_at]))
                    return fail(JsonError::BadUnicodeEscape, m_at);
            }
        } else if (std::string_view("\"\\/bfnrt").find(static_cast<char>(escape)) == std::string_view::npos) {
            return fail(JsonError::BadEscape, m_at - 2);
        }
    }
    return fail(JsonError::UnterminatedString, m_text.size());
}

} // namespace framescope::decode
