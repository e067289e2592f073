#include "ui/payload/decodedtreemodel.h"

#include "core/filter/language/valuepath.h"
#include "core/io/rowtext.h"
#include "ui/details/fieldrow.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"

namespace framescope::ui
{

using decode::DecodedNode;
using decode::NodeKind;

DecodedTreeModel::DecodedTreeModel(QObject *parent) : QAbstractItemModel(parent) {}

void DecodedTreeModel::setTree(decode::DecodedTree tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    m_children.clear();
    endResetModel();
}

void DecodedTreeModel::clear()
{
    if (!m_tree.nodes().empty())
        setTree({});
}

const DecodedNode &DecodedTreeModel::node(const QModelIndex &index) const
{
    return m_tree.nodes()[std::size_t(index.internalId())];
}

const std::vector<std::uint32_t> &DecodedTreeModel::children(std::uint32_t parent) const
{
    std::vector<std::uint32_t> &list = m_children[parent];
    if (!list.empty() || m_tree.nodes().empty())
        return list;
    const auto &nodes = m_tree.nodes();
    for (std::uint32_t i = parent == DecodedNode::none ? 0 : nodes[parent].firstChild; i != DecodedNode::none;
         i = nodes[i].nextSibling)
        list.push_back(i);
    return list;
}

QModelIndex DecodedTreeModel::indexOf(std::uint32_t number, int column) const
{
    return number == DecodedNode::none ? QModelIndex()
                                       : createIndex(int(m_tree.nodes()[number].row), column, quintptr(number));
}

OctetRange DecodedTreeModel::range(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    return {node(index).from, node(index).count};
}

QModelIndex DecodedTreeModel::indexAt(std::uint64_t offset) const
{
    const auto &nodes = m_tree.nodes();
    std::uint32_t found = DecodedNode::none;
    int depth = 0;
    for (std::uint32_t i = nodes.empty() ? DecodedNode::none : 0; i != DecodedNode::none;) {
        const DecodedNode &each = nodes[i];
        if (offset >= each.from && offset - each.from < each.count) {
            found = i;
            i = ++depth < deepest ? each.firstChild : DecodedNode::none;
        } else {
            i = each.nextSibling;
        }
    }
    return indexOf(found);
}

QModelIndex DecodedTreeModel::shallowIndexOf(std::uint32_t number) const
{
    std::vector<std::uint32_t> around; // from the inside
    for (std::uint32_t i = number; i != DecodedNode::none; i = m_tree.nodes()[i].parent)
        around.push_back(i);
    if (around.size() > std::size_t(deepest))
        number = around[around.size() - std::size_t(deepest)];
    return indexOf(number);
}

QString DecodedTreeModel::path(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    QStringList steps;
    const auto &nodes = m_tree.nodes();
    for (auto i = std::uint32_t(index.internalId());
         nodes[i].parent != DecodedNode::none && steps.size() < deepest + 10; i = nodes[i].parent) {
        const DecodedNode &each = nodes[i];
        if (nodes[each.parent].kind == NodeKind::Array)
            steps.prepend(u'[' + QString::number(each.row) + u']');
        else if (each.label.size > 0)
            steps.prepend(filter::keyStep(m_tree.text(each.label).toString()));
    }
    return u'$' + steps.join(QString());
}

QString DecodedTreeModel::valueOf(const QModelIndex &index) const
{
    return index.isValid() ? m_tree.text(node(index).value).toString() : QString();
}

QString DecodedTreeModel::problemText(std::uint32_t number) const
{
    const DecodedNode &problem = m_tree.nodes()[number];
    const QString text = QString::fromUtf8(problem.type);
    return coreText(text.contains(QLatin1String("%1")) ? text.arg(m_tree.text(problem.value)) : text);
}

QModelIndex DecodedTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= ColumnCount)
        return {};
    const std::uint32_t in = parent.isValid() ? std::uint32_t(parent.internalId()) : DecodedNode::none;
    return createIndex(row, column, quintptr(children(in)[std::size_t(row)]));
}

