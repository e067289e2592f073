#pragma once

#include "core/decode/decoder.h"
#include "tests/fuzz/fuzzinput.h"

#include <algorithm>

namespace framescope::fuzz
{

/// Every link of a tree is right, every range lies in the payload and in the parent's, and children come in order.
inline void requireSound(const decode::DecodedTree &tree, std::size_t size)
{
    using decode::DecodedNode;
    const auto &nodes = tree.nodes();
    std::vector<std::uint32_t> children(nodes.size(), 0);
    for (std::uint32_t i = 0; i < nodes.size(); ++i) {
        const DecodedNode &node = nodes[i];
        const std::uint64_t end = std::uint64_t(node.from) + node.count;
        require(end <= size);
        for (const DecodedNode::Text text : {node.label, node.value, node.note})
            require(tree.text(text).size() == qsizetype(text.size));
        if (node.nextSibling != DecodedNode::none) {
            require(node.nextSibling > i && nodes[node.nextSibling].parent == node.parent);
            require(nodes[node.nextSibling].row == node.row + 1);
        }
        if (node.parent == DecodedNode::none)
            continue;
        require(node.parent < i);
        ++children[node.parent];
        const DecodedNode &parent = nodes[node.parent];
        if (node.kind != decode::NodeKind::Problem)
            require(node.from >= parent.from && end <= std::uint64_t(parent.from) + parent.count);
    }
    for (std::uint32_t i = 0; i < nodes.size(); ++i)
        require(nodes[i].childCount == children[i]);
    require(tree.problem() == DecodedNode::none || tree.problem() < nodes.size());
}

/// The first octet chooses: text or binary, how the URL looks, and where the payload is cut.
inline void decodeAll(const char *id, const std::uint8_t *data, std::size_t size)
{
    const decode::Decoder &decoder = *decode::findDecoder(QString::fromLatin1(id));
    Input input(data, size);
    const std::uint8_t choice = input.octet();
    const decode::Channel channel{{}, (choice & 2) != 0 ? QString::fromLatin1("/socket.io/?EIO=4") : QString()};
    const std::vector<std::uint8_t> octets(input.rest().begin(), input.rest().end()); // so that reading on is seen
    const decode::Payload whole{octets, channel, (choice & 1) != 0};

    const decode::DecodedTree tree = decoder.decode(whole);
    requireSound(tree, octets.size());
    require(!tree.cut() && (octets.empty() || !tree.nodes().empty()));
    const decode::DecodedTree few = decoder.decode(whole, {10, 4, {}});
    requireSound(few, octets.size());
    require(few.nodes().size() <= 12); // with two that tell why there are no more
    decode::detect(whole);
    if (!tree.nodes().empty())
        require(decode::inOneLine(tree, 0, 40).size() < 40'000);
    decoder.summary(whole, 40);

    // What is cut where more follows is no fault, unless there is one in the whole.
    const std::vector<std::uint8_t> begin(octets.begin(),
                                          octets.begin() + std::ptrdiff_t(octets.size() * (choice >> 2) / 64));
    const decode::Payload part{begin, channel, whole.text, false};
    const decode::DecodedTree cut = decoder.decode(part);
    requireSound(cut, begin.size());
    require(cut.problem() == decode::DecodedNode::none || tree.problem() != decode::DecodedNode::none);
    decoder.detect(part);
    decoder.summary(part, 40);
}

} // namespace framescope::fuzz
