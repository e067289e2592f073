// JSON: a payload, whole and cut; simdjson by itself says what is JSON and what is not.

#include "core/decode/jsontree.h"
#include "tests/fuzz/fuzzdecode.h"

#include <simdjson.h>

namespace
{
using namespace framescope;

void requireLinked(const decode::JsonTree &tree, std::size_t size)
{
    using decode::JsonNode;
    const std::vector<JsonNode> &nodes = tree.nodes();
    std::vector<std::uint32_t> children(nodes.size(), 0);
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
        const JsonNode &node = nodes[i];
        fuzz::require(std::uint64_t(node.valueOffset) + node.valueSize <= size);
        fuzz::require(std::uint64_t(node.keyOffset) + node.keySize <= size);
        if (node.parent == JsonNode::none)
            continue;
        fuzz::require(node.parent < i && node.row == children[node.parent]++);
    }
    for (std::uint32_t i = 0; i < nodes.size(); ++i)
        fuzz::require(nodes[i].childCount == children[i]);
}

/// Of the text, and no limit of simdjson's own, which are numbers that it cannot hold, escapes of half a pair, and depth.
bool isFault(simdjson::error_code error)
{
    using namespace simdjson;
    constexpr error_code faults[] = {TAPE_ERROR, T_ATOM_ERROR, F_ATOM_ERROR,    N_ATOM_ERROR,
                                     UTF8_ERROR, EMPTY,        UNESCAPED_CHARS, UNCLOSED_STRING};
    return std::find(std::begin(faults), std::end(faults), error) != std::end(faults);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::decodeAll("json", data, size);
    if (size == 0)
        return 0;
    const std::vector<std::uint8_t> text(data + 1, data + size);
    const decode::JsonTree tree = decode::JsonTree::parse(text);
    requireLinked(tree, text.size());
    fuzz::require(tree.valid() ? !tree.nodes().empty() : tree.errorOffset() <= text.size());
    if (tree.hasByteOrderMark())
        return 0;
    simdjson::dom::parser parser;
    const simdjson::error_code error =
        parser.parse(simdjson::padded_string(reinterpret_cast<const char *>(text.data()), text.size())).error();
    fuzz::require(tree.valid() ? !isFault(error) : error != simdjson::SUCCESS);
    return 0;
}
