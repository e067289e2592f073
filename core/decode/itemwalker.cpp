#include "core/decode/itemwalker.h"

#include "core/decode/utf8.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace framescope::decode
{

namespace
{
using Shape = Item::Shape;

constexpr auto announcesMore = "it announces %1 bytes, which are not all there";
constexpr auto itemsMissing = "the bytes end here, and %1 more items were announced";
constexpr auto breakMissing = "the bytes end here, without the mark that ends it";
constexpr auto headMissing = "the bytes end inside the first bytes of a value";
constexpr auto strayBreak = "a mark ends something here that has not begun";
constexpr auto otherChunk = "a string in pieces has a piece that is no such string";
constexpr auto notUtf8 = "this text is not UTF-8";
constexpr auto noEmbedded = "a value in bytes is announced here, and there are none";
constexpr auto behindEmbedded = "bytes follow the value that these should be";

/// What is open while its items are read.
struct Frame {
    Shape shape = Shape::Array;
    std::uint32_t node = TreeBuilder::none;
    std::uint64_t left = 0; ///< items, keys and values counted apart; of what is indefinite unused
    bool indefinite = false;
    bool isEntry = false; ///< a pair whose key is no plain value
    bool keyNext = false;
    bool embeds = false;             ///< see Item::embeds
    bool isEmbedded = false;         ///< octets that are an item, which is read now
    std::size_t outerEnd = 0;        ///< of those: where what they lie in ends
    NodeKind kind = NodeKind::Other; ///< of the pieces of a string
    QByteArray joined{};             ///< what they hold together, no more than is shown
    QString key{};
    std::size_t keyFrom = 0;
};

class Walk
{
public:
    Walk(const ItemFormat &format, const Payload &payload, TreeBuilder &tree)
        : m_format(format), m_payload(payload), m_octets(payload.octets), m_tree(tree)
    {
    }

    void run()
    {
        while (step() || leaveEmbedded()) {
        }
        for (const Frame &frame : m_open) {
            m_tree.setEnd(frame.node, m_end);
            setJoined(frame);
        }
    }

private:
    /// One item; false at the end.
    bool step()
    {
        while (!m_open.empty() && !m_open.back().indefinite && m_open.back().left == 0) {
            if (m_open.back().isEmbedded && m_at < m_octets.size())
                return fail(behindEmbedded);
            close(m_at);
        }
        m_end = m_octets.size();
        if (m_at == m_octets.size())
            return m_open.empty() ? false : endsEarly();
        const Item item = m_format.read(m_octets, m_at);
        if (item.shape == Shape::Short)
            return isWhole() ? fail(headMissing) : cut();
        if (item.shape == Shape::Bad)
            return fail(item.problem);
        if (item.shape == Shape::Break)
            return takeBreak();
        if (!m_open.empty()) {
            Frame &frame = m_open.back();
            if (frame.shape == Shape::Chunks && (item.shape != Shape::Leaf || item.kind != frame.kind))
                return fail(otherChunk);
            if (frame.shape == Shape::Map && frame.keyNext)
                return takeKey(item);
        }
        return takeValue(item);
    }

    std::uint32_t parent() const { return m_open.empty() ? TreeBuilder::none : m_open.back().node; }

    /// Nothing follows the octets that are here.
    bool isWhole() const noexcept { return m_payload.whole || m_embedded > 0; }

    /// Octets that should be an item stay octets then, and what stands behind them is read on.
    bool fail(const char *why, const QString &argument = {})
    {
        if (m_embedded > 0) {
            while (!m_open.back().isEmbedded)
                m_open.pop_back();
            m_tree.dropChildren(m_open.back().node);
        }
        m_tree.addProblem(parent(), why, m_at, m_octets.size() - m_at, argument);
        return false;
    }
    bool cut()
    {
        m_tree.setCut();
        return false;
    }
    void openEmbedded(std::uint32_t node, std::size_t from)
    {
        if (from == m_at) {
            m_tree.addProblem(node, noEmbedded, from, 0);
            return;
        }
        Frame frame;
        frame.node = node;
        frame.left = 1;
        frame.isEmbedded = true;
        frame.outerEnd = m_octets.size();
        m_open.push_back(std::move(frame));
        ++m_embedded;
        m_octets = m_octets.first(m_at);
        m_at = from;
    }
    void closeEmbedded()
    {
        m_at = m_octets.size();
        m_octets = m_payload.octets.first(m_open.back().outerEnd);
        m_open.pop_back();
        --m_embedded;
    }
    /// After a failure in one. False: there was none, or no more nodes may be made.
    bool leaveEmbedded()
    {
        if (m_embedded == 0 || m_tree.tree().limited())
            return false;
        closeEmbedded();
        return true;
    }

    bool endsEarly()
    {
        if (!isWhole())
            return cut();
        const Frame &frame = m_open.back();
        return frame.indefinite ? fail(breakMissing) : fail(itemsMissing, QString::number(frame.left));
    }

    /// A string in pieces is what its pieces are together (RFC 8949 §3.2.3).
    void setJoined(const Frame &frame)
    {
        if (frame.shape != Shape::Chunks)
            return;
        if (frame.kind == NodeKind::String)
            m_tree.setText(frame.node, byteView(frame.joined));
        else
            m_tree.setOctets(frame.node, byteView(frame.joined));
    }
    void join(Frame &frame, ByteView piece) const
    {
        // One octet more than a character takes tells that there is more.
        const auto most = 4 * static_cast<std::size_t>(m_tree.limits().maxText) + 1;
        const std::size_t room = most - std::min(most, static_cast<std::size_t>(frame.joined.size()));
        frame.joined += qbyteView(piece.first(std::min(room, piece.size())));
    }

    void close(std::size_t end)
    {
        const Frame &frame = m_open.back();
        m_tree.setEnd(frame.node, end);
        if (frame.isEmbedded) {
            m_tree.setKind(frame.node, NodeKind::Group);
            closeEmbedded();
            return;
        }
        setJoined(frame);
        if (frame.shape == Shape::Wrapper)
            m_format.wrapped(m_tree, frame.node);
        m_open.pop_back();
    }

    bool takeBreak()
    {
        const bool inPair = !m_open.empty() && m_open.back().shape == Shape::Map && !m_open.back().keyNext;
        if (m_open.empty() || !m_open.back().indefinite || inPair)
            return fail(strayBreak);
        ++m_at;
        close(m_at);
        return true;
    }

    bool takeKey(const Item &item)
    {
        Frame &map = m_open.back();
        const std::size_t left = m_octets.size() - m_at;
        if (item.shape != Shape::Leaf || item.head > left || item.body > left - item.head) {
            // The key is a tree, or cut: it becomes a node of its own beside the value's.
            const std::uint32_t node = m_tree.add(map.node, NodeKind::Group, "pair", m_at, 0);
            if (node == TreeBuilder::none)
                return false;
            if (!map.indefinite)
                map.left -= 2;
            Frame pair;
            pair.node = node;
            pair.left = 2;
            pair.isEntry = true;
            m_open.push_back(std::move(pair));
            return takeValue(item);
        }
        const ByteView body = m_octets.subspan(m_at + item.head, static_cast<std::size_t>(item.body));
        const auto most = static_cast<std::size_t>(m_tree.limits().maxText);
        if (item.kind == NodeKind::String)
            map.key = utf8Text(body.first(std::min(4 * most, body.size())));
        else if (item.kind == NodeKind::Bytes)
            map.key = QString::fromLatin1(toByteArray(body.first(std::min(most, body.size()))).toHex());
        else
            map.key = item.value;
        map.keyFrom = m_at;
        map.keyNext = false;
        if (!map.indefinite)
            --map.left;
        m_at += item.head + body.size();
        return true;
    }

    bool takeValue(const Item &item)
    {
        const bool inMap = !m_open.empty() && m_open.back().shape == Shape::Map;
        const std::size_t from = inMap ? m_open.back().keyFrom : m_at;
        const std::uint32_t node = m_tree.add(parent(), item.kind, item.type, from, 0);
        if (node == TreeBuilder::none) {
            m_end = m_at;
            return false;
        }
        if (!m_open.empty()) {
            Frame &frame = m_open.back();
            if (inMap)
                m_tree.setLabel(node, frame.key);
            else if (frame.isEntry)
                m_tree.setLabel(node, frame.left == 2 ? u"key" : u"value");
            frame.keyNext = true;
            if (!frame.indefinite)
                --frame.left;
        }
        if (!item.note.isEmpty())
            m_tree.setNote(node, item.note);
        if (item.shape == Shape::Leaf)
            return takeLeaf(item, node);
        if (!item.value.isEmpty())
            m_tree.setValue(node, item.value);
        m_at += item.head;
        Frame frame;
        frame.shape = item.shape;
        frame.node = node;
        // A map of 2^63 pairs and more is one of 2^63: there is no payload of so many octets.
        frame.left = item.shape == Shape::Wrapper ? 1
                     : item.shape == Shape::Map   ? 2 * std::min(item.count, std::uint64_t(1) << 62)
                                                  : item.count;
        frame.indefinite = item.indefinite || item.shape == Shape::Chunks;
        frame.keyNext = true;
        frame.embeds = item.embeds;
        frame.kind = item.kind;
        m_open.push_back(std::move(frame));
        return true;
    }

    bool takeLeaf(const Item &item, std::uint32_t node)
    {
        const std::size_t there = m_octets.size() - m_at - item.head;
        const bool short_ = item.body > there;
        const ByteView body = m_octets.subspan(m_at + item.head, short_ ? there : static_cast<std::size_t>(item.body));
        if (item.kind == NodeKind::String)
            m_tree.setText(node, body);
        else if (item.kind == NodeKind::Bytes)
            m_tree.setOctets(node, body);
        else
            m_tree.setValue(node, item.value);
        if (!m_open.empty() && m_open.back().shape == Shape::Chunks)
            join(m_open.back(), body);
        const std::size_t end = m_at + item.head + body.size();
        m_tree.setEnd(node, end);
        if (short_ && m_embedded > 0)
            return fail(announcesMore, QString::number(item.body));
        if (short_ && m_payload.whole)
            m_tree.addProblem(node, announcesMore, m_at, end - m_at, QString::number(item.body));
        else if (short_)
            m_tree.setCut();
        else if (item.kind == NodeKind::String && !qbyteView(body).isValidUtf8())
            m_tree.addProblem(node, notUtf8, m_at + item.head, body.size());
        m_at = end;
        if (!short_ && item.kind == NodeKind::Bytes && !m_open.empty() && m_open.back().embeds &&
            m_embedded < deepestEmbedded)
            openEmbedded(node, end - body.size());
        return !short_;
    }

    const ItemFormat &m_format;
    const Payload &m_payload;
    ByteView m_octets;
    TreeBuilder &m_tree;
    std::vector<Frame> m_open;
    std::size_t m_embedded = 0; ///< such frames that are open
    std::size_t m_at = 0;
    std::size_t m_end = 0; ///< where what is open ends when the walk does
};

/// As people name things: no control characters, and a letter among the first.
bool isName(QStringView text)
{
    if (text.isEmpty() || text.size() > 64)
        return false;
    const bool printable = std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint() && c != u'\uFFFD'; });
    return printable && std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetter(); });
}

