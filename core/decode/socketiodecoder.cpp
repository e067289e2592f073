#include "core/decode/decoder.h"
#include "core/decode/jsonnodes.h"
#include "core/decode/utf8.h"

#include <algorithm>
#include <array>
#include <optional>

namespace framescope::decode
{

namespace
{
/// Engine.IO protocol revision 4: the first character of a packet.
constexpr std::array engineTypes{"open", "close", "ping", "pong", "message", "upgrade", "noop"};
/// Socket.IO protocol revision 5, which comes with Socket.IO 3 and 4: the first character of a message.
constexpr std::array socketTypes{"connect",       "disconnect",   "event",     "ack",
                                 "connect error", "binary event", "binary ack"};
enum SocketType : std::size_t { Connect, Disconnect, Event, Ack, ConnectError, BinaryEvent, BinaryAck };

constexpr DecoderField socketFields[] = {
    {"socketio.type",
     "of a Socket.IO or Engine.IO packet: open, close, ping, pong, upgrade, noop, connect, disconnect, event, ack, "
     "connect error, binary event, binary ack, attachment",
     "socketio.type == event"},
    {"socketio.event", "of a Socket.IO event: its name", "socketio.event == \"chat\""},
    {"socketio.ack", "of a Socket.IO packet that asks for an answer, or is one: its number", "socketio.ack == 12"},
    {"socketio.namespace", "of a Socket.IO packet: its namespace, / where it names none",
     "socketio.namespace == \"/admin\""},
    {"socketio.attachments", "of a Socket.IO packet with binary parts: how many messages with them follow",
     "socketio.attachments > 0"},
};

struct Part {
    std::size_t at = 0, size = 0;
    std::size_t end() const noexcept { return at + size; }
};

/// A packet cut into its parts; nothing in them is judged.
struct Packet {
    std::size_t engine = engineTypes.size();   ///< no such: it is no packet
    std::optional<std::size_t> socket;         ///< of a message
    std::optional<Part> attachments, nsp, ack; ///< digits, name, digits
    Part data;                                 ///< what is left
};

bool isDigit(std::uint8_t c) { return c >= '0' && c <= '9'; }

std::size_t digitsEnd(ByteView text, std::size_t at)
{
    const std::size_t most = std::min(text.size(), at + 20);
    while (at < most && isDigit(text[at]))
        ++at;
    return at;
}

Packet cut(ByteView text)
{
    Packet packet;
    if (text.empty() || text[0] < '0' || text[0] > '6')
        return packet;
    packet.engine = text[0] - std::size_t('0');
    packet.data = {1, text.size() - 1};
    if (engineTypes[packet.engine] != std::string_view("message") || text.size() < 2 || text[1] < '0' || text[1] > '6')
        return packet;
    packet.socket = text[1] - std::size_t('0');
    std::size_t at = 2;
    if (*packet.socket == BinaryEvent || *packet.socket == BinaryAck) {
        const std::size_t end = digitsEnd(text, at);
        if (end > at && end < text.size() && text[end] == '-') {
            packet.attachments = {at, end - at};
            at = end + 1;
        }
    }
    if (at < text.size() && text[at] == '/') {
        const auto comma = std::find(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), std::uint8_t(','));
        const auto end = static_cast<std::size_t>(comma - text.begin());
        packet.nsp = {at, end - at};
        at = std::min(end + 1, text.size());
    }
    if (const std::size_t end = digitsEnd(text, at); end > at) {
        packet.ack = {at, end - at};
        at = end;
    }
    packet.data = {at, text.size() - at};
    return packet;
}

QString textOf(ByteView text, const Part &part, qsizetype most = 300)
{
    return utf8Text(text.subspan(part.at, part.size)).left(most);
}

bool begins(ByteView text, const Part &part, char with)
{
    return part.size > 0 && text[part.at] == static_cast<std::uint8_t>(with);
}

bool isSocketIoUrl(const Channel &channel)
{
    const QString &target = channel.target;
    return target.contains(u"EIO=4") || target.startsWith(u"/socket.io/") || target.startsWith(u"/engine.io/");
}

/// What every packet of Socket.IO with content looks like, wherever it comes from.
bool looksLikePacket(ByteView text, const Packet &packet)
{
    if (packet.engine == 0)
        return qbyteView(text).startsWith("0{\"sid\":");
    if (!packet.socket)
        return false;
    switch (*packet.socket) {
    case Event:
    case BinaryEvent:
        return begins(text, packet.data, '[') && packet.data.size > 1 && text[packet.data.at + 1] == '"' &&
               (*packet.socket == Event || packet.attachments);
    case Ack:
    case BinaryAck:
        return begins(text, packet.data, '[') && packet.ack;
    case Connect:
        return qbyteView(text.subspan(packet.data.at)).startsWith("{\"sid\":");
    default:
        return false;
    }
}

/// Adds what stands as text in one part of the packet.
void addPart(TreeBuilder &tree, std::uint32_t top, QStringView label, NodeKind kind, ByteView text, const Part &part)
{
    const std::uint32_t node = tree.add(top, kind, kind == NodeKind::Number ? "number" : "text", part.at, part.size);
    if (node == TreeBuilder::none)
        return;
    tree.setLabel(node, label);
    tree.setText(node, text.subspan(part.at, part.size));
}

class SocketIoDecoder final : public Decoder
{
public:
    const char *id() const noexcept override { return "socketio"; }
    const char *name() const noexcept override { return "Socket.IO"; }
    std::span<const DecoderField> fields() const noexcept override { return socketFields; }

