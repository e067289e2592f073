#include "core/decode/decodedtree.h"

#include "core/decode/utf8.h"

#include <algorithm>
#include <limits>

namespace framescope::decode
{

namespace
{
/// All texts together. Units: UTF-16.
constexpr qsizetype maxTexts = 64'000'000;
constexpr int depthInOneLine = 6;

std::uint32_t narrow(std::size_t value) noexcept
{
    return static_cast<std::uint32_t>(std::min<std::size_t>(value, std::numeric_limits<std::uint32_t>::max() - 1));
}

QString quoted(QStringView text)
{
    QString out(u'"');
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            out += u'\\';
        out += c;
    }
    return out + u'"';
}

/// Writes one node; ends early once the line is wide enough.
class LineWriter
{
public:
    LineWriter(const DecodedTree &tree, qsizetype width) : m_tree(tree), m_width(width) {}

    void write(std::uint32_t index, int depth)
    {
        if (depth > depthInOneLine) {
            m_line += u'…';
            return;
        }
        const DecodedNode &node = m_tree.nodes()[index];
        const QStringView value = m_tree.text(node.value);
        switch (node.kind) {
        case NodeKind::Object:
        case NodeKind::Array:
            writeChildren(node.firstChild, depth, node.kind == NodeKind::Object);
            return;
        case NodeKind::Group:
            if (node.firstChild == DecodedNode::none)
                m_line += value;
            else if (node.childCount == 1 && m_tree.nodes()[node.firstChild].label.size == 0)
                write(node.firstChild, depth + 1);
            else
                writeChildren(node.firstChild, depth, true);
            return;
        case NodeKind::String:
            m_line += quoted(value);
            if (node.cut)
                m_line.insert(m_line.size() - 1, u'…');
            return;
        case NodeKind::Bytes:
            m_line += u"h'"_qs;
            m_line += value;
            m_line += node.cut ? u"…'"_qs : u"'"_qs;
            return;
        case NodeKind::Problem:
            // What the limit left out is no problem of the payload.
            m_line += m_tree.limited() && m_tree.problem() == DecodedNode::none ? u'…' : u'▲';
            return;
        default:
            m_line += value;
        }
    }

    void writeChildren(std::uint32_t first, int depth, bool keys)
    {
        m_line += keys ? u'{' : u'[';
        for (std::uint32_t child = first; child != DecodedNode::none; child = m_tree.nodes()[child].nextSibling) {
            if (child != first)
                m_line += u", "_qs;
            if (m_line.size() >= m_width) {
                m_line += u'…';
                break;
            }
            const DecodedNode &each = m_tree.nodes()[child];
            if (keys && each.label.size > 0)
                m_line += m_tree.text(each.label).toString() + u": "_qs;
            write(child, depth + 1);
        }
        m_line += keys ? u'}' : u']';
    }

    QString take() { return std::move(m_line); }

private:
    const DecodedTree &m_tree;
    qsizetype m_width;
    QString m_line;
};
} // namespace

std::uint32_t TreeBuilder::append(std::uint32_t parent, NodeKind kind, const char *type, std::size_t from,
                                  std::size_t count)
{
    const auto number = static_cast<std::uint32_t>(m_tree.m_nodes.size());
    DecodedNode node;
    node.parent = parent;
    node.from = narrow(from);
    node.count = narrow(count);
    node.type = type;
    node.kind = kind;
    std::uint32_t &last = parent == none ? m_lastTop : m_lastChild[parent];
    node.row = parent == none ? m_tops++ : m_tree.m_nodes[parent].childCount++;
    if (last != none)
        m_tree.m_nodes[last].nextSibling = number;
    else if (parent != none)
        m_tree.m_nodes[parent].firstChild = number;
    last = number;
    m_tree.m_nodes.push_back(node);
    m_lastChild.push_back(none);
    return number;
}

std::uint32_t TreeBuilder::add(std::uint32_t parent, NodeKind kind, const char *type, std::size_t from,
                               std::size_t count)
{
    if (m_tree.m_limited)
        return none;
    const bool stopped = m_tree.m_nodes.size() % 1024 == 1023 && m_limits.stop.stop_requested();
    if (m_tree.m_nodes.size() >= m_limits.maxNodes || m_tree.m_texts.size() >= maxTexts || stopped) {
        m_tree.m_limited = true;
        append(parent, NodeKind::Problem, "there are more values than the tree shows", from, 0);
        return none;
    }
    return append(parent, kind, type, from, count);
}