QModelIndex DecodedTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(node(index).parent) : QModelIndex();
}

int DecodedTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(children(DecodedNode::none).size());
    return parent.column() == 0 ? int(node(parent).childCount) : 0;
}

int DecodedTreeModel::columnCount(const QModelIndex &) const { return ColumnCount; }

bool DecodedTreeModel::hasChildren(const QModelIndex &parent) const
{
    return parent.isValid() ? rowCount(parent) > 0 : !m_tree.nodes().empty();
}

QString DecodedTreeModel::nameText(const DecodedNode &n) const
{
    if (n.kind == NodeKind::Problem)
        return QStringLiteral("▲");
    if (n.label.size > 0)
        return io::visibleText(m_tree.text(n.label));
    if (n.parent == DecodedNode::none)
        return QStringLiteral("$");
    const NodeKind in = m_tree.nodes()[n.parent].kind;
    const bool isPiece = in == NodeKind::String || in == NodeKind::Bytes;
    return isPiece || in == NodeKind::Array ? QString::number(n.row) : QString();
}

/// RFC 8949 §3.4: a number that says what the one item in it is.
bool DecodedTreeModel::isTag(const DecodedNode &n) const
{
    return n.kind == NodeKind::Group && n.childCount == 1 && n.value.size > 0 &&
           m_tree.nodes()[n.firstChild].label.size == 0;
}

QString DecodedTreeModel::valueText(std::uint32_t number) const
{
    const DecodedNode &n = m_tree.nodes()[number];
    QString text = io::visibleText(m_tree.text(n.value));
    const QString more = n.cut ? QStringLiteral("… ") + tr("(%1 in all)").arg(bytesText(n.count)) : QString();
    switch (n.kind) {
    case NodeKind::Object:
        return n.childCount == 0 ? QStringLiteral("{}") : tr("{ %n key(s) }", nullptr, int(n.childCount));
    case NodeKind::Array:
        return n.childCount == 0 ? QStringLiteral("[]") : tr("[ %n value(s) ]", nullptr, int(n.childCount));
    case NodeKind::Group:
        return (text.isEmpty() || isTag(n)) && n.childCount > 0 ? tr("{ %n part(s) }", nullptr, int(n.childCount))
                                                                : text;
    case NodeKind::String:
        return u'"' + text + (n.cut ? more : QStringLiteral("\""));
    case NodeKind::Problem:
        return problemText(number);
    default:
        return text + more;
    }
}

QVariant DecodedTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const DecodedNode &n = node(index);
    const QString note = n.note.size > 0 ? coreText(io::visibleText(m_tree.text(n.note))) : QString();
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Name)
            return nameText(n);
        if (index.column() == Value) {
            if (isTag(n) && !note.isEmpty())
                return note; // its number is no value
            const QString value = valueText(std::uint32_t(index.internalId()));
            return note.isEmpty() ? value : value + QStringLiteral("   ") + note;
        }
        if (n.kind == NodeKind::Problem)
            return QString();
        return isTag(n) ? coreText(QString::fromUtf8(n.type)) + u' ' + m_tree.text(n.value).toString()
                        : coreText(QString::fromUtf8(n.type));
    case Qt::AccessibleTextRole:
        if (n.kind == NodeKind::Problem && index.column() == Name)
            return tr("Goes wrong here");
        return data(index, Qt::DisplayRole);
    case Qt::ToolTipRole:
        return tr("Bytes %1 to %2 of the payload")
            .arg(numberText(n.from), numberText(std::uint64_t(n.from) + std::max(n.count, 1u) - 1));
    case KindRole:
        return int(n.kind);
    case NoteRole:
        return note;
    default:
        return {};
    }
}

QVariant DecodedTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : section == Value ? tr("Value") : tr("Type");
}

} // namespace framescope::ui
