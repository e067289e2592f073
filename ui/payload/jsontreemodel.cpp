#include "ui/payload/jsontreemodel.h"

#include "core/filter/language/likethis.h"
#include "core/filter/language/valuepath.h"
#include "core/io/rowtext.h"
#include "ui/details/fieldrow.h"
#include "ui/support/numbertext.h"

#include <QSet>
#include <QTextDocument>

#include <algorithm>

namespace framescope::ui
{

using decode::JsonNode;
using decode::JsonType;

namespace
{
/// Objects with more keys are not searched for duplicates.
constexpr std::uint32_t maxDuplicateSearch = 100'000;
} // namespace

JsonTreeModel::JsonTreeModel(QObject *parent) : QAbstractItemModel(parent) {}

void JsonTreeModel::setJson(const QByteArray &text, decode::JsonTree tree)
{
    beginResetModel();
    m_text = text;
    m_tree = std::move(tree);
    m_children.clear();
    m_duplicates.clear();
    endResetModel();
}

void JsonTreeModel::clear() { setJson({}, {}); }

const JsonNode &JsonTreeModel::node(const QModelIndex &index) const
{
    return m_tree.nodes()[std::size_t(index.internalId())];
}

QModelIndex JsonTreeModel::indexOf(std::uint32_t node, int column) const
{
    return node == JsonNode::none ? QModelIndex() : createIndex(int(m_tree.nodes()[node].row), column, quintptr(node));
}

ByteView JsonTreeModel::part(std::uint32_t offset, std::uint32_t size) const
{
    return byteView(m_text).subspan(offset, size);
}

const std::vector<std::uint32_t> &JsonTreeModel::children(std::uint32_t parent) const
{
    std::vector<std::uint32_t> &list = m_children[parent];
    const JsonNode &n = m_tree.nodes()[parent];
    if (list.empty() && n.childCount > 0) {
        list.reserve(n.childCount);
        QSet<QByteArrayView> seen;
        for (std::uint32_t i = n.firstChild; i != JsonNode::none; i = m_tree.nodes()[i].nextSibling) {
            list.push_back(i);
            if (n.type != JsonType::Object || n.childCount > maxDuplicateSearch)
                continue;
            const QByteArrayView key = qbyteView(part(m_tree.nodes()[i].keyOffset, m_tree.nodes()[i].keySize));
            if (seen.contains(key))
                m_duplicates.insert(i);
            seen.insert(key);
        }
    }
    return list;
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= ColumnCount)
        return {};
    if (!parent.isValid())
        return createIndex(0, column, quintptr(0));
    return createIndex(row, column, quintptr(children(std::uint32_t(parent.internalId()))[std::size_t(row)]));
}

QModelIndex JsonTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(node(index).parent) : QModelIndex();
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_tree.nodes().empty() ? 0 : 1;
    return parent.column() == 0 ? int(node(parent).childCount) : 0;
}

int JsonTreeModel::columnCount(const QModelIndex &) const { return ColumnCount; }

bool JsonTreeModel::hasChildren(const QModelIndex &parent) const { return rowCount(parent) > 0; }

QString JsonTreeModel::keyText(const JsonNode &n) const
{
    if (n.parent == JsonNode::none)
        return QStringLiteral("$");
    if (n.keySize == 0)
        return QString::number(n.row);
    bool cut = false;
    const QString text = decode::jsonStringText(part(n.keyOffset, n.keySize), maxShown, &cut);
    return io::visibleText(text) + (cut ? QStringLiteral("…") : QString());
}

