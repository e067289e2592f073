#include "ui/details/messagemodel.h"

#include "core/base/elapsed.h"
#include "core/capture/capture.h"
#include "core/io/rowtext.h"
#include "ui/details/fieldrow.h"
#include "ui/details/framefields.h"
#include "ui/support/colors.h"
#include "ui/support/numbertext.h"

#include <QGuiApplication>
#include <QPalette>

namespace framescope::ui
{

void MessageModel::setFrames(const capture::Capture *capture, std::vector<RowIndex> rows)
{
    beginResetModel();
    m_capture = capture;
    m_rows = std::move(rows);
    endResetModel();
}

void MessageModel::append(const std::vector<RowIndex> &rows)
{
    if (rows.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

int MessageModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

int MessageModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant MessageModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const RowIndex row = m_rows[std::size_t(index.row())];
    const capture::RowRecord &record = m_capture->row(row);
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter) | int(column == OpcodeColumn ? Qt::AlignLeft : Qt::AlignRight);
    if (role == Qt::ForegroundRole && column == OpcodeColumn)
        return Colors::of(QGuiApplication::palette()).ofOpcode(record.opcode());
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Number:
        return numberText(row.value() + 1);
    case OpcodeColumn:
        return (ws::isReserved(record.opcode()) ? io::opcodeWord(record.opcode()) : opcodeMeaning(record.opcode())) +
               (record.severity() >= ws::Severity::Warning ? QStringLiteral(" ▲") : QString());
    case Fin:
        return record.fin() ? QStringLiteral("1") : QStringLiteral("0");
    case Rsv:
        return QStringLiteral("%1").arg(record.rsv(), 3, 2, QLatin1Char('0')).replace(u'0', u'·');
    case Length:
        return numberText(record.length());
    case Time:
        return secondsText(record.time.value() - m_capture->row(RowIndex(0)).time.value());
    case Delta:
        if (index.row() == 0)
            return QStringLiteral("—");
        return differenceText(record.time.value() - m_capture->row(m_rows[std::size_t(index.row()) - 1]).time.value());
    default:
        return {};
    }
}

QVariant MessageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter) | int(section == OpcodeColumn ? Qt::AlignLeft : Qt::AlignRight);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Number:
        return QStringLiteral("#");
    case OpcodeColumn:
        return tr("Opcode");
    case Fin:
        return QStringLiteral("FIN");
    case Rsv:
        return QStringLiteral("RSV");
    case Length:
        return tr("Length");
    case Time:
        return tr("Time");
    case Delta:
        return QStringLiteral("Δ");
    default:
        return {};
    }
}

} // namespace framescope::ui
