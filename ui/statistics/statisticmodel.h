#pragma once

#include "ui/statistics/statisticcontent.h"

#include <QAbstractTableModel>

namespace framescope::ui
{

/// A table of numbers that changes while it is looked at: lines keep their place, and so do selection and scroll bar.
class StatisticModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit StatisticModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setTable(const StatisticTable &table);
    const StatisticTable &table() const { return m_table; }
    /// nullptr where there is none.
    const StatisticLine *line(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    StatisticTable m_table;
};

} // namespace framescope::ui
