#pragma once

#include "core/base/bytes.h"

#include <string_view>

namespace framescope::decode
{

enum class JsonTokenType : std::uint8_t {
    BeginObject,
    EndObject,
    BeginArray,
    EndArray,
    Colon,
    Comma,
    String, ///< with its quotes
    Number,
    True,
    False,
    Null,
    End,   ///< the input is used up
    Error, ///< error() says what; the tokenizer stays there
};

/// Why a text is not JSON (RFC 8259).
enum class JsonError : std::uint8_t {
    None,
    Empty,         ///< nothing but space
    UnexpectedEnd, ///< the text ends inside an object or array
    ValueExpected,
    KeyExpected,
    ColonExpected,
    CommaExpected, ///< a comma or the end of the object or array
    TrailingComma,
    TrailingContent, ///< something after the one value
    LeadingZero,
    DigitExpected,
    BadLiteral,       ///< a word that is not true, false or null
    ControlCharacter, ///< below U+0020, unescaped in a string
    BadEscape,
    BadUnicodeEscape, ///< \u without four hexadecimal digits
    UnterminatedString,
    InvalidUtf8,
    UnexpectedCharacter,
    TooLarge, ///< over the limits of JsonTree, which are ours and not JSON's
};

/// One English phrase that completes "Not JSON at byte 17: "; translated in ui (context "JsonError").
const char *jsonErrorText(JsonError error) noexcept;

/// A piece of the text and what it is. Units: octets from the start of the text.
struct JsonToken {
    JsonTokenType type = JsonTokenType::End;
    std::size_t offset = 0;
    std::size_t size = 0;

    bool operator==(const JsonToken &) const = default;
};

/// Cuts a JSON text (RFC 8259) into tokens that keep their place in it. Judges the tokens, not their order. Never
/// copies, never recurses, keeps every number and string as it stands.
/// Lifetime: the text outlives the tokenizer.
class JsonTokenizer
{
public:
    explicit JsonTokenizer(ByteView text) noexcept;

    JsonToken next() noexcept;
    JsonError error() const noexcept { return m_error; }
    /// The first octet that is wrong; the size of the text when it ends too early.
    std::size_t errorOffset() const noexcept { return m_errorOffset; }
    /// The text begins with a byte order mark, which is skipped (RFC 8259 §8.1).
    bool hasByteOrderMark() const noexcept { return m_bom; }

private:
    JsonToken fail(JsonError error, std::size_t offset) noexcept;
    JsonToken single(JsonTokenType type) noexcept;
    JsonToken literal(std::string_view word, JsonTokenType type) noexcept;
    JsonToken number() noexcept;
    JsonToken string() noexcept;

    ByteView m_text;
    std::size_t m_at = 0;
    std::size_t m_errorOffset = 0;
    JsonError m_error = JsonError::None;
    bool m_bom = false;
};

} // namespace framescope::decode
