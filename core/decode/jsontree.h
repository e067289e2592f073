#pragma once

#include "core/decode/jsontokenizer.h"

#include <QString>

#include <stop_token>
#include <vector>

namespace framescope::decode
{

enum class JsonType : std::uint8_t { Object, Array, String, Number, True, False, Null };

/// One value of a JSON text. Ranges are octets of the text, so nothing is rounded, sorted or dropped.
struct JsonNode {
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    std::uint32_t parent = none;
    std::uint32_t nextSibling = none;
    std::uint32_t firstChild = none;
    std::uint32_t childCount = 0;
    std::uint32_t row = 0; ///< place among the parent's children, from 0
    std::uint32_t keyOffset = 0;
    std::uint32_t keySize = 0; ///< with the quotes; 0 where the parent is no object
    std::uint32_t valueOffset = 0;
    std::uint32_t valueSize = 0;
    JsonType type = JsonType::Null;
};

/// A JSON text as a flat array of its values in the order of the text: keys keep their order, duplicates stay.
/// Parsing is one loop with its own stack, so depth costs memory only.
class JsonTree
{
public:
    static constexpr std::size_t maxText = 0xFFFFFFF0;
    static constexpr std::size_t defaultMaxNodes = 4'000'000;

    JsonTree() = default;
    /// Parses until the end or the first error; what came before the error stays in the tree. Stopped early the tree
    /// means nothing.
    static JsonTree parse(ByteView text, std::size_t maxNodes = defaultMaxNodes, const std::stop_token &stop = {});

    const std::vector<JsonNode> &nodes() const noexcept { return m_nodes; }
    bool valid() const noexcept { return m_error == JsonError::None; }
    JsonError error() const noexcept { return m_error; }
    std::size_t errorOffset() const noexcept { return m_errorOffset; }
    bool hasByteOrderMark() const noexcept { return m_bom; }

private:
    std::vector<JsonNode> m_nodes;
    std::size_t m_errorOffset = 0;
    JsonError m_error = JsonError::Empty;
    bool m_bom = false;
};

/// Line and column (both from 1, the column in characters) of an octet.
struct TextPosition {
    std::size_t line = 1;
    std::size_t column = 1;
    bool operator==(const TextPosition &) const = default;
};
TextPosition textPosition(ByteView text, std::size_t offset) noexcept;

/// What a string token says, escapes resolved; an unpaired surrogate escape stays as it is written. Stops after
/// `maxCharacters` UTF-16 units; `cut`, when given, tells whether it did.
QString jsonStringText(ByteView token, qsizetype maxCharacters, bool *cut = nullptr);

} // namespace framescope::decode
