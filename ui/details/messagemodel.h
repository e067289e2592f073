#pragma once

#include "core/base/ids.h"

#include <QAbstractTableModel>

#include <vector>

namespace framescope::capture
{
class Capture;
}

namespace framescope::ui
{

/// The frames of one message as a table.
class MessageModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Number, OpcodeColumn, Fin, Rsv, Length, Time, Delta, ColumnCount };

    explicit MessageModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setFrames(const capture::Capture *capture, std::vector<RowIndex> rows);
    /// More frames of the same message; what is shown stays where it is.
    void append(const std::vector<RowIndex> &rows);
    RowIndex rowAt(int row) const { return m_rows[std::size_t(row)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const capture::Capture *m_capture = nullptr;
    std::vector<RowIndex> m_rows;
};

} // namespace framescope::ui