    Confidence detect(const Payload &payload) const override
    {
        const bool told = isSocketIoUrl(payload.channel);
        // Protocol 3 puts an octet for the type of the packet before an attachment, which is read by nobody here.
        if (!payload.text && payload.channel.target.contains(u"EIO=3"))
            return confidence::none;
        if (!payload.text)
            return told ? confidence::place : confidence::none; // an attachment, or a packet by another parser
        const Packet packet = cut(payload.octets);
        if (packet.engine == engineTypes.size())
            return confidence::none;
        return told                                      ? confidence::told
               : looksLikePacket(payload.octets, packet) ? confidence::strong
                                                         : confidence::none;
    }

    QString summary(const Payload &payload, qsizetype width) const override
    {
        const ByteView text = payload.octets;
        if (!payload.text)
            return u"attachment h'"_qs +
                   QString::fromLatin1(
                       toByteArray(text.first(std::min<std::size_t>(
                                       text.size(), static_cast<std::size_t>(std::max<qsizetype>(0, width / 2)))))
                           .toHex()) +
                   u'\'';
        const Packet packet = cut(text);
        if (packet.engine == engineTypes.size())
            return {};
        QString line = QString::fromLatin1(packet.socket ? socketTypes[*packet.socket] : engineTypes[packet.engine]);
        const DecodedTree data = dataOf(payload, packet, width);
        const std::uint32_t first = data.nodes().empty() ? DecodedNode::none : 0;
        const bool named = packet.socket == Event || packet.socket == BinaryEvent;
        const bool list = first != DecodedNode::none && data.nodes()[0].kind == NodeKind::Array;
        if (named && list && data.nodes()[0].firstChild != DecodedNode::none) {
            const DecodedNode &name = data.nodes()[data.nodes()[0].firstChild];
            line += u" \""_qs + data.text(name.value).toString() + u'"';
        }
        if (packet.ack)
            line += u" #"_qs + textOf(text, *packet.ack);
        if (packet.nsp && packet.nsp->size > 1)
            line += u' ' + textOf(text, *packet.nsp);
        if (packet.attachments)
            line += u" +"_qs + textOf(text, *packet.attachments);
        const std::uint32_t name = named && list ? data.nodes()[0].firstChild : DecodedNode::none;
        if (data.cut()) {
            // What ends inside a value is shown as it stands.
            const std::size_t at = name == DecodedNode::none
                                       ? packet.data.at
                                       : std::size_t(data.nodes()[name].from) + data.nodes()[name].count;
            const QString rest = textOf(text, {at, text.size() - at}, width);
            line += name == DecodedNode::none ? u' ' + rest : rest.size() > 1 ? u" ["_qs + rest.sliced(1) : QString();
        } else if (name != DecodedNode::none) {
            const std::uint32_t next = data.nodes()[name].nextSibling;
            if (next != DecodedNode::none)
                line += u' ' + siblingsInOneLine(data, next, width);
        } else if (first != DecodedNode::none && data.nodes()[0].kind != NodeKind::Problem) {
            line += u' ' + inOneLine(data, 0, width);
        } else if (packet.data.size > 0) {
            line += u' ' + textOf(text, packet.data, width);
        }
        return line;
    }

    void build(const Payload &payload, TreeBuilder &tree) const override
    {
        const ByteView text = payload.octets;
        const std::uint32_t top = tree.add(TreeBuilder::none, NodeKind::Group, "packet", 0, text.size());
        if (top == TreeBuilder::none)
            return;
        if (!payload.text) {
            // Of a packet with attachments: the binary messages that follow it, as they are.
            const std::uint32_t node = tree.add(top, NodeKind::Bytes, "attachment", 0, text.size());
            if (node == TreeBuilder::none)
                return;
            tree.setLabel(node, u"attachment");
            tree.setOctets(node, text);
            tree.addField("socketio.type", u"attachment");
            return;
        }
        const Packet packet = cut(text);
        if (packet.engine == engineTypes.size()) {
            tree.addProblem(top, "no Engine.IO packet begins so: it needs a digit from 0 to 6", 0, text.size());
            return;
        }
        addType(tree, top, u"engine.io", engineTypes[packet.engine], 0);
        if (!packet.socket) {
            tree.addField("socketio.type", QString::fromLatin1(engineTypes[packet.engine]));
            return buildEngine(payload, packet, tree, top);
        }
        tree.addField("socketio.type", QString::fromLatin1(socketTypes[*packet.socket]));
        addType(tree, top, u"type", socketTypes[*packet.socket], 1);
        if (packet.attachments) {
            addPart(tree, top, u"attachments", NodeKind::Number, text, *packet.attachments);
            tree.addField("socketio.attachments", textOf(text, *packet.attachments));
        }
        tree.addField("socketio.namespace", packet.nsp ? textOf(text, *packet.nsp) : u"/"_qs);
        if (packet.nsp)
            addPart(tree, top, u"namespace", NodeKind::String, text, *packet.nsp);
        if (packet.ack) {
            addPart(tree, top, u"ack", NodeKind::Number, text, *packet.ack);
            tree.addField("socketio.ack", textOf(text, *packet.ack));
        }
        buildData(payload, packet, tree, top);
    }

private:
    static void addType(TreeBuilder &tree, std::uint32_t top, QStringView label, const char *word, std::size_t at)
    {
        const std::uint32_t node = tree.add(top, NodeKind::Other, "packet type", at, 1);
        if (node == TreeBuilder::none)
            return;
        tree.setLabel(node, label);
        tree.setValue(node, QString::fromLatin1(word));
    }