QString JsonTreeModel::valueText(const JsonNode &n) const
{
    switch (n.type) {
    case JsonType::Object:
        return n.childCount == 0   ? QStringLiteral("{}")
               : n.childCount == 1 ? tr("{ 1 key }")
                                   : tr("{ %1 keys }").arg(numberText(n.childCount));
    case JsonType::Array:
        return n.childCount == 0   ? QStringLiteral("[]")
               : n.childCount == 1 ? tr("[ 1 value ]")
                                   : tr("[ %1 values ]").arg(numberText(n.childCount));
    case JsonType::String: {
        bool cut = false;
        const QString text = io::visibleText(decode::jsonStringText(part(n.valueOffset, n.valueSize), maxShown, &cut));
        return cut ? QStringLiteral("\"%1… ").arg(text) + tr("(%1 in all)").arg(bytesText(n.valueSize - 2))
                   : u'"' + text + u'"';
    }
    default:
        break;
    }
    const ByteView raw = part(n.valueOffset, std::min<std::uint32_t>(n.valueSize, std::uint32_t(maxShown)));
    const QString text = QString::fromLatin1(qbyteView(raw));
    return n.valueSize > std::uint32_t(maxShown)
               ? text + QStringLiteral("… ") + tr("(%1 in all)").arg(bytesText(n.valueSize))
               : text;
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const JsonNode &n = node(index);
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Key ? keyText(n) : valueText(n);
    case Qt::ToolTipRole:
        if (m_duplicates.contains(std::uint32_t(index.internalId())))
            return tr("This key stands more than once in its object (RFC 8259 §4)");
        return Qt::convertFromPlainText(path(index));
    case TypeRole:
        return int(n.type);
    case DuplicateRole:
        return m_duplicates.contains(std::uint32_t(index.internalId()));
    default:
        return {};
    }
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Key ? tr("Key") : tr("Value");
}

OctetRange JsonTreeModel::range(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const JsonNode &n = node(index);
    const std::uint64_t from = n.keySize > 0 ? n.keyOffset : n.valueOffset;
    return {from, n.valueOffset + std::uint64_t(n.valueSize) - from};
}

QModelIndex JsonTreeModel::indexAt(std::uint64_t offset) const
{
    const auto &nodes = m_tree.nodes();
    // Nodes stand in the order of the text: the last one that begins at or before the octet, or one around it.
    auto it = std::upper_bound(nodes.begin(), nodes.end(), offset, [](std::uint64_t at, const JsonNode &n) {
        return at < (n.keySize > 0 ? n.keyOffset : n.valueOffset);
    });
    if (it == nodes.begin())
        return {};
    auto i = std::uint32_t(it - nodes.begin() - 1);
    while (i != JsonNode::none && offset >= std::uint64_t(nodes[i].valueOffset) + nodes[i].valueSize)
        i = nodes[i].parent;
    return indexOf(i);
}

QString JsonTreeModel::path(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    QStringList steps;
    for (std::uint32_t i = std::uint32_t(index.internalId()); i != JsonNode::none; i = m_tree.nodes()[i].parent) {
        const JsonNode &n = m_tree.nodes()[i];
        if (n.parent == JsonNode::none) {
            steps.prepend(QStringLiteral("$"));
        } else if (n.keySize == 0) {
            steps.prepend(QStringLiteral("[%1]").arg(n.row));
        } else {
            steps.prepend(filter::keyStep(decode::jsonStringText(part(n.keyOffset, n.keySize), n.keySize)));
        }
        if (steps.size() > 1000) { // a path nobody reads
            steps.prepend(QStringLiteral("$…"));
            break;
        }
    }
    return steps.join(QString());
}

QString JsonTreeModel::filter(const QModelIndex &index) const
{
    constexpr std::uint32_t longest = 200;
    if (!index.isValid() || !index.parent().isValid())
        return {};
    const JsonNode &value = node(index);
    if (value.type == JsonType::Object || value.type == JsonType::Array || value.valueSize > longest)
        return {};
    const QString steps = path(index);
    if (steps.size() > qsizetype(longest))
        return {};
    const bool isText = value.type == JsonType::String;
    const QString word = isText ? decode::jsonStringText(part(value.valueOffset, value.valueSize), value.valueSize)
                                : QString::fromUtf8(rawValue(index));
    return filter::valueIs(QStringLiteral("json.") + steps, word, isText);
}

OctetRange JsonTreeModel::valueRange(const QModelIndex &index) const
{
    return index.isValid() ? OctetRange{node(index).valueOffset, node(index).valueSize} : OctetRange();
}

QByteArray JsonTreeModel::rawValue(const QModelIndex &index) const
{
    const OctetRange value = valueRange(index);
    return m_text.mid(qsizetype(value.from), qsizetype(value.count));
}

} // namespace framescope::ui
