#include "core/decode/decoder.h"
#include "core/decode/jsonnodes.h"
#include "core/decode/jsontree.h"

#include <algorithm>

namespace framescope::decode
{

namespace
{
struct Words {
    NodeKind kind;
    const char *type;
};

Words wordsOf(JsonType type)
{
    switch (type) {
    case JsonType::Object:
        return {NodeKind::Object, "object"};
    case JsonType::Array:
        return {NodeKind::Array, "array"};
    case JsonType::String:
        return {NodeKind::String, "string"};
    case JsonType::Number:
        return {NodeKind::Number, "number"};
    case JsonType::True:
    case JsonType::False:
        return {NodeKind::Bool, "boolean"};
    case JsonType::Null:
        break;
    }
    return {NodeKind::Null, "null"};
}

/// The text ended before its end: in a value, in a word like true, or in a character.
bool endsInside(const JsonTree &json, std::size_t size)
{
    const JsonError error = json.error();
    const std::size_t left = size - std::min(size, json.errorOffset());
    return error == JsonError::UnexpectedEnd || error == JsonError::UnterminatedString || left == 0 ||
           (left < 5 && error == JsonError::BadLiteral) || (left < 4 && error == JsonError::InvalidUtf8);
}

class JsonDecoder final : public Decoder
{
public:
    const char *id() const noexcept override { return "json"; }
    const char *name() const noexcept override { return "JSON"; }

    Confidence detect(const Payload &payload) const override
    {
        const ByteView text = payload.octets;
        const auto first = std::find_if(text.begin(), text.end(), [](std::uint8_t c) { return c > ' '; });
        if (first == text.end())
            return confidence::none;
        const QString &subprotocol = payload.channel.subprotocol;
        const bool told = subprotocol.contains(u"json", Qt::CaseInsensitive) ||
                          subprotocol.startsWith(u"graphql", Qt::CaseInsensitive);
        if (told && payload.text)
            return confidence::told;
        if (*first != '{' && *first != '[')
            return confidence::none;
        const JsonTree json = JsonTree::parse(text, 256);
        if (json.valid() || json.error() == JsonError::TooLarge || (!payload.whole && endsInside(json, text.size())))
            return confidence::likely + 10;
        // It begins like JSON and goes wrong: worth being told where.
        const auto second = std::find_if(first + 1, text.end(), [](std::uint8_t c) { return c > ' '; });
        return payload.text && second != text.end() && *second == '"' ? confidence::possible + 10 : confidence::none;
    }
    bool summarises() const noexcept override { return false; } // it is text by itself
    void build(const Payload &payload, TreeBuilder &tree) const override
    {
        addJson(tree, TreeBuilder::none, {}, payload.octets, 0, payload.whole);
    }
};
} // namespace

std::uint32_t addJson(TreeBuilder &tree, std::uint32_t parent, QStringView label, ByteView text, std::size_t at,
                      bool whole)
{
    const JsonTree json = JsonTree::parse(text, tree.limits().maxNodes, tree.limits().stop);
    std::vector<std::uint32_t> made;
    made.reserve(json.nodes().size());
    for (const JsonNode &node : json.nodes()) {
        const auto [kind, type] = wordsOf(node.type);
        const std::size_t from = node.keySize > 0 ? node.keyOffset : node.valueOffset;
        const std::size_t end = std::size_t(node.valueOffset) + node.valueSize;
        const std::uint32_t in = node.parent == JsonNode::none ? parent : made[node.parent];
        const std::uint32_t number = tree.add(in, kind, type, at + from, end - from);
        if (number == TreeBuilder::none)
            return made.empty() ? TreeBuilder::none : made.front();
        made.push_back(number);
        if (node.keySize > 0)
            tree.setLabel(number, jsonStringText(text.subspan(node.keyOffset, node.keySize), tree.limits().maxText));
        else if (node.parent == JsonNode::none && !label.isEmpty())
            tree.setLabel(number, label);
        const ByteView value = text.subspan(node.valueOffset, node.valueSize);
        if (node.type == JsonType::String) {
            bool cut = false;
            const QString string = jsonStringText(value, tree.limits().maxText, &cut);
            tree.setValue(number, string, cut);
        } else if (kind > NodeKind::Group) {
            tree.setText(number, value);
        }
    }
    if (!json.valid()) {
        if (json.error() == JsonError::TooLarge)
            tree.add(parent, NodeKind::Other, "", at + json.errorOffset(), 0); // tells of the limit by itself
        else if (!whole && endsInside(json, text.size()))
            tree.setCut();
        else
            tree.addProblem(parent, jsonErrorText(json.error()), at + json.errorOffset(),
                            text.size() - json.errorOffset());
    }
    return made.empty() ? TreeBuilder::none : made.front();
}

const Decoder &jsonDecoder();
const Decoder &jsonDecoder()
{
    static const JsonDecoder decoder;
    return decoder;
}

} // namespace framescope::decode
