#include "ui/statistics/statisticmodel.h"

namespace framescope::ui
{

void StatisticModel::setTable(const StatisticTable &table)
{
    if (table.headers != m_table.headers) {
        beginResetModel();
        m_table = table;
        endResetModel();
        return;
    }
    const int before = int(m_table.lines.size());
    const int after = int(table.lines.size());
    if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_table.lines.resize(std::size_t(after));
        endRemoveRows();
    } else if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_table = table;
        endInsertRows();
    }
    m_table = table;
    if (const int same = std::min(before, after); same > 0)
        Q_EMIT dataChanged(index(0, 0), index(same - 1, columnCount() - 1));
}

const StatisticLine *StatisticModel::line(const QModelIndex &index) const
{
    return index.isValid() && index.row() < rowCount() ? &m_table.lines[std::size_t(index.row())] : nullptr;
}

int StatisticModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_table.lines.size());
}

int StatisticModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_table.headers.size());
}

QVariant StatisticModel::data(const QModelIndex &index, int role) const
{
    const StatisticLine *const found = line(index);
    if (found == nullptr || std::size_t(index.column()) >= found->cells.size())
        return {};
    const StatisticCell &cell = found->cells[std::size_t(index.column())];
    if (role == Qt::DisplayRole)
        return cell.text;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (cell.copied.isEmpty() ? Qt::AlignLeft : Qt::AlignRight));
    return {};
}

QVariant StatisticModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole)
        return m_table.headers[section];
    if (role != Qt::TextAlignmentRole)
        return {};
    const bool number = !m_table.lines.empty() && std::size_t(section) < m_table.lines.front().cells.size() &&
                        !m_table.lines.front().cells[std::size_t(section)].copied.isEmpty();
    return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
}

} // namespace framescope::ui
