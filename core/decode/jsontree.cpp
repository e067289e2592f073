#include "core/decode/jsontree.h"

#include "core/decode/utf8.h"

#include <algorithm>

namespace framescope::decode
{

namespace
{
/// How often it is looked whether to stop.
constexpr std::size_t tokensPerLook = 4096;

enum class Expect : std::uint8_t { Value, ValueOrEnd, Key, KeyOrEnd, Colon, CommaOrEnd, Nothing };

struct Open {
    std::uint32_t container;
    std::uint32_t lastChild;
};

bool isValue(JsonTokenType type)
{
    switch (type) {
    case JsonTokenType::BeginObject:
    case JsonTokenType::BeginArray:
    case JsonTokenType::String:
    case JsonTokenType::Number:
    case JsonTokenType::True:
    case JsonTokenType::False:
    case JsonTokenType::Null:
        return true;
    default:
        return false;
    }
}

JsonType typeOf(JsonTokenType type)
{
    switch (type) {
    case JsonTokenType::BeginObject:
        return JsonType::Object;
    case JsonTokenType::BeginArray:
        return JsonType::Array;
    case JsonTokenType::String:
        return JsonType::String;
    case JsonTokenType::Number:
        return JsonType::Number;
    case JsonTokenType::True:
        return JsonType::True;
    case JsonTokenType::False:
        return JsonType::False;
    default:
        return JsonType::Null;
    }
}

/// The loop over tokens; every step either takes a token or sets the error.
class Parser
{
public:
    Parser(ByteView text, std::size_t maxNodes) : m_tokens(text), m_maxNodes(maxNodes) {}

    void run(const std::stop_token &stop)
    {
        for (std::size_t tokens = 0; error == JsonError::None; ++tokens) {
            if (tokens % tokensPerLook == 0 && stop.stop_requested())
                return;
            const JsonToken token = m_tokens.next();
            if (token.type == JsonTokenType::Error) {
                set(m_tokens.error(), m_tokens.errorOffset());
            } else if (token.type == JsonTokenType::End) {
                if (m_expect != Expect::Nothing)
                    set(nodes.empty() ? JsonError::Empty : JsonError::UnexpectedEnd, token.offset);
                break;
            } else {
                take(token);
            }
        }
        for (const Open &open : m_open)
            nodes[open.container].valueSize =
                static_cast<std::uint32_t>(errorOffset) - nodes[open.container].valueOffset;
        bom = m_tokens.hasByteOrderMark();
    }

    std::vector<JsonNode> nodes;
    std::size_t errorOffset = 0;
    JsonError error = JsonError::None;
    bool bom = false;

private:
    void set(JsonError what, std::size_t where)
    {
        error = what;
        errorOffset = where;
    }

    void take(const JsonToken &token)
    {
        const bool ends = token.type == JsonTokenType::EndObject || token.type == JsonTokenType::EndArray;
        switch (m_expect) {
        case Expect::ValueOrEnd:
            if (token.type == JsonTokenType::EndArray)
                return close(token);
            [[fallthrough]];
        case Expect::Value:
            if (isValue(token.type))
                return value(token);
            return set(m_afterComma && ends ? JsonError::TrailingComma : JsonError::ValueExpected, token.offset);
        case Expect::KeyOrEnd:
            if (token.type == JsonTokenType::EndObject)
                return close(token);
            [[fallthrough]];
        case Expect::Key:
            if (token.type != JsonTokenType::String)
                return set(m_afterComma && ends ? JsonError::TrailingComma : JsonError::KeyExpected, token.offset);
            m_key = token;
            m_expect = Expect::Colon;
            return;
        case Expect::Colon:
            if (token.type != JsonTokenType::Colon)
                return set(JsonError::ColonExpected, token.offset);
            m_afterComma = false;
            m_expect = Expect::Value;
            return;
        case Expect::CommaOrEnd: {
            const bool object = nodes[m_open.back().container].type == JsonType::Object;
            if (token.type == JsonTokenType::Comma) {
                m_afterComma = true;
                m_expect = object ? Expect::Key : Expect::Value;
                return;
            }
            if (token.type == (object ? JsonTokenType::EndObject : JsonTokenType::EndArray))
                return close(token);
            return set(JsonError::CommaExpected, token.offset);
        }
        case Expect::Nothing:
            return set(JsonError::TrailingContent, token.offset);
        }
    }