    static DecodedTree dataOf(const Payload &payload, const Packet &packet, qsizetype width)
    {
        TreeBuilder tree({64, std::max<qsizetype>(1, width), {}});
        const ByteView text = payload.octets.subspan(packet.data.at, packet.data.size);
        if (!text.empty() && (text[0] == '[' || text[0] == '{'))
            addJson(tree, TreeBuilder::none, {}, text, packet.data.at, payload.whole);
        return tree.take();
    }

    /// Of Engine.IO's own packets: open has JSON, ping and pong may have a word.
    static void buildEngine(const Payload &payload, const Packet &packet, TreeBuilder &tree, std::uint32_t top)
    {
        if (packet.data.size == 0)
            return;
        if (packet.engine == 0) {
            addJson(tree, top, u"data", payload.octets.subspan(1), 1, payload.whole);
            return;
        }
        addPart(tree, top, u"data", NodeKind::String, payload.octets, packet.data);
        // Engine.IO alone may carry any text; Socket.IO says what follows the 4.
        if (engineTypes[packet.engine] == std::string_view("message") &&
            !payload.channel.target.startsWith(u"/engine.io/"))
            tree.addProblem(top, "no Socket.IO packet begins so: it needs a digit from 0 to 6", packet.data.at,
                            packet.data.size);
    }

    static void buildData(const Payload &payload, const Packet &packet, TreeBuilder &tree, std::uint32_t top)
    {
        const ByteView text = payload.octets;
        const std::size_t type = *packet.socket;
        if ((type == BinaryEvent || type == BinaryAck) && !packet.attachments && payload.whole)
            tree.addProblem(top, "a binary packet must tell how many attachments follow, and a -", 1, text.size() - 1);
        const bool list = type == Event || type == Ack || type == BinaryEvent || type == BinaryAck;
        if (packet.data.size == 0) {
            if (list && payload.whole)
                tree.addProblem(top, listMissing, packet.data.at, 0);
            return;
        }
        const std::uint32_t data =
            addJson(tree, top, u"data", text.subspan(packet.data.at, packet.data.size), packet.data.at, payload.whole);
        if (data == TreeBuilder::none)
            return;
        const auto &nodes = tree.tree().nodes();
        if (list && nodes[data].kind != NodeKind::Array)
            tree.addProblem(top, listMissing, packet.data.at, packet.data.size);
        if ((type == Event || type == BinaryEvent) && nodes[data].kind == NodeKind::Array) {
            const std::uint32_t name = nodes[data].firstChild;
            if (name != TreeBuilder::none &&
                (nodes[name].kind == NodeKind::String || nodes[name].kind == NodeKind::Number))
                tree.addField("socketio.event", tree.tree().text(nodes[name].value).toString());
            else if (payload.whole)
                tree.addProblem(top, "an event begins with its name, and there is none", packet.data.at,
                                packet.data.size);
        }
        notePlaceholders(tree, data);
    }

    /// {"_placeholder": true, "num": 0} stands for the first attachment.
    static void notePlaceholders(TreeBuilder &tree, std::uint32_t from)
    {
        const std::size_t count = tree.tree().nodes().size();
        for (std::uint32_t i = from; i < count; ++i) {
            const DecodedNode &node = tree.tree().nodes()[i];
            if (node.kind != NodeKind::Number || tree.tree().text(node.label) != u"num" || node.row != 1)
                continue;
            const DecodedNode &object = tree.tree().nodes()[node.parent];
            const DecodedNode &first = tree.tree().nodes()[object.firstChild];
            if (object.kind == NodeKind::Object && tree.tree().text(first.label) == u"_placeholder")
                tree.setNote(node.parent, u"attachment %1 of those that follow"_qs.arg(tree.tree().text(node.value)));
        }
    }

    static constexpr auto listMissing = "this packet needs a JSON array, and there is none";
};
} // namespace

const Decoder &socketIoDecoder();
const Decoder &socketIoDecoder()
{
    static const SocketIoDecoder decoder;
    return decoder;
}

} // namespace framescope::decode