void TreeBuilder::addProblem(std::uint32_t parent, const char *what, std::size_t from, std::size_t count,
                             const QString &argument)
{
    if (m_tree.m_limited)
        return;
    const std::uint32_t node = append(parent, NodeKind::Problem, what, from, count);
    const DecodedNode::Text kept = keep(argument);
    m_tree.m_nodes[node].value = kept;
    if (m_tree.m_problem == none)
        m_tree.m_problem = node;
}

DecodedNode::Text TreeBuilder::keep(QStringView text)
{
    if (text.isEmpty())
        return {};
    const DecodedNode::Text kept{static_cast<std::uint32_t>(m_tree.m_texts.size()),
                                 static_cast<std::uint32_t>(text.size())};
    m_tree.m_texts += text;
    return kept;
}

void TreeBuilder::setLabel(std::uint32_t node, QStringView label)
{
    const DecodedNode::Text kept = keep(label.left(m_limits.maxText));
    m_tree.m_nodes[node].label = kept;
}

void TreeBuilder::setValue(std::uint32_t node, QStringView value, bool cut)
{
    QStringView shown = value;
    m_tree.m_nodes[node].cut = cut;
    if (value.size() > m_limits.maxText) {
        shown = value.left(m_limits.maxText);
        if (shown.back().isHighSurrogate())
            shown.chop(1);
        m_tree.m_nodes[node].cut = true;
    }
    m_tree.m_nodes[node].value = keep(shown);
}

void TreeBuilder::setText(std::uint32_t node, ByteView text)
{
    // A character takes at most four octets; the rest is not looked at.
    const std::size_t most = 4 * static_cast<std::size_t>(m_limits.maxText);
    if (text.size() <= most)
        return setValue(node, utf8Text(text));
    std::size_t end = most;
    while (end > most - 4 && (text[end] & 0xC0) == 0x80)
        --end; // no character is cut
    setValue(node, utf8Text(text.first(end)));
    m_tree.m_nodes[node].cut = true;
}

void TreeBuilder::setOctets(std::uint32_t node, ByteView octets)
{
    const auto most = static_cast<std::size_t>(m_limits.maxText) / 2;
    setValue(node, QString::fromLatin1(toByteArray(octets.first(std::min(most, octets.size()))).toHex()));
    if (octets.size() > most)
        m_tree.m_nodes[node].cut = true;
}

void TreeBuilder::setNote(std::uint32_t node, QStringView note)
{
    const DecodedNode::Text kept = keep(note.left(m_limits.maxText));
    m_tree.m_nodes[node].note = kept;
}

void TreeBuilder::setEnd(std::uint32_t node, std::size_t end)
{
    DecodedNode &it = m_tree.m_nodes[node];
    it.count = narrow(end) - it.from;
}

void TreeBuilder::dropChildren(std::uint32_t node)
{
    if (m_tree.m_limited)
        return;
    m_tree.m_nodes.resize(node + std::size_t(1));
    m_lastChild.resize(node + std::size_t(1));
    m_lastChild[node] = none;
    DecodedNode &it = m_tree.m_nodes[node];
    it.firstChild = none;
    it.childCount = 0;
    if (m_tree.m_problem != none && m_tree.m_problem > node)
        m_tree.m_problem = none;
}

void TreeBuilder::addField(const char *name, QStringView value)
{
    m_tree.m_fields.push_back({name, value.left(m_limits.maxText).toString(), value.size() > m_limits.maxText});
}

QString inOneLine(const DecodedTree &tree, std::uint32_t node, qsizetype width)
{
    LineWriter writer(tree, width);
    writer.write(node, 0);
    return writer.take();
}

QString siblingsInOneLine(const DecodedTree &tree, std::uint32_t first, qsizetype width)
{
    LineWriter writer(tree, width);
    writer.writeChildren(first, 0, false);
    return writer.take();
}

} // namespace framescope::decode