template <typename Float> QString shortest(Float value)
{
    if (std::isnan(value)) // whatever its sign
        return u"nan"_qs;
    char digits[64];
    const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), value);
    return error == std::errc() ? QString::fromLatin1(digits, end - digits) : QString();
}
} // namespace

void walkItems(const ItemFormat &format, const Payload &payload, TreeBuilder &tree)
{
    Walk(format, payload, tree).run();
}

Confidence itemsConfidence(const DecodedTree &tree)
{
    const auto &nodes = tree.nodes();
    if (nodes.empty() || tree.problem() != DecodedNode::none)
        return confidence::none;
    const DecodedNode &top = nodes.front();
    const bool alone = top.nextSibling == DecodedNode::none;
    if (top.kind == NodeKind::Object && top.childCount > 0) {
        bool named = true;
        for (std::uint32_t child = top.firstChild; child != DecodedNode::none; child = nodes[child].nextSibling)
            named = named && (isName(tree.text(nodes[child].label)) || nodes[child].kind == NodeKind::Problem);
        if (named)
            return alone ? confidence::strong : confidence::likely;
        return alone ? confidence::possible + 5 : confidence::none;
    }
    if (top.kind != NodeKind::Array || !alone)
        return confidence::none;
    for (std::uint32_t child = top.firstChild; child != DecodedNode::none; child = nodes[child].nextSibling) {
        const DecodedNode &each = nodes[child];
        if ((each.kind == NodeKind::String && isName(tree.text(each.value))) ||
            (each.kind == NodeKind::Object && each.childCount > 0 && isName(tree.text(nodes[each.firstChild].label))))
            return confidence::likely;
    }
    return nodes.size() > 2 ? confidence::possible : confidence::none;
}

std::uint64_t bigEndian(ByteView octets, std::size_t at, std::size_t size) noexcept
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | octets[at + i];
    return value;
}

QString numberText(float value) { return shortest(value); }
QString numberText(double value) { return shortest(value); }

QString timeText(std::int64_t seconds, std::uint32_t nanoseconds)
{
    constexpr std::int64_t year0 = -62'167'219'200;
    constexpr std::int64_t year9999 = 253'402'300'799;
    if (seconds < year0 || seconds > year9999 || nanoseconds > 999'999'999)
        return {};
    QString text = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(u"yyyy-MM-dd'T'HH:mm:ss");
    if (nanoseconds > 0) {
        QString digits = QString::number(nanoseconds).rightJustified(9, u'0');
        while (digits.endsWith(u'0'))
            digits.chop(1);
        text += u'.' + digits;
    }
    return text + u'Z';
}

} // namespace framescope::decode
