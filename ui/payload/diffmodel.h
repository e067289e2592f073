#pragma once

#include "core/compare/comparison.h"

#include <QAbstractListModel>

class QStyledItemDelegate;

namespace framescope::ui
{

/// A line of a comparison as it is painted: long ones cut to what differs, nothing in it that cannot be seen.
struct DiffLine {
    QString text;
    std::vector<compare::ComparedRow::Span> changed;
};
DiffLine diffLine(const compare::ComparedRow &row);

/// The rows of a comparison.
class DiffModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit DiffModel(QObject *parent = nullptr) : QAbstractListModel(parent) {}

    /// `numbered`: the rows' places are lines or offsets that a person looks for.
    void setRows(std::vector<compare::ComparedRow> rows, bool octets);
    const std::vector<compare::ComparedRow> &rows() const noexcept { return m_rows; }
    /// "12", "0x20", or nothing.
    QString place(std::uint64_t place) const;
    /// With "- ", "+ " or "  " before it, as it is copied.
    QString line(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<compare::ComparedRow> m_rows;
    bool m_octets = false;
};

/// Paints them: the places of both sides, a sign, the text with its differences on a ground.
QStyledItemDelegate *makeDiffDelegate(const DiffModel &model, QObject *parent);

} // namespace framescope::ui
