#include "core/decode/itemwalker.h"
#include "core/decode/utf8.h"

#include <algorithm>
#include <array>
#include <bit>

namespace framescope::decode
{

namespace
{
enum WireType : unsigned { Varint = 0, Fixed64 = 1, Length = 2, GroupStart = 3, GroupEnd = 4, Fixed32 = 5 };

/// A text is judged by so much of it: else one that is nested deeply would be looked at again on every level.
constexpr std::size_t textWindow = 4096;
constexpr std::uint64_t maxField = 536'870'911; // 2^29 - 1
/// Who defines a message does not number its fields higher, with few exceptions.
constexpr std::uint64_t usualField = 20'000;
/// What has more groups inside each other is taken for bytes, where it might be a message.
constexpr std::size_t maxGuessedGroups = 64;

struct VarintRead {
    std::uint64_t value = 0;
    std::size_t size = 0; ///< 0: it is not there
    bool tooLong = false;
};

VarintRead readVarint(ByteView octets, std::size_t at)
{
    VarintRead read;
    for (std::size_t i = 0; i < 10; ++i) {
        if (at + i >= octets.size())
            return {};
        const std::uint8_t octet = octets[at + i];
        read.value |= static_cast<std::uint64_t>(octet & 0x7F) << (7 * i);
        if ((octet & 0x80) == 0) {
            read.size = i + 1;
            return read;
        }
    }
    return {0, 0, true};
}

std::uint64_t littleEndian(ByteView octets, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8 | octets[at + i];
    return value;
}

bool isText(ByteView body)
{
    const ByteView window = body.first(std::min(body.size(), textWindow));
    for (std::size_t at = 0; at < window.size();) {
        const std::uint8_t c = window[at];
        if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
            return false;
        const std::size_t size = utf8CharacterAt(window, at);
        if (size == 0)
            return window.size() < body.size() && window.size() - at < 4;
        if (size == 2 && c == 0xC2 && window[at + 1] < 0xA0)
            return false; // U+0080 to U+009F are controls
        at += size;
    }
    return true;
}

/// Whether these are whole fields, one after the other. What is in them is not looked at.
bool isMessage(ByteView body)
{
    std::array<std::uint64_t, maxGuessedGroups> groups{}; // that are open: their numbers
    std::size_t open = 0;
    for (std::size_t at = 0; at < body.size();) {
        const VarintRead tag = readVarint(body, at);
        const std::uint64_t field = tag.value >> 3;
        if (tag.size == 0 || field == 0 || field > maxField)
            return false;
        at += tag.size;
        std::uint64_t size = 0;
        switch (tag.value & 7) {
        case Varint: {
            const VarintRead value = readVarint(body, at);
            if (value.size == 0)
                return false;
            size = value.size;
            break;
        }
        case Fixed64:
            size = 8;
            break;
        case Length: {
            const VarintRead length = readVarint(body, at);
            if (length.size == 0)
                return false;
            at += length.size;
            size = length.value;
            break;
        }
        case GroupStart:
            if (open == groups.size())
                return false;
            groups[open++] = field;
            break;
        case GroupEnd:
            if (open == 0 || groups[--open] != field)
                return false;
            break;
        case Fixed32:
            size = 4;
            break;
        default:
            return false;
        }
        if (size > body.size() - at)
            return false;
        at += static_cast<std::size_t>(size);
    }
    return open == 0;
}

enum class Guess { Text, Message, Bytes };

/// Of octets with a length, which may be any of the three.
Guess guess(ByteView body)
{
    const bool text = isText(body);
    // Field 1 with a length begins with the octet of a line feed.
    const bool asMessage = !body.empty() && (!text || body[0] < ' ') && isMessage(body);
    return asMessage ? Guess::Message : text ? Guess::Text : Guess::Bytes;
}

/// A message or group that is open.
struct Frame {
    std::uint32_t node;
    std::size_t end;     ///< of the octets it may have
    std::uint64_t group; ///< its number, or 0 for a message
};

class Walk
{
public:
    Walk(const Payload &payload, TreeBuilder &tree) : m_payload(payload), m_octets(payload.octets), m_tree(tree) {}