    void value(const JsonToken &token)
    {
        if (nodes.size() >= m_maxNodes)
            return set(JsonError::TooLarge, token.offset);
        const auto index = static_cast<std::uint32_t>(nodes.size());
        JsonNode node;
        node.type = typeOf(token.type);
        node.valueOffset = static_cast<std::uint32_t>(token.offset);
        node.valueSize = static_cast<std::uint32_t>(token.size);
        node.keyOffset = static_cast<std::uint32_t>(m_key.offset);
        node.keySize = static_cast<std::uint32_t>(m_key.size);
        m_key = {};
        if (!m_open.empty()) {
            Open &open = m_open.back();
            JsonNode &parent = nodes[open.container];
            node.parent = open.container;
            node.row = parent.childCount++;
            if (open.lastChild == JsonNode::none)
                parent.firstChild = index;
            else
                nodes[open.lastChild].nextSibling = index;
            open.lastChild = index;
        }
        nodes.push_back(node);
        m_afterComma = false;
        if (node.type == JsonType::Object || node.type == JsonType::Array) {
            m_open.push_back({index, JsonNode::none});
            m_expect = node.type == JsonType::Object ? Expect::KeyOrEnd : Expect::ValueOrEnd;
        } else {
            m_expect = m_open.empty() ? Expect::Nothing : Expect::CommaOrEnd;
        }
    }

    void close(const JsonToken &token)
    {
        JsonNode &node = nodes[m_open.back().container];
        node.valueSize = static_cast<std::uint32_t>(token.offset + token.size) - node.valueOffset;
        m_open.pop_back();
        m_expect = m_open.empty() ? Expect::Nothing : Expect::CommaOrEnd;
    }

    JsonTokenizer m_tokens;
    std::vector<Open> m_open;
    JsonToken m_key;
    std::size_t m_maxNodes;
    Expect m_expect = Expect::Value;
    bool m_afterComma = false;
};

int hexValue(std::uint8_t c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

/// The number of a \uXXXX escape at `at`, or -1.
int unicodeEscape(ByteView token, std::size_t at)
{
    if (token.size() - at < 6 || token[at] != '\\' || token[at + 1] != 'u')
        return -1;
    int value = 0;
    for (std::size_t i = 2; i < 6; ++i)
        value = value * 16 + hexValue(token[at + i]);
    return value;
}
} // namespace

JsonTree JsonTree::parse(ByteView text, std::size_t maxNodes, const std::stop_token &stop)
{
    JsonTree tree;
    if (text.size() > maxText) {
        tree.m_error = JsonError::TooLarge;
        return tree;
    }
    Parser parser(text, std::min<std::size_t>(maxNodes, JsonNode::none - 1));
    parser.run(stop);
    tree.m_nodes = std::move(parser.nodes);
    tree.m_error = parser.error;
    tree.m_errorOffset = parser.errorOffset;
    tree.m_bom = parser.bom;
    return tree;
}

TextPosition textPosition(ByteView text, std::size_t offset) noexcept
{
    TextPosition position;
    for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
        if (text[i] == '\n') {
            ++position.line;
            position.column = 1;
        } else if ((text[i] & 0xC0) != 0x80) {
            ++position.column;
        }
    }
    return position;
}

QString jsonStringText(ByteView token, qsizetype maxCharacters, bool *cut)
{
    QString out;
    std::size_t at = 1;
    const std::size_t end = token.size() < 2 ? 1 : token.size() - 1;
    while (at < end && out.size() < maxCharacters) {
        if (token[at] != '\\') {
            std::size_t stop = at;
            const std::size_t most = std::min(end, at + static_cast<std::size_t>(maxCharacters - out.size()));
            while (stop < most && token[stop] != '\\')
                stop += std::max<std::size_t>(1, utf8CharacterAt(token, stop));
            out += utf8Text(token.subspan(at, std::min(stop, end) - at));
            at = stop;
            continue;
        }
        const int unit = unicodeEscape(token, at);
        if (unit < 0) {
            const char16_t c = token[at + 1];
            out += QChar(c == u'b'   ? u'\b'
                         : c == u'f' ? u'\f'
                         : c == u'n' ? u'\n'
                         : c == u'r' ? u'\r'
                         : c == u't' ? u'\t'
                                     : c);
            at += 2;
            continue;
        }
        const auto high = static_cast<char16_t>(unit);
        const int next = QChar::isHighSurrogate(high) ? unicodeEscape(token, at + 6) : -1;
        if (next >= 0 && QChar::isLowSurrogate(static_cast<char16_t>(next))) {
            out += QChar(high);
            out += QChar(static_cast<char16_t>(next));
            at += 12;
        } else if (QChar::isSurrogate(high)) {
            // RFC 8259 §8.2: such a text is legal and its meaning unpredictable, so it is shown as written
            out += QString::fromLatin1(qbyteView(token.subspan(at, 6)));
            at += 6;
        } else {
            out += QChar(high);
            at += 6;
        }
    }
    if (cut)
        *cut = at < end;
    return out;
}

} // namespace framescope::decode
