#pragma once

#include "core/decode/decodedtree.h"
#include "ui/payload/rowpayload.h"

#include <QAbstractItemModel>

#include <unordered_map>

namespace framescope::ui
{

/// A decoded payload as a tree. Children are looked up when they are first asked for.
class DecodedTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Name, Value, Type, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole, ///< int: decode::NodeKind
        NoteRole,                ///< what the value means, or empty
    };

    explicit DecodedTreeModel(QObject *parent = nullptr);

    void setTree(decode::DecodedTree tree);
    void clear();
    const decode::DecodedTree &tree() const noexcept { return m_tree; }

    /// The octets of a row: its value, with its key and header.
    OctetRange range(const QModelIndex &index) const;
    /// A view that has a row open opens all rows around it, and its stack does not bear much more.
    static constexpr int deepest = 300;
    /// The row of the innermost value that holds an octet, but none deeper than that.
    QModelIndex indexAt(std::uint64_t offset) const;
    /// A node's row, or that of the one around it which is not too deep.
    QModelIndex shallowIndexOf(std::uint32_t node) const;
    QModelIndex indexOf(std::uint32_t node, int column = 0) const;
    /// "$.user.id", "$[3]": as the display filter has it behind "decoded.".
    QString path(const QModelIndex &index) const;
    /// The value as far as it is shown, without quotes.
    QString valueOf(const QModelIndex &index) const;
    /// The sentence of a Problem.
    QString problemText(std::uint32_t node) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const decode::DecodedNode &node(const QModelIndex &index) const;
    const std::vector<std::uint32_t> &children(std::uint32_t node) const;
    QString nameText(const decode::DecodedNode &node) const;
    bool isTag(const decode::DecodedNode &node) const;
    QString valueText(std::uint32_t number) const;

    decode::DecodedTree m_tree;
    mutable std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> m_children; ///< none: those at the top
};

} // namespace framescope::ui
