// Keyboard, mouse, selection and clipboard of FrameTableView.
#include "ui/frametable/frametableview.h"

#include "ui/frametable/rowcopier.h"
#include "ui/models/framelistmodel.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>

namespace framescope::ui
{

namespace
{
constexpr int dragScrollMs = 30;
} // namespace

// --- selection --------------------------------------------------------------------------------------------------

QItemSelection FrameTableView::rowsSelection(int from, int to) const
{
    const int lastColumn = model()->columnCount() - 1;
    return {model()->index(std::min(from, to), 0), model()->index(std::max(from, to), lastColumn)};
}

void FrameTableView::selectSpan(int from, int to, QItemSelectionModel::SelectionFlags command)
{
    selectionModel()->setCurrentIndex(model()->index(to, 0), QItemSelectionModel::NoUpdate);
    selectionModel()->select(rowsSelection(from, to), command);
    viewport()->update(); // the outline of the current row, beside what the selection model says
}

void FrameTableView::goToRow(int row, bool extend)
{
    if (!extend || m_anchor < 0)
        m_anchor = row;
    selectSpan(m_anchor, row, QItemSelectionModel::ClearAndSelect);
    scrollTo(model()->index(row, 0));
    tellCurrentRow();
}

void FrameTableView::tellCurrentRow()
{
    if (!QAccessible::isActive() || !m_layout.isShown(currentIndex().row()))
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(currentIndex().row() - m_layout.top);
    QAccessible::updateAccessibility(&event);
}

void FrameTableView::selectModelRow(int row)
{
    if (model() == nullptr || row < 0 || row >= model()->rowCount())
        return;
    changeFollowing(false);
    const bool near = m_layout.isShown(row);
    m_anchor = row;
    selectSpan(row, row, QItemSelectionModel::ClearAndSelect);
    // Far away the row comes with its neighbours around it.
    scrollTo(model()->index(row, 0), near ? EnsureVisible : PositionAtCenter);
    tellCurrentRow();
}

std::optional<RowIndex> FrameTableView::currentRow() const
{
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return {};
    return RowIndex(current.data(FrameListModel::RowIndexRole).toULongLong());
}

int FrameTableView::selectedRowCount() const
{
    if (selectionModel() == nullptr)
        return 0;
    const QItemSelection selection = selectionModel()->selection();
    int rows = 0;
    for (const QItemSelectionRange &range : selection)
        rows += range.height();
    return rows;
}

QItemSelection FrameTableView::selectedRanges() const
{
    if (selectionModel() == nullptr)
        return {};
    QItemSelection selection = selectionModel()->selection();
    std::sort(selection.begin(), selection.end(),
              [](const QItemSelectionRange &a, const QItemSelectionRange &b) { return a.top() < b.top(); });
    return selection;
}

std::vector<int> FrameTableView::selectedModelRows(int limit) const
{
    std::vector<int> rows;
    const QItemSelection selection = selectedRanges();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (int(rows.size()) == limit)
                return rows;
            rows.push_back(row);
        }
    }
    return rows;
}

void FrameTableView::selectAll()
{
    if (model() == nullptr || model()->rowCount() == 0)
        return;
    changeFollowing(false);
    selectionModel()->select(rowsSelection(0, model()->rowCount() - 1), QItemSelectionModel::ClearAndSelect);
}

void FrameTableView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const int from = m_layout.nearestRow(rect.top());
    const int to = m_layout.nearestRow(rect.bottom());
    if (from >= 0 && selectionModel() != nullptr)
        selectionModel()->select(rowsSelection(from, to), command);
}

void FrameTableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    if (current.row() == previous.row() && current.isValid() == previous.isValid())
        return;
    if (current.isValid() && current.row() != m_layout.rowCount - 1)
        changeFollowing(false);
    m_hasCurrent = current.isValid();
    Q_EMIT currentRowChanged(currentRow());
}

// --- keyboard ---------------------------------------------------------------------------------------------------

QModelIndex FrameTableView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = m_layout.rowCount - 1;
    if (model() == nullptr || last < 0)
        return {};
    const int page = std::max(1, m_layout.fullRows() - 1);
    // Without a current row the keys begin at what is seen.
    const bool fresh = !currentIndex().isValid();
    const int row = fresh ? m_layout.top : currentIndex().row();
    const int lastSeen = std::min(last, m_layout.top + m_layout.fullRows() - 1);
    int to = row;
    switch (action) {
    case MoveUp:
    case MovePrevious:
        to = fresh ? lastSeen : row - 1;
        break;
    case MoveDown:
    case MoveNext:
        to = fresh ? row : row == last ? last : row + 1;
        break;
    case MovePageUp:
        to = row - page;
        break;
    case MovePageDown:
        to = last - row < page ? last : row + page;
        break;
    case MoveHome:
        to = 0;
        break;
    case MoveEnd:
        to = last;
        break;
    case MoveLeft:
    case MoveRight:
        break;
    }
    return model()->index(std::clamp(to, 0, last), 0);
}

