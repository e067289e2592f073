#pragma once

#include "core/decode/decoder.h"

namespace framescope::decode
{

/// One item of a format whose items tell by themselves what they are and what follows them: CBOR and MessagePack.
struct Item {
    enum class Shape : std::uint8_t {
        Leaf,
        Array,   ///< `count` items follow
        Map,     ///< `count` pairs of items follow
        Wrapper, ///< one item follows, which this one says something about
        Chunks,  ///< leaves of the same kind follow, up to a Break
        Break,   ///< the end of what is indefinite
        Short,   ///< the octets end inside the item's head
        Bad,     ///< no item begins so; `problem` says why
    };
    Shape shape = Shape::Leaf;
    NodeKind kind = NodeKind::Other;
    const char *type = "";
    std::size_t head = 1;    ///< octets before the content
    std::uint64_t body = 0;  ///< announced octets of content of a leaf
    std::uint64_t count = 0; ///< announced items or pairs
    bool indefinite = false; ///< of an array or map: it ends with a Break
    bool embeds = false;     ///< of a wrapper: an item follows that is octets, and these are one item by themselves
    QString value{};         ///< of what is neither String nor Bytes
    QString note{};
    const char *problem = nullptr;
};

class ItemFormat
{
public:
    virtual ~ItemFormat() = default;
    /// The item that begins at `at`, which is below octets.size(). Nothing it announces is believed here.
    virtual Item read(ByteView octets, std::size_t at) const = 0;
    /// All of a wrapper is there.
    virtual void wrapped(TreeBuilder &, std::uint32_t) const {}
};

/// Items in octets in items so deep are read; what lies deeper stays octets.
inline constexpr std::size_t deepestEmbedded = 16;

/// Puts the items of a payload into a tree. One loop with a stack of its own, so that depth costs memory only. Octets
/// with an item in them are a Group with that item; where there is none, octets with a Problem.
void walkItems(const ItemFormat &format, const Payload &payload, TreeBuilder &tree);

/// How much a tree of the first items looks as if they were meant: a map with names as its keys does, a single number
/// does not. `size` is that of the octets that were looked at.
Confidence itemsConfidence(const DecodedTree &tree);

/// A number of this many octets from 1 to 8, most significant first; the octets are there.
std::uint64_t bigEndian(ByteView octets, std::size_t at, std::size_t size) noexcept;
/// The shortest digits that mean this number, "nan", "inf" or "-inf".
QString numberText(float value);
QString numberText(double value);
/// ISO 8601 in UTC, or empty for years that are not of four digits.
QString timeText(std::int64_t seconds, std::uint32_t nanoseconds = 0);

} // namespace framescope::decode
