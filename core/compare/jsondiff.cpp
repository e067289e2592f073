#include "core/compare/jsondiff.h"

#include <QHash>
#include <QRandomGenerator>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace framescope::compare
{

namespace
{
using decode::JsonNode;
using decode::JsonType;

constexpr std::size_t maxRows = 10'000;
/// Steps of a path that are written; those before them are left out.
constexpr int maxSteps = 100;
constexpr qsizetype maxShown = 300;

/// One side, with a number for each value that is the same for equal values.
class Side
{
public:
    /// The seed is not known to whoever made the texts: equal numbers of other values cannot be arranged.
    Side(const JsonSide &side, std::size_t seed) : m_side(side)
    {
        const std::vector<JsonNode> &nodes = side.tree.nodes();
        m_hashes.assign(nodes.size(), 0);
        std::vector<std::size_t> inside(nodes.size(), 0);
        // Children stand behind their parents, and here come before them; those of an array from last to first.
        for (std::size_t i = nodes.size(); i-- > 0;) {
            const JsonNode &node = nodes[i];
            const std::size_t own = isScalar(node) ? scalarHash(node, seed) : inside[i];
            m_hashes[i] = qHashMulti(seed, int(node.type), own, node.childCount);
            if (node.parent == JsonNode::none)
                continue;
            if (nodes[node.parent].type == JsonType::Object)
                inside[node.parent] += qHashMulti(seed, key(std::uint32_t(i)), m_hashes[i]);
            else
                inside[node.parent] = qHashMulti(seed, inside[node.parent], m_hashes[i]);
        }
    }

    const JsonNode &node(std::uint32_t i) const { return m_side.tree.nodes()[i]; }
    std::size_t hash(std::uint32_t i) const { return m_hashes[i]; }
    QString key(std::uint32_t i) const { return key(i, qsizetype(node(i).keySize)); }
    QString key(std::uint32_t i, qsizetype maxCharacters) const
    {
        const JsonNode &n = node(i);
        return decode::jsonStringText(m_side.text.subspan(n.keyOffset, n.keySize), maxCharacters);
    }
    std::vector<std::uint32_t> children(std::uint32_t i) const
    {
        std::vector<std::uint32_t> out;
        out.reserve(node(i).childCount);
        for (std::uint32_t c = node(i).firstChild; c != JsonNode::none; c = node(c).nextSibling)
            out.push_back(c);
        return out;
    }
    static bool isScalar(const JsonNode &node) { return node.type != JsonType::Object && node.type != JsonType::Array; }

    QString path(std::uint32_t i) const
    {
        QStringList steps;
        int count = 0;
        for (; node(i).parent != JsonNode::none && count < maxSteps; i = node(i).parent, ++count) {
            if (node(i).keySize == 0) {
                steps.prepend(QStringLiteral("[%1]").arg(node(i).row));
                continue;
            }
            const QString name = key(i, maxShown);
            const bool plain =
                !name.isEmpty() && !name[0].isDigit() &&
                std::all_of(name.begin(), name.end(), [](QChar c) { return c.isLetterOrNumber() || c == u'_'; });
            steps.prepend(plain ? u'.' + name : QStringLiteral("[\"%1\"]").arg(name));
        }
        steps.prepend(count == maxSteps ? QStringLiteral("$…") : QStringLiteral("$"));
        return steps.join(QString());
    }
    QString value(std::uint32_t i) const
    {
        const JsonNode &n = node(i);
        const auto size = std::min<std::size_t>(n.valueSize, std::size_t(maxShown));
        return QString::fromUtf8(qbyteView(m_side.text.subspan(n.valueOffset, size))) +
               (size < n.valueSize ? QStringLiteral("…") : QString());
    }

private:
    std::size_t scalarHash(const JsonNode &n, std::size_t seed) const
    {
        const ByteView value = m_side.text.subspan(n.valueOffset, n.valueSize);
        if (n.type == JsonType::String && std::find(value.begin(), value.end(), std::uint8_t('\\')) != value.end())
            return qHash(decode::jsonStringText(value, qsizetype(value.size())).toUtf8(), seed);
        return qHash(qbyteView(n.type == JsonType::String ? value.subspan(1, value.size() - 2) : value), seed);
    }

    const JsonSide &m_side;
    std::vector<std::size_t> m_hashes;
};

/// What is still to be compared, or told: one index is none where only the other side has it.
using Pair = std::pair<std::uint32_t, std::uint32_t>;

std::vector<Pair> objectPairs(const Side &left, const Side &right, const Pair &pair)
{
    std::vector<Pair> pairs;
    QHash<QString, std::vector<std::uint32_t>> others;
    QSet<std::uint32_t> matched;
    const std::vector<std::uint32_t> came = right.children(pair.second);
    for (auto it = came.rbegin(); it != came.rend(); ++it)
        others[right.key(*it)].push_back(*it); // the first is the last in its list
    for (const std::uint32_t child : left.children(pair.first)) {
        const auto found = others.find(left.key(child));
        if (found == others.end() || found->empty()) {
            pairs.emplace_back(child, JsonNode::none);
            continue;
        }
        pairs.emplace_back(child, found->back());
        matched.insert(found->back());
        found->pop_back();
    }
    for (const std::uint32_t child : came) {
        if (!matched.contains(child))
            pairs.emplace_back(JsonNode::none, child);
    }
    return pairs;
}

std::vector<Pair> arrayPairs(const Side &left, const Side &right, const Pair &pair)
{
    const std::vector<std::uint32_t> a = left.children(pair.first);
    const std::vector<std::uint32_t> b = right.children(pair.second);
    const auto same = [&](std::uint32_t x, std::uint32_t y) { return left.hash(x) == right.hash(y); };
    std::size_t begin = 0;
    while (begin < a.size() && begin < b.size() && same(a[begin], b[begin]))
        ++begin;
    std::size_t end = 0;
    while (end < std::min(a.size(), b.size()) - begin && same(a[a.size() - 1 - end], b[b.size() - 1 - end]))
        ++end;
    std::vector<Pair> pairs;
    for (std::size_t i = begin; i < std::max(a.size(), b.size()) - end; ++i)
        pairs.emplace_back(i < a.size() - end ? a[i] : JsonNode::none, i < b.size() - end ? b[i] : JsonNode::none);
    return pairs;
}

ComparedRow rowOf(const Side &side, std::uint32_t i, ComparedRow::Kind kind)
{
    ComparedRow row;
    row.kind = kind;
    (kind == ComparedRow::Kind::Removed ? row.left : row.right) = side.node(i).valueOffset;
    const QString path = side.path(i) + QStringLiteral(": ");
    row.text = path + side.value(i);
    row.changed.push_back({path.size(), row.text.size() - path.size()});
    return row;
}
} // namespace

Comparison jsonDiff(const JsonSide &leftSide, const JsonSide &rightSide, const std::stop_token &stop)
{
    Comparison out;
    if (leftSide.tree.nodes().empty() || rightSide.tree.nodes().empty())
        return out;
    const std::size_t seed = QRandomGenerator::global()->generate();
    const Side left(leftSide, seed);
    const Side right(rightSide, seed);
    std::vector<Pair> open{{0, 0}}; // a stack of our own: depth costs memory only
    while (!open.empty() && !stop.stop_requested()) {
        const Pair pair = open.back();
        open.pop_back();
        const bool both = pair.first != JsonNode::none && pair.second != JsonNode::none;
        if (both && left.hash(pair.first) == right.hash(pair.second))
            continue;
        if (both && left.node(pair.first).type == right.node(pair.second).type &&
            !Side::isScalar(left.node(pair.first))) {
            const std::vector<Pair> inner = left.node(pair.first).type == JsonType::Object
                                                ? objectPairs(left, right, pair)
                                                : arrayPairs(left, right, pair);
            open.insert(open.end(), inner.rbegin(), inner.rend());
            continue;
        }
        ++out.differences;
        if (out.rows.size() + 2 > maxRows) {
            out.complete = false;
            continue;
        }
        if (pair.first != JsonNode::none)
            out.rows.push_back(rowOf(left, pair.first, ComparedRow::Kind::Removed));
        if (pair.second != JsonNode::none)
            out.rows.push_back(rowOf(right, pair.second, ComparedRow::Kind::Added));
        if (pair.first == JsonNode::none || pair.second == JsonNode::none)
            out.rows.back().changed.clear(); // nothing stands against it
    }
    return out;
}

} // namespace framescope::compare
