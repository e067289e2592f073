#include "core/decode/itemwalker.h"

#include <bit>
#include <cmath>
#include <limits>

namespace framescope::decode
{

namespace
{
using Shape = Item::Shape;

struct TagMeaning {
    std::uint64_t tag;
    const char *meaning;
};
/// RFC 8949 §3.4, and what else is met often (IANA's registry of CBOR tags).
constexpr TagMeaning tagMeanings[] = {
    {0, "date and time"},
    {1, "seconds since 1970"},
    {2, "big number"},
    {3, "negative big number"},
    {4, "decimal fraction"},
    {5, "big float"},
    {21, "base64url expected"},
    {22, "base64 expected"},
    {23, "base16 expected"},
    {24, "embedded CBOR"},
    {32, "URI"},
    {33, "base64url"},
    {34, "base64"},
    {36, "MIME message"},
    {37, "UUID"},
    {64, "array of uint8"},
    {69, "array of uint16, little endian"},
    {70, "array of uint32, little endian"},
    {85, "array of float32, little endian"},
    {86, "array of float64, little endian"},
    {258, "set"},
    {55799, "self-described CBOR"},
};

QString meaningOf(std::uint64_t tag)
{
    for (const TagMeaning &each : tagMeanings) {
        if (each.tag == tag)
            return QString::fromLatin1(each.meaning);
    }
    return {};
}

/// RFC 8949 Appendix D.
double halfFloat(std::uint64_t bits)
{
    const int exponent = static_cast<int>(bits >> 10 & 0x1F);
    const auto mantissa = static_cast<double>(bits & 0x3FF);
    double value = 0;
    if (exponent == 0)
        value = std::ldexp(mantissa, -24);
    else if (exponent != 31)
        value = std::ldexp(mantissa + 1024, exponent - 25);
    else
        value = mantissa == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    return (bits & 0x8000) != 0 ? -value : value;
}

QString negative(std::uint64_t argument)
{
    // -1 - argument, which may lie below what 64 bits hold.
    if (argument == std::numeric_limits<std::uint64_t>::max())
        return u"-18446744073709551616"_qs;
    return u'-' + QString::number(argument + 1);
}

Item bad(const char *why)
{
    Item item;
    item.shape = Shape::Bad;
    item.problem = why;
    return item;
}

class Cbor final : public ItemFormat
{
public:
    /// Whether items in byte strings are read as well.
    explicit Cbor(bool embedded) : m_embedded(embedded) {}

    Item read(ByteView octets, std::size_t at) const override
    {
        // RFC 8949 §3: three bits of major type, five of additional information
        const unsigned major = octets[at] >> 5;
        const unsigned info = octets[at] & 0x1F;
        if (info >= 28 && info <= 30)
            return bad("reserved additional information");
        Item item;
        std::uint64_t argument = info;
        if (info >= 24 && info <= 27) {
            const std::size_t size = std::size_t(1) << (info - 24);
            if (octets.size() - at <= size) {
                item.shape = Shape::Short;
                return item;
            }
            argument = bigEndian(octets, at + 1, size);
            item.head = 1 + size;
        }
        if (info == 31 && (major <= 1 || major == 6))
            return bad("a number with indefinite length");
        item.indefinite = info == 31;
        switch (major) {
        case 0:
            item.kind = NodeKind::Number;
            item.type = "unsigned";
            item.value = QString::number(argument);
            return item;
        case 1:
            item.kind = NodeKind::Number;
            item.type = "negative";
            item.value = negative(argument);
            return item;
        case 2:
        case 3:
            item.kind = major == 2 ? NodeKind::Bytes : NodeKind::String;
            item.type = major == 2 ? "byte string" : "text string";
            item.body = argument;
            if (item.indefinite) {
                item.shape = Shape::Chunks;
                item.type = major == 2 ? "byte string in pieces" : "text string in pieces";
                item.body = 0;
            }
            return item;
        case 4:
        case 5:
            item.shape = major == 4 ? Shape::Array : Shape::Map;
            item.kind = major == 4 ? NodeKind::Array : NodeKind::Object;
            item.type = major == 4 ? "array" : "map";
            item.count = item.indefinite ? 0 : argument;
            return item;
        case 6:
            item.shape = Shape::Wrapper;
            item.kind = NodeKind::Group;
            item.type = "tag";
            item.value = QString::number(argument);
            item.note = meaningOf(argument);
            item.embeds = argument == 24 && m_embedded; // RFC 8949 §3.4.5.1
            return item;
        default:
            return simple(item, info, argument);
        }
    }