    void run()
    {
        const std::uint32_t top = m_tree.add(TreeBuilder::none, NodeKind::Group, "message", 0, m_octets.size());
        if (top == TreeBuilder::none)
            return;
        m_open.push_back({top, m_octets.size(), 0});
        while (step()) {
        }
        for (std::size_t i = 1; i < m_open.size(); ++i)
            m_tree.setEnd(m_open[i].node, m_open[i].end); // what was not read is theirs
    }

private:
    bool fail(const char *why, std::size_t from, const QString &argument = {})
    {
        m_tree.addProblem(m_open.back().node, why, from, m_octets.size() - from, argument);
        return false;
    }
    /// The octets end in the middle of something.
    bool endsEarly(const char *why, std::size_t from, const QString &argument = {})
    {
        if (m_payload.whole || m_open.back().end < m_octets.size())
            return fail(why, from, argument);
        m_tree.setCut();
        return false;
    }

    bool step()
    {
        while (m_open.size() > 1 && m_open.back().group == 0 && m_at == m_open.back().end) {
            m_tree.setEnd(m_open.back().node, m_at);
            m_open.pop_back();
        }
        const Frame frame = m_open.back();
        if (m_at == frame.end) {
            if (frame.group == 0)
                return false;
            return endsEarly("the group of field %1 does not end", m_at, QString::number(frame.group));
        }
        const ByteView octets = m_octets.first(frame.end);
        const VarintRead tag = readVarint(octets, m_at);
        if (tag.tooLong)
            return fail(tooLong, m_at);
        if (tag.size == 0)
            return endsEarly("the message ends inside the tag of a field", m_at);
        const std::uint64_t field = tag.value >> 3;
        if (field == 0 || field > maxField)
            return fail("there is no field number %1", m_at, QString::number(field));
        const std::size_t from = m_at;
        const auto type = static_cast<unsigned>(tag.value & 7);
        switch (type) {
        case Varint:
            return takeVarint(octets, field, from, from + tag.size);
        case Fixed64:
        case Fixed32:
            return takeFixed(octets, field, from, from + tag.size, type == Fixed64 ? 8 : 4);
        case Length:
            return takeLength(octets, field, from, from + tag.size);
        case GroupStart: {
            const std::uint32_t node = addField(field, NodeKind::Group, "group", from);
            m_at = from + tag.size;
            m_open.push_back({node, frame.end, field});
            return node != TreeBuilder::none || (m_open.pop_back(), false);
        }
        case GroupEnd:
            if (frame.group != field)
                return fail("this ends a group of field %1, which is not open", from, QString::number(field));
            m_at = from + tag.size;
            m_tree.setEnd(frame.node, m_at);
            m_open.pop_back();
            return true;
        default:
            return fail("there is no wire type %1", from, QString::number(type));
        }
    }

    std::uint32_t addField(std::uint64_t field, NodeKind kind, const char *type, std::size_t from)
    {
        const std::uint32_t node = m_tree.add(m_open.back().node, kind, type, from, 0);
        if (node != TreeBuilder::none)
            m_tree.setLabel(node, QString::number(field));
        return node;
    }

    bool takeVarint(ByteView octets, std::uint64_t field, std::size_t from, std::size_t at)
    {
        const VarintRead read = readVarint(octets, at);
        if (read.tooLong)
            return fail(tooLong, from);
        if (read.size == 0)
            return endsEarly("the message ends inside the number of field %1", from, QString::number(field));
        const std::uint32_t node = addField(field, NodeKind::Number, "varint", from);
        if (node == TreeBuilder::none)
            return false;
        m_tree.setValue(node, QString::number(read.value));
        const auto zigzag = static_cast<std::int64_t>((read.value >> 1) ^ (0 - (read.value & 1)));
        QString note = u"sint "_qs + QString::number(zigzag);
        if (read.value >> 63 != 0)
            note = u"int "_qs + QString::number(static_cast<std::int64_t>(read.value)) + u", "_qs + note;
        if (read.value > 1)
            m_tree.setNote(node, note);
        m_at = at + read.size;
        m_tree.setEnd(node, m_at);
        return true;
    }