void FrameTableView::keyPressEvent(QKeyEvent *event)
{
    if (model() == nullptr || m_layout.rowCount == 0) {
        event->ignore();
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
        return;
    }
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool isEnd = event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
    const bool extend = modifiers.testFlag(Qt::ShiftModifier);
    const Qt::KeyboardModifiers others = modifiers & ~Qt::ShiftModifier;
    if (others != Qt::NoModifier && !(isEnd && others == Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    const auto go = [this, extend](CursorAction action) { goToRow(moveCursor(action, Qt::NoModifier).row(), extend); };
    switch (event->key()) {
    case Qt::Key_Up:
        go(MoveUp);
        break;
    case Qt::Key_Down:
        go(MoveDown);
        break;
    case Qt::Key_PageUp:
        go(MovePageUp);
        break;
    case Qt::Key_PageDown:
        go(MovePageDown);
        break;
    case Qt::Key_Home:
        go(MoveHome);
        break;
    case Qt::Key_End:
        go(MoveEnd);
        if (!extend)
            resumeFollowing();
        break;
    case Qt::Key_Left:
        horizontalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepSub);
        break;
    case Qt::Key_Right:
        horizontalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepAdd);
        break;
    default:
        event->ignore();
    }
}

void FrameTableView::focusInEvent(QFocusEvent *event)
{
    // Not QAbstractItemView's: it would make the first row current, and the list would stop following by a Tab.
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void FrameTableView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

// --- mouse ------------------------------------------------------------------------------------------------------

void FrameTableView::mousePressEvent(QMouseEvent *event)
{
    const int row = m_layout.rowAt(event->position().toPoint().y());
    if (row < 0 || model() == nullptr)
        return;
    if (event->button() == Qt::RightButton) {
        // The menu is about what is selected, and about the row under the pointer when that is not.
        if (!selectionModel()->isRowSelected(row)) {
            changeFollowing(false);
            m_anchor = row;
            selectSpan(row, row, QItemSelectionModel::ClearAndSelect);
        }
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    changeFollowing(false); // rows never move under the pointer
    const bool adds = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->modifiers().testFlag(Qt::ShiftModifier) && m_anchor >= 0) {
        selectSpan(m_anchor, row, adds ? QItemSelectionModel::Select : QItemSelectionModel::ClearAndSelect);
    } else {
        m_anchor = row;
        selectSpan(row, row, adds ? QItemSelectionModel::Toggle : QItemSelectionModel::ClearAndSelect);
    }
    m_dragging = true;
    m_dragAdds = adds;
    tellCurrentRow();
}

void FrameTableView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_dragging || !event->buttons().testFlag(Qt::LeftButton))
        return;
    m_dragPos = event->position().toPoint();
    dragTo(m_dragPos);
    const bool outside = m_dragPos.y() < 0 || m_dragPos.y() >= viewport()->height();
    if (!outside)
        m_dragTimer.stop();
    else if (!m_dragTimer.isActive())
        m_dragTimer.start(dragScrollMs, this);
}

void FrameTableView::dragTo(const QPoint &pos)
{
    const int row = m_layout.nearestRow(pos.y());
    if (row < 0 || row == currentIndex().row())
        return;
    selectSpan(m_anchor, row, m_dragAdds ? QItemSelectionModel::SelectCurrent : QItemSelectionModel::ClearAndSelect);
    if (!m_layout.isShown(row))
        scrollTo(model()->index(row, 0));
}

void FrameTableView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_dragTimer.timerId()) {
        QAbstractItemView::timerEvent(event);
        return;
    }
    // The farther outside, the faster.
    const int over = m_dragPos.y() < 0 ? m_dragPos.y() : m_dragPos.y() - viewport()->height() + 1;
    const int rows = over / (2 * m_layout.rowHeight) + (over < 0 ? -1 : 1);
    setTop(std::clamp(m_layout.top + rows, 0, m_layout.maxTop()));
    dragTo(m_dragPos);
}

void FrameTableView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragging = false;
    m_dragTimer.stop();
}

void FrameTableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    mousePressEvent(event);
    m_dragging = false;
    if (event->button() == Qt::LeftButton && currentIndex().isValid())
        Q_EMIT doubleClicked(currentIndex());
}

bool FrameTableView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ContextMenu) {
        contextMenuEvent(static_cast<QContextMenuEvent *>(event));
        return true;
    }
    return QAbstractItemView::viewportEvent(event);
}

void FrameTableView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int row = byKey ? currentIndex().row() : m_layout.rowAt(event->pos().y());
    if (row < 0 || model() == nullptr)
        return;
    QPoint pos = event->globalPos();
    if (byKey) {
        scrollTo(model()->index(row, 0));
        pos = viewport()->mapToGlobal(QPoint(m_layout.rowHeight, m_layout.yOf(row) + m_layout.rowHeight));
    }
    const qulonglong index = model()->index(row, 0).data(FrameListModel::RowIndexRole).toULongLong();
    Q_EMIT contextMenuRequested(pos, RowIndex(index), byKey ? -1 : m_header->logicalIndexAt(event->pos().x()));
}

// --- clipboard --------------------------------------------------------------------------------------------------

void FrameTableView::copySelection()
{
    std::vector<RowCopier::Span> rows;
    const QItemSelection selection = selectedRanges();
    for (const QItemSelectionRange &range : selection)
        rows.push_back({range.top(), range.height()});
    std::vector<int> columns;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        if (!m_header->isSectionHidden(m_header->logicalIndex(visual)))
            columns.push_back(m_header->logicalIndex(visual));
    }
    if (!rows.empty())
        m_copier->start(model(), std::move(rows), std::move(columns));
}

void FrameTableView::cancelCopy() { m_copier->cancel(); }

} // namespace framescope::ui
