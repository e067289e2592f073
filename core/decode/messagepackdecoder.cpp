#include "core/decode/itemwalker.h"

#include <bit>

namespace framescope::decode
{

namespace
{
using Shape = Item::Shape;

/// A number that is read from `size` octets and carried further.
struct Head {
    std::uint64_t value = 0;
    bool there = false;
};

Head headOf(ByteView octets, std::size_t at, std::size_t size)
{
    if (octets.size() - at <= size)
        return {};
    return {bigEndian(octets, at + 1, size), true};
}

Item shortHead()
{
    Item item;
    item.shape = Shape::Short;
    return item;
}

Item leaf(NodeKind kind, const char *type, std::size_t head, const QString &value)
{
    Item item;
    item.kind = kind;
    item.type = type;
    item.head = head;
    item.value = value;
    return item;
}

Item content(NodeKind kind, const char *type, std::size_t head, std::uint64_t size)
{
    Item item = leaf(kind, type, head, {});
    item.body = size;
    return item;
}

Item container(bool map, std::size_t head, std::uint64_t count)
{
    Item item = leaf(map ? NodeKind::Object : NodeKind::Array, map ? "map" : "array", head, {});
    item.shape = map ? Shape::Map : Shape::Array;
    item.count = count;
    return item;
}

/// The extension type -1 in its three sizes, of which all octets are there.
QString timestamp(ByteView octets, std::size_t at, std::uint64_t size)
{
    if (size == 4)
        return timeText(static_cast<std::int64_t>(bigEndian(octets, at, 4)));
    if (size == 8) {
        const std::uint64_t both = bigEndian(octets, at, 8);
        return timeText(static_cast<std::int64_t>(both & 0x3FFFFFFFF), static_cast<std::uint32_t>(both >> 34));
    }
    if (size == 12)
        return timeText(static_cast<std::int64_t>(bigEndian(octets, at + 4, 8)),
                        static_cast<std::uint32_t>(bigEndian(octets, at, 4)));
    return {};
}

/// `head` is up to the octet with the extension's type.
Item extension(ByteView octets, std::size_t at, std::size_t head, std::uint64_t size)
{
    if (octets.size() - at <= head)
        return shortHead();
    const auto type = static_cast<std::int8_t>(octets[at + head]);
    Item item = content(NodeKind::Bytes, "ext", head + 1, size);
    item.note = u"type %1"_qs.arg(int(type));
    if (type != -1 || octets.size() - at - item.head < size)
        return item;
    if (const QString time = timestamp(octets, at + item.head, size); !time.isEmpty()) {
        item.kind = NodeKind::Other;
        item.type = "timestamp";
        item.value = time;
    }
    return item;
}

QString signedText(std::uint64_t value, std::size_t size)
{
    const auto shift = static_cast<int>(64 - 8 * size);
    return QString::number(static_cast<std::int64_t>(value << shift) >> shift);
}

class MessagePack final : public ItemFormat
{
public:
    Item read(ByteView octets, std::size_t at) const override
    {
        const std::uint8_t first = octets[at];
        if (first <= 0x7F)
            return leaf(NodeKind::Number, "int", 1, QString::number(first));
        if (first <= 0x8F)
            return container(true, 1, first & 0x0F);
        if (first <= 0x9F)
            return container(false, 1, first & 0x0F);
        if (first <= 0xBF)
            return content(NodeKind::String, "str", 1, first & 0x1F);
        if (first >= 0xE0)
            return leaf(NodeKind::Number, "int", 1, QString::number(static_cast<std::int8_t>(first)));
        switch (first) {
        case 0xC0:
            return leaf(NodeKind::Null, "nil", 1, u"nil"_qs);
        case 0xC1: {
            Item item;
            item.shape = Shape::Bad;
            item.problem = "no MessagePack value begins so: C1 is never used";
            return item;
        }
        case 0xC2:
        case 0xC3:
            return leaf(NodeKind::Bool, "bool", 1, first == 0xC3 ? u"true"_qs : u"false"_qs);
        default:
            break;
        }
        if (first >= 0xD4 && first <= 0xD8) // fixext 1 to 16
            return extension(octets, at, 1, std::uint64_t(1) << (first - 0xD4));
        const std::size_t size = sizeOf(first);
        const Head head = headOf(octets, at, size);
        return head.there ? sized(octets, at, size, head.value) : shortHead();
    }

private:
    /// Octets of the number that follows the first.
    static std::size_t sizeOf(std::uint8_t first)
    {
        switch (first) {
        case 0xC4:
        case 0xC7:
        case 0xCC:
        case 0xD0:
        case 0xD9:
            return 1;
        case 0xC5:
        case 0xC8:
        case 0xCD:
        case 0xD1:
        case 0xDA:
        case 0xDC:
        case 0xDE:
            return 2;
        case 0xCB:
        case 0xCF:
        case 0xD3:
            return 8;
        default: // C6, C9, CA, CE, D2, DB, DD, DF
            return 4;
        }
    }

    static Item sized(ByteView octets, std::size_t at, std::size_t size, std::uint64_t value)
    {
        const std::size_t head = 1 + size;
        switch (octets[at]) {
        case 0xC4:
        case 0xC5:
        case 0xC6:
            return content(NodeKind::Bytes, "bin", head, value);
        case 0xC7:
        case 0xC8:
        case 0xC9:
            return extension(octets, at, head, value);
        case 0xCA:
            return leaf(NodeKind::Number, "float 32", head,
                        numberText(std::bit_cast<float>(static_cast<std::uint32_t>(value))));
        case 0xCB:
            return leaf(NodeKind::Number, "float 64", head, numberText(std::bit_cast<double>(value)));
        case 0xCC:
        case 0xCD:
        case 0xCE:
        case 0xCF:
            return leaf(NodeKind::Number, "uint", head, QString::number(value));
        case 0xD0:
        case 0xD1:
        case 0xD2:
        case 0xD3:
            return leaf(NodeKind::Number, "int", head, signedText(value, size));
        case 0xD9:
        case 0xDA:
        case 0xDB:
            return content(NodeKind::String, "str", head, value);
        case 0xDC:
        case 0xDD:
            return container(false, head, value);
        default: // DE, DF
            return container(true, head, value);
        }
    }
};

class MessagePackDecoder final : public Decoder
{
public:
    const char *id() const noexcept override { return "msgpack"; }
    const char *name() const noexcept override { return "MessagePack"; }

    Confidence detect(const Payload &payload) const override
    {
        if (payload.text || payload.octets.empty())
            return confidence::none;
        const QString &subprotocol = payload.channel.subprotocol;
        if (subprotocol.contains(u"msgpack", Qt::CaseInsensitive) ||
            subprotocol.contains(u"messagepack", Qt::CaseInsensitive))
            return confidence::told;
        return itemsConfidence(Decoder::decode(payload, {64, 64, {}}));
    }
    void build(const Payload &payload, TreeBuilder &tree) const override { walkItems(MessagePack(), payload, tree); }
};
} // namespace

const Decoder &messagePackDecoder();
const Decoder &messagePackDecoder()
{
    static const MessagePackDecoder decoder;
    return decoder;
}

} // namespace framescope::decode
