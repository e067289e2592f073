// The columns of FrameTableView: widths, order, visibility and the header's menu.
#include "ui/frametable/frametableview.h"

#include "ui/frametable/columnstate.h"
#include "ui/models/framelistmodel.h"

#include <QApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>
#include <array>

namespace framescope::ui
{

namespace
{
/// Characters a column of FrameListModel holds at first; what the last one gets besides is the rest of the window.
constexpr std::array<int, FrameListModel::ColumnCount> characters{7, 11, 9, 1, 8, 1, 3, 11, 8, 8, 7, 30, 2};
constexpr int clockCharacters = 15; ///< of the time of day
/// Columns that make room for the preview in a narrow window, the first one first: the Frame pane tells them too.
constexpr std::array spared{FrameListModel::MaskKey, FrameListModel::Wire, FrameListModel::Delta, FrameListModel::Rsv,
                            FrameListModel::Fin};
} // namespace

void FrameTableView::connectHeader()
{
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        if (!m_inGeometries) {
            m_widthsChosen = true;
            updateGeometries();
            viewport()->update();
        }
    });
    connect(m_header, &QHeaderView::sectionMoved, this, [this] {
        m_widthsChosen = true;
        updateGeometries();
        viewport()->update();
    });
    connect(m_header, &QWidget::customContextMenuRequested, this, [this](const QPoint &pos) {
        const std::unique_ptr<QMenu> menu = makeColumnMenu();
        menu->exec(m_header->mapToGlobal(pos));
    });
}

int FrameTableView::defaultWidth(int column) const
{
    const auto *rows = qobject_cast<const FrameListModel *>(model());
    const bool clock = column == FrameListModel::Time && rows != nullptr && rows->timeDisplay() != TimeDisplay::Seconds;
    const int width = m_painter->widthFor(clock ? clockCharacters : characters[static_cast<std::size_t>(column)]);
    return std::max(width, m_header->sectionSizeHint(column));
}

void FrameTableView::setDefaultWidths()
{
    const QScopedValueRollback<bool> guard(m_inGeometries, true); // these are not the user's widths
    const int count = std::min<int>(m_header->count(), int(characters.size()));
    for (int column = 0; column < count; ++column)
        m_header->resizeSection(column, defaultWidth(column));
}

void FrameTableView::fitTitle(int column)
{
    if (!m_widthsChosen) {
        setDefaultWidths();
    } else if (column < int(characters.size()) && !m_header->isSectionHidden(column)) {
        const QScopedValueRollback<bool> guard(m_inGeometries, true);
        m_header->resizeSection(column, std::max(m_header->sectionSize(column), defaultWidth(column)));
    }
    updateGeometries();
    viewport()->update();
}

void FrameTableView::makeRoomForPreview()
{
    if (m_widthsChosen || m_header->count() != FrameListModel::ColumnCount)
        return;
    int needed = m_painter->widthFor(characters[FrameListModel::Preview]);
    for (int column = 0; column < FrameListModel::Preview; ++column)
        needed += column == FrameListModel::Message ? 0 : defaultWidth(column); // which is hidden at first
    if (!m_header->isSectionHidden(FrameListModel::Connection))
        needed += defaultWidth(FrameListModel::Connection);
    for (const int column : spared) {
        const bool hide = needed > viewport()->width();
        if (hide)
            needed -= defaultWidth(column);
        if (m_header->isSectionHidden(column) == hide)
            continue;
        m_header->setSectionHidden(column, hide);
        if (!hide)
            m_header->resizeSection(column, defaultWidth(column));
    }
}

void FrameTableView::resetColumns()
{
    {
        const QScopedValueRollback<bool> guard(m_inGeometries, true);
        for (int column = 0; column < m_header->count(); ++column) {
            m_header->moveSection(m_header->visualIndex(column), column);
            // Which message a frame belongs to is in the details too; the room is better spent on the preview.
            m_header->setSectionHidden(column, column == FrameListModel::Message);
        }
        if (m_header->count() == FrameListModel::ColumnCount)
            m_header->moveSection(FrameListModel::Connection, 1); // beside the row's own number
        setDefaultWidths();
    }
    m_widthsChosen = false;
    m_connectionWanted = true;
    showConnectionColumn();
    updateGeometries();
    viewport()->update();
}