    bool takeFixed(ByteView octets, std::uint64_t field, std::size_t from, std::size_t at, std::size_t size)
    {
        if (octets.size() - at < size)
            return endsEarly("the message ends inside the number of field %1", from, QString::number(field));
        const std::uint32_t node = addField(field, NodeKind::Number, size == 8 ? "64-bit" : "32-bit", from);
        if (node == TreeBuilder::none)
            return false;
        const std::uint64_t value = littleEndian(octets, at, size);
        m_tree.setValue(node, QString::number(value));
        QString note = size == 8 ? u"double "_qs + numberText(std::bit_cast<double>(value))
                                 : u"float "_qs + numberText(std::bit_cast<float>(static_cast<std::uint32_t>(value)));
        const bool below = (size == 8 ? value >> 63 : value >> 31) != 0;
        if (below)
            note += u", int "_qs + (size == 8 ? QString::number(static_cast<std::int64_t>(value))
                                              : QString::number(static_cast<std::int32_t>(value)));
        m_tree.setNote(node, note);
        m_at = at + size;
        m_tree.setEnd(node, m_at);
        return true;
    }

    bool takeLength(ByteView octets, std::uint64_t field, std::size_t from, std::size_t at)
    {
        const VarintRead length = readVarint(octets, at);
        if (length.tooLong)
            return fail(tooLong, from);
        if (length.size == 0)
            return endsEarly("the message ends inside the length of field %1", from, QString::number(field));
        at += length.size;
        const bool isShort = length.value > octets.size() - at;
        const std::size_t size = isShort ? octets.size() - at : static_cast<std::size_t>(length.value);
        const ByteView body = octets.subspan(at, size);
        const Guess what = isShort && isText(body) ? Guess::Text : isShort ? Guess::Bytes : guess(body);
        const NodeKind kind = what == Guess::Message ? NodeKind::Group
                              : what == Guess::Text  ? NodeKind::String
                                                     : NodeKind::Bytes;
        const std::uint32_t node = addField(field, kind,
                                            what == Guess::Message ? "message"
                                            : what == Guess::Text  ? "string"
                                                                   : "bytes",
                                            from);
        if (node == TreeBuilder::none)
            return false;
        if (what == Guess::Message) {
            m_at = at;
            m_open.push_back({node, at + size, 0});
            return true;
        }
        if (what == Guess::Text)
            m_tree.setText(node, body);
        else
            m_tree.setOctets(node, body);
        m_at = at + size;
        m_tree.setEnd(node, m_at);
        if (isShort)
            return endsEarly("it announces %1 bytes, which are not all there", from, QString::number(length.value));
        return true;
    }

    static constexpr auto tooLong = "a number of more than ten bytes";

    const Payload &m_payload;
    ByteView m_octets;
    TreeBuilder &m_tree;
    std::vector<Frame> m_open;
    std::size_t m_at = 0;
};

class ProtobufDecoder final : public Decoder
{
public:
    const char *id() const noexcept override { return "protobuf"; }
    const char *name() const noexcept override { return "Protobuf"; }

    Confidence detect(const Payload &payload) const override
    {
        if (payload.text || payload.octets.empty())
            return confidence::none;
        if (payload.channel.subprotocol.contains(u"protobuf", Qt::CaseInsensitive))
            return confidence::told;
        const DecodedTree tree = Decoder::decode(payload, {64, 64, {}});
        if (tree.problem() != DecodedNode::none || payload.octets.size() < 2)
            return confidence::none;
        bool readable = false;
        for (const DecodedNode &node : tree.nodes()) {
            if (tree.text(node.label).toULongLong() > usualField)
                return confidence::none;
            readable = readable || (node.kind == NodeKind::String && node.value.size > 2);
        }
        return readable ? confidence::likely - 5 : confidence::possible - 5;
    }
    void build(const Payload &payload, TreeBuilder &tree) const override { Walk(payload, tree).run(); }
};
} // namespace

const Decoder &protobufDecoder();
const Decoder &protobufDecoder()
{
    static const ProtobufDecoder decoder;
    return decoder;
}

} // namespace framescope::decode
