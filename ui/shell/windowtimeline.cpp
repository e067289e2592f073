// The part of the main window that shows when rows were.

#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/connectionlistmodel.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/mainwindow.h"
#include "ui/timeline/timelineview.h"

#include <QAction>

#include <algorithm>
#include <utility>

namespace framescope::ui
{

void MainWindow::connectTimeline()
{
    connect(m_timeline, &TimelineView::rowActivated, this, [this](RowIndex row) {
        // Of rows that the list does not show the nearest that it does.
        const int modelRow = m_model->modelRowNear(row);
        if (modelRow < 0)
            return;
        m_list->selectModelRow(modelRow);
        m_list->setFocus(Qt::OtherFocusReason);
    });
    // Other rows are shown now, maybe already looked for: what was dimmed does not stay.
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] { m_timelineTested = ~std::uint64_t(0); });
    m_timeline->setNames([this](ConnectionId id) {
        const int row = m_connections->rowOf(id);
        return row < 0 ? QString() : m_connections->index(row).data(ConnectionListModel::NameRole).toString();
    });
    connect(m_timeline, &TimelineView::spanChosen, this, [this] {
        m_filter->setSpan(spanText());
        chooseRows();
    });
    connect(m_filter, &FilterBar::spanCleared, this, [this] {
        m_timeline->clearSpan();
        m_filter->setSpan({});
        chooseRows();
    });
    connect(action(Command::FocusTimeline), &QAction::triggered, this, [this] {
        action(Command::ShowTimeline)->setChecked(true);
        m_timeline->setFocus(Qt::ShortcutFocusReason);
    });
}

/// The only time whose rows are shown, or empty.
QString MainWindow::spanText() const
{
    const std::optional<TimeSpan> span = m_timeline->span();
    return span ? tr("%1 to %2").arg(m_timeline->timeText(span->from), m_timeline->timeText(span->to)) : QString();
}

void MainWindow::pollTimeline()
{
    if (!m_timeline->isVisible())
        return;
    const capture::Capture &capture = m_workspace->capture();
    const bool limited = m_filterTest || m_timeline->span();
    const std::uint64_t tested = limited ? m_model->filterState().tested : 0;
    if (std::exchange(m_timelineTested, tested) != tested)
        m_timeline->setShown(limited
                                 ? TimelinePicture::Shown([model = m_model](std::uint64_t first, std::uint64_t last) {
                                       return model->showsAny(RowIndex(first), RowIndex(last));
                                   })
                                 : TimelinePicture::Shown());
    const bool rests = m_workspace->isLive() && m_workspace->session()->liveConnections().empty();
    m_timeline->poll(m_workspace->isLive() || m_workspace->loading() || capture.recordedElsewhere(), rests);
    m_timeline->setCurrentRow(currentRow());
    const TableLayout &rows = m_list->tableLayout();
    if (rows.rowCount > 0 && rows.shownRows() > 0)
        m_timeline->setRowsInView(
            std::pair(m_model->rowIndexAt(rows.top),
                      m_model->rowIndexAt(std::min(rows.top + rows.fullRows(), rows.rowCount) - 1)));
    else
        m_timeline->setRowsInView({});
}

} // namespace framescope::ui
