#pragma once

#include "core/base/bytes.h"

#include <QString>

#include <stop_token>
#include <vector>

namespace framescope::decode
{

/// What a node holds: the window colours it by this, and the filter compares by it.
enum class NodeKind : std::uint8_t {
    Object, ///< children have keys
    Array,  ///< children are counted
    Group,  ///< what belongs together otherwise: a packet, a tag and what is tagged
    String,
    Bytes,
    Number,
    Bool,
    Null,
    Other,
    Problem, ///< here the octets are not what they are said to be; type says why
};

/// One value of a payload. Ranges are octets of the payload.
struct DecodedNode {
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    /// A place in the texts of the tree. Units: UTF-16.
    struct Text {
        std::uint32_t at = 0, size = 0;
    };

    std::uint32_t parent = none;
    std::uint32_t nextSibling = none;
    std::uint32_t firstChild = none;
    std::uint32_t childCount = 0;
    std::uint32_t row = 0; ///< place among the parent's children, from 0
    std::uint32_t from = 0;
    std::uint32_t count = 0; ///< with its key and header
    Text label;              ///< the key, a name, or empty
    Text value;
    Text note;             ///< what the value means: a date, a float; English
    const char *type = ""; ///< in the format's words; of a Problem a sentence
    NodeKind kind = NodeKind::Other;
    bool cut = false; ///< the value is longer than what is shown

    bool isContainer() const noexcept { return kind <= NodeKind::Group; }
};

/// A value that the display filter knows by name.
struct NamedValue {
    const char *name; ///< as Decoder::fields() has it
    QString value;
    bool cut = false;
};

struct DecodeLimits {
    std::size_t maxNodes = 500'000;
    qsizetype maxText = 300; ///< characters of one value
    std::stop_token stop{};
};

/// A decoded payload as a flat array of nodes in the order of the octets, so that depth costs memory only.
class DecodedTree
{
public:
    const std::vector<DecodedNode> &nodes() const noexcept { return m_nodes; }
    QStringView text(DecodedNode::Text text) const noexcept
    {
        return QStringView(m_texts).sliced(qsizetype(text.at), qsizetype(text.size));
    }
    const std::vector<NamedValue> &fields() const noexcept { return m_fields; }
    /// The first Problem that is the octets' fault and no limit of ours, or DecodedNode::none.
    std::uint32_t problem() const noexcept { return m_problem; }
    /// The octets ended inside a value, and more of them were announced (Payload::whole is false).
    bool cut() const noexcept { return m_cut; }
    /// A limit ended it, so that less is here than the octets hold.
    bool limited() const noexcept { return m_limited; }

private:
    friend class TreeBuilder;
    std::vector<DecodedNode> m_nodes;
    QString m_texts;
    std::vector<NamedValue> m_fields;
    std::uint32_t m_problem = DecodedNode::none;
    bool m_cut = false;
    bool m_limited = false;
};

/// How decoders make a tree. Parents come before their children, which come in the order of the octets.
class TreeBuilder
{
public:
    static constexpr std::uint32_t none = DecodedNode::none;

    explicit TreeBuilder(const DecodeLimits &limits = {}) : m_limits(limits) {}

    /// The number of a new node, the last child of `parent` (none: at the top); none when no more may be made, then
    /// a Problem tells so and the decoder returns.
    std::uint32_t add(std::uint32_t parent, NodeKind kind, const char *type, std::size_t from, std::size_t count);
    /// A node of kind Problem; `what` may have a %1 for `argument`. Made beyond the limit as well, which only
    /// the next node is stopped by.
    void addProblem(std::uint32_t parent, const char *what, std::size_t from, std::size_t count,
                    const QString &argument = {});
    void setLabel(std::uint32_t node, QStringView label);
    /// `cut`: it is only the beginning.
    void setValue(std::uint32_t node, QStringView value, bool cut = false);
    /// UTF-8; octets that are none become U+FFFD.
    void setText(std::uint32_t node, ByteView text);
    /// As hexadecimal digits.
    void setOctets(std::uint32_t node, ByteView octets);
    void setNote(std::uint32_t node, QStringView note);
    /// Where the node ends, once that is known.
    void setEnd(std::uint32_t node, std::size_t end);
    void setKind(std::uint32_t node, NodeKind kind) { m_tree.m_nodes[node].kind = kind; }
    /// Takes away all that was made since this node, which must lie in it. What the limits ended stays.
    void dropChildren(std::uint32_t node);
    void addField(const char *name, QStringView value);
    /// The octets end inside a value and more follow.
    void setCut() { m_tree.m_cut = true; }

    const DecodeLimits &limits() const noexcept { return m_limits; }
    /// What was made so far.
    const DecodedTree &tree() const noexcept { return m_tree; }
    DecodedTree take() { return std::move(m_tree); }

private:
    std::uint32_t append(std::uint32_t parent, NodeKind kind, const char *type, std::size_t from, std::size_t count);
    DecodedNode::Text keep(QStringView text);

    DecodeLimits m_limits;
    DecodedTree m_tree;
    std::vector<std::uint32_t> m_lastChild; ///< by node
    std::uint32_t m_lastTop = none;
    std::uint32_t m_tops = 0;
};

/// A node in one line: {"a": 1, "b": […]}, at most about `width` characters; what is left out is an ellipsis.
QString inOneLine(const DecodedTree &tree, std::uint32_t node, qsizetype width);
/// The same of an array that begins with this node and goes on with its siblings; none: [].
QString siblingsInOneLine(const DecodedTree &tree, std::uint32_t first, qsizetype width);

} // namespace framescope::decode