    /// RFC 8949 §3.4: the value of a tag that says how its content is to be read.
    void wrapped(TreeBuilder &tree, std::uint32_t node) const override
    {
        const DecodedNode &tag = tree.tree().nodes()[node];
        if (tag.firstChild == TreeBuilder::none)
            return;
        const DecodedNode &content = tree.tree().nodes()[tag.firstChild];
        const QString value = tree.tree().text(content.value).toString();
        switch (tree.tree().text(tag.value).toULongLong()) {
        case 1: {
            if (content.kind != NodeKind::Number)
                return;
            const double seconds = value.toDouble();
            if (!(std::abs(seconds) < 1e15))
                return;
            const double whole = std::floor(seconds);
            const auto part = static_cast<std::uint32_t>(std::lround((seconds - whole) * 1e6)) * 1000;
            tree.setNote(node, timeText(static_cast<std::int64_t>(whole), std::min(part, 999'999'000u)));
            return;
        }
        case 2:
        case 3:
            if (content.kind == NodeKind::Bytes && !content.cut && content.childCount == 0)
                tree.setNote(node, (tree.tree().text(tag.value) == u"3" ? u"-1 - 0x"_qs : u"0x"_qs) + value);
            return;
        case 24:
            if (content.kind != NodeKind::Bytes && std::string_view(content.type) != "byte string")
                tree.setNote(node, u"embedded CBOR must be a byte string, and this is none");
            return;
        case 37:
            if (value.size() == 32)
                tree.setNote(node, u"UUID "_qs + value.first(8) + u'-' + value.mid(8, 4) + u'-' + value.mid(12, 4) +
                                       u'-' + value.mid(16, 4) + u'-' + value.mid(20));
            return;
        default:
            return;
        }
    }

private:
    /// RFC 8949 §3.3: major type 7.
    static Item simple(Item item, unsigned info, std::uint64_t argument)
    {
        switch (info) {
        case 20:
        case 21:
            item.kind = NodeKind::Bool;
            item.type = "boolean";
            item.value = info == 21 ? u"true"_qs : u"false"_qs;
            return item;
        case 22:
        case 23:
            item.kind = NodeKind::Null;
            item.type = info == 22 ? "null" : "undefined";
            item.value = QString::fromLatin1(item.type);
            return item;
        case 24:
            if (argument < 32)
                return bad("a simple value below 32 must not take a second byte");
            break;
        case 25:
            item.kind = NodeKind::Number;
            item.type = "float16";
            item.value = numberText(halfFloat(argument));
            return item;
        case 26:
            item.kind = NodeKind::Number;
            item.type = "float32";
            item.value = numberText(std::bit_cast<float>(static_cast<std::uint32_t>(argument)));
            return item;
        case 27:
            item.kind = NodeKind::Number;
            item.type = "float64";
            item.value = numberText(std::bit_cast<double>(argument));
            return item;
        case 31:
            item.shape = Shape::Break;
            return item;
        default:
            break;
        }
        item.type = "simple";
        item.value = u"simple(%1)"_qs.arg(argument);
        return item;
    }

    bool m_embedded;
};

class CborDecoder final : public Decoder
{
public:
    const char *id() const noexcept override { return "cbor"; }
    const char *name() const noexcept override { return "CBOR"; }

    Confidence detect(const Payload &payload) const override
    {
        if (payload.text || payload.octets.empty())
            return confidence::none;
        if (payload.channel.subprotocol.contains(u"cbor", Qt::CaseInsensitive))
            return confidence::told;
        // RFC 8949 §3.4.6: the tag that marks CBOR
        const ByteView &o = payload.octets;
        if (o.size() > 3 && o[0] == 0xD9 && o[1] == 0xD9 && o[2] == 0xF7)
            return confidence::told;
        // A byte string that is wrong inside is one nevertheless.
        TreeBuilder tree({64, 64, {}});
        walkItems(Cbor(false), payload, tree);
        return itemsConfidence(tree.take());
    }
    void build(const Payload &payload, TreeBuilder &tree) const override { walkItems(Cbor(true), payload, tree); }
};
} // namespace

const Decoder &cborDecoder();
const Decoder &cborDecoder()
{
    static const CborDecoder decoder;
    return decoder;
}

} // namespace framescope::decode
