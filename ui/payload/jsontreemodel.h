#pragma once

#include "core/decode/jsontree.h"
#include "ui/payload/rowpayload.h"

#include <QAbstractItemModel>

#include <unordered_map>
#include <unordered_set>

namespace framescope::ui
{

/// A JSON text as a tree: the value itself is the one top row. Children are looked up when they are first asked for.
class JsonTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Key, Value, ColumnCount };
    enum Role { TypeRole = Qt::UserRole, DuplicateRole };
    /// A longer string is cut in the tree, and says how much is left.
    static constexpr qsizetype maxShown = 300;

    explicit JsonTreeModel(QObject *parent = nullptr);

    /// The octets are kept; the tree was parsed from them.
    void setJson(const QByteArray &text, decode::JsonTree tree);
    void clear();
    const decode::JsonTree &tree() const noexcept { return m_tree; }
    const QByteArray &json() const noexcept { return m_text; }

    /// The octets of a row: its value, and its key with it in an object.
    OctetRange range(const QModelIndex &index) const;
    /// The row of the innermost value that holds an octet.
    QModelIndex indexAt(std::uint64_t offset) const;
    /// "$.user.id", "$[3]", "$[\"odd key\"]".
    QString path(const QModelIndex &index) const;
    /// A display filter for messages that have this value at this place: "json.$.user.id == 17". Empty where the value is
    /// an object or array, or something is long.
    QString filter(const QModelIndex &index) const;
    /// The octets of the value as they stand in the text.
    QByteArray rawValue(const QModelIndex &index) const;
    /// Where they stand there.
    OctetRange valueRange(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const decode::JsonNode &node(const QModelIndex &index) const;
    QModelIndex indexOf(std::uint32_t node, int column = 0) const;
    const std::vector<std::uint32_t> &children(std::uint32_t node) const;
    ByteView part(std::uint32_t offset, std::uint32_t size) const;
    QString keyText(const decode::JsonNode &node) const;
    QString valueText(const decode::JsonNode &node) const;

    QByteArray m_text;
    decode::JsonTree m_tree;
    mutable std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> m_children;
    mutable std::unordered_set<std::uint32_t> m_duplicates;
};

} // namespace framescope::ui