void FrameTableView::fitLastColumn()
{
    // The rest of the window belongs to the preview wherever it stands, or else to the last column.
    int last = -1;
    for (int visual = m_header->count() - 1; visual >= 0 && last < 0; --visual) {
        if (!m_header->isSectionHidden(m_header->logicalIndex(visual)))
            last = m_header->logicalIndex(visual);
    }
    const int preview = FrameListModel::Preview;
    const int column = preview < m_header->count() && !m_header->isSectionHidden(preview) ? preview : last;
    if (column < 0)
        return;
    const int others = m_header->length() - m_header->sectionSize(column);
    const int least =
        column == preview ? m_painter->widthFor(characters[FrameListModel::Preview]) : m_header->minimumSectionSize();
    m_header->resizeSection(column, std::max(least, viewport()->width() - others));
}

QByteArray FrameTableView::saveColumns() const
{
    if (!m_widthsChosen)
        return {}; // what stands there follows the window's width
    std::vector<ColumnState> columns;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int column = m_header->logicalIndex(visual);
        // Whose a row is shows itself where it is needed; remembered is whether somebody wants that.
        const bool alone = column == FrameListModel::Connection && m_connectionWanted;
        const bool hidden = m_header->isSectionHidden(column) && !alone;
        // Qt gives a hidden section no width; 0 asks for the default one.
        columns.push_back({column, hidden ? 0 : m_header->sectionSize(column), !hidden});
    }
    return encodeColumns(columns);
}

bool FrameTableView::restoreColumns(const QByteArray &saved)
{
    auto columns = decodeColumns(saved, m_header->count());
    if (!columns) { // of a version that had no column of the connection
        columns = decodeColumns(saved, FrameListModel::Connection);
        if (!columns || m_header->count() != FrameListModel::ColumnCount)
            return false;
        columns->insert(columns->begin() + 1,
                        {FrameListModel::Connection, defaultWidth(FrameListModel::Connection), true});
    }
    {
        const QScopedValueRollback<bool> guard(m_inGeometries, true);
        setDefaultWidths();
        for (int visual = 0; visual < m_header->count(); ++visual) {
            const ColumnState &state = columns->at(static_cast<std::size_t>(visual));
            m_header->moveSection(m_header->visualIndex(state.column), visual);
            m_header->setSectionHidden(state.column, !state.visible);
            if (state.visible)
                m_header->resizeSection(state.column, state.width);
            if (state.column == FrameListModel::Connection)
                m_connectionWanted = state.visible;
        }
    }
    m_widthsChosen = true;
    showConnectionColumn();
    updateGeometries();
    viewport()->update();
    return true;
}

void FrameTableView::showConnectionColumn()
{
    if (m_header->count() != FrameListModel::ColumnCount)
        return;
    const auto *rows = qobject_cast<const FrameListModel *>(model());
    const bool shown = m_connectionWanted && rows != nullptr && rows->showsSeveral();
    {
        const QScopedValueRollback<bool> guard(m_inGeometries, true);
        m_header->setSectionHidden(FrameListModel::Connection, !shown);
        if (shown && m_header->sectionSize(FrameListModel::Connection) < m_header->minimumSectionSize())
            m_header->resizeSection(FrameListModel::Connection, defaultWidth(FrameListModel::Connection));
    }
    updateGeometries();
    viewport()->update();
}

std::unique_ptr<QMenu> FrameTableView::makeColumnMenu()
{
    auto menu = std::make_unique<QMenu>(this);
    menu->setObjectName(QStringLiteral("columnMenu"));
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int column = m_header->logicalIndex(visual);
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        QAction *const action = menu->addAction(title);
        action->setObjectName(QStringLiteral("column%1").arg(column));
        action->setCheckable(true);
        const bool ofConnection = column == FrameListModel::Connection;
        action->setChecked(ofConnection ? m_connectionWanted : !m_header->isSectionHidden(column));
        action->setToolTip(model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
        // The last one left stays: without a header there would be no menu to bring the others back.
        const bool several = !m_header->isSectionHidden(FrameListModel::Connection);
        const bool onlyOne = m_header->count() - m_header->hiddenSectionCount() - (several ? 1 : 0) == 1;
        action->setEnabled(ofConnection || !(onlyOne && action->isChecked()));
        connect(action, &QAction::toggled, this, [this, column, ofConnection](bool shown) {
            m_widthsChosen = true;
            if (ofConnection) {
                m_connectionWanted = shown;
                showConnectionColumn();
                return;
            }
            m_header->setSectionHidden(column, !shown);
            updateGeometries();
            viewport()->update();
        });
    }
    menu->addSeparator();
    QAction *const defaults = menu->addAction(tr("Default columns"));
    defaults->setObjectName(QStringLiteral("defaultColumns"));
    connect(defaults, &QAction::triggered, this, &FrameTableView::resetColumns);
    menu->setToolTipsVisible(true);
    return menu;
}

} // namespace framescope::ui
