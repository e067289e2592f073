// What people do with the timeline, by pointer and by keys.

#include "ui/timeline/timelinetext.h"
#include "ui/timeline/timelineview.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace framescope::ui
{

namespace
{
constexpr double zoomStep = 1.5;
constexpr double wheelNotch = 120; // eighths of a degree
constexpr int panPart = 10;
constexpr int extendPart = 20;
/// A bar so far from a click is meant by it.
constexpr int clickAway = 9;
} // namespace

void TimelineView::zoomAt(double factor, double x)
{
    m_viewport.zoom(factor, x);
    rebuild();
}

void TimelineView::panBy(double pixels)
{
    m_viewport.pan(pixels);
    rebuild();
}

void TimelineView::zoomIn() { zoomAt(zoomStep, cursorX()); }

void TimelineView::zoomOut() { zoomAt(1 / zoomStep, cursorX()); }

void TimelineView::showWhole()
{
    m_viewport.showWhole();
    rebuild();
}

void TimelineView::goToEnd()
{
    m_viewport.goToEnd();
    rebuild();
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    const QPoint angle = event->angleDelta();
    const bool across = std::abs(angle.x()) > std::abs(angle.y()) || (event->modifiers() & Qt::ShiftModifier);
    const int turned = angle.x() != 0 && across ? angle.x() : angle.y();
    if (across)
        panBy(-turned / wheelNotch * m_layout.area().width() / panPart);
    else if (turned != 0)
        zoomAt(std::pow(zoomStep, turned / wheelNotch), timeX(event->position()));
    pointAt(event->position().toPoint());
    event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_picture.hasRows)
        return;
    showCursor(false);
    m_pressed = event->position().toPoint();
    m_panned = m_pressed.x();
    m_drag = Drag::Pressed;
    m_brushBefore = m_marks.brush;
    m_brushFrom = m_viewport.scale().timeAt(timeX(event->position()));
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint pos = event->position().toPoint();
    if (m_drag == Drag::Pressed &&
        (pos - m_pressed).manhattanLength() >= QGuiApplication::styleHints()->startDragDistance()) {
        const bool onAxis = m_pressed.y() >= m_layout.axis().top();
        m_drag = onAxis || (event->modifiers() & Qt::ShiftModifier) ? Drag::Brush : Drag::Pan;
        setCursor(m_drag == Drag::Pan ? Qt::ClosedHandCursor : Qt::SizeHorCursor);
    }
    if (m_drag == Drag::Pan)
        panBy(std::exchange(m_panned, pos.x()) - pos.x());
    else if (m_drag == Drag::Brush)
        brushTo(timeX(event->position()));
    else if (m_drag == Drag::None)
        setCursor(pos.y() >= m_layout.axis().top() && isTime(pos) ? Qt::SizeHorCursor : Qt::ArrowCursor);
    pointAt(pos);
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint pos = event->position().toPoint();
    const Drag was = std::exchange(m_drag, Drag::None);
    unsetCursor();
    if (was == Drag::Brush) {
        const std::optional<TimeSpan> chosen = m_marks.brush;
        m_marks.brush = m_brushBefore;
        m_extendFrom.reset();
        chooseSpan(chosen);
    } else if (was == Drag::Pressed && isTime(pos)) {
        const auto lane = m_layout.laneAt(pos.y());
        activate(timeX(event->position()), lane.value_or(0), m_layout.directionAt(pos.y()));
    }
    pointAt(pos);
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        chooseSpan({});
}

void TimelineView::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    pointAt({});
}

void TimelineView::pointAt(std::optional<QPoint> pos)
{
    m_pointer = pos;
    m_marks.pointer.reset();
    if (pos && isTime(*pos) && m_drag != Drag::Pan)
        m_marks.pointer = timeX(*pos);
    say();
    update();
}

void TimelineView::brushTo(int x)
{
    // Whole bins: what is seen in the span is in it.
    const TimeScale &scale = m_viewport.scale();
    const std::int64_t to = scale.timeAt(std::clamp(x, 0, m_layout.area().width()));
    const auto [low, high] = std::minmax(m_brushFrom, to);
    const TimeScale lowBin = scale.movedTo(low), highBin = scale.movedTo(high);
    m_marks.brush = TimeSpan{lowBin.firstBin(), highBin.firstBin() + scale.binWidth - 1};
}

void TimelineView::chooseSpan(const std::optional<TimeSpan> &span)
{
    if (!span)
        m_extendFrom.reset();
    if (span == m_marks.brush)
        return;
    m_marks.brush = span;
    say();
    update();
    Q_EMIT spanChosen(span);
}

void TimelineView::extendSpan(int pixels)
{
    const TimeScale &scale = m_viewport.scale();
    const std::optional<TimeSpan> before = m_marks.brush;
    if (!m_extendFrom)
        m_extendFrom = before ? (pixels > 0 ? before->from : before->to) : scale.timeAt(cursorX());
    std::int64_t end = *m_extendFrom;
    if (before)
        end = *m_extendFrom - before->from > before->to - *m_extendFrom ? before->from : before->to;
    m_brushFrom = *m_extendFrom;
    brushTo(static_cast<int>(std::clamp(scale.xOf(end) + pixels, 0.0, double(scale.width))));
    chooseSpan(std::exchange(m_marks.brush, before));
}

void TimelineView::activate(int x, std::size_t lane, Direction direction)
{
    const timeline::TimePyramid *sums = m_source.pyramid();
    if (sums == nullptr || !m_picture.hasRows)
        return;
    timeline::WantedRows wanted;
    if (!m_picture.merged)
        wanted.lane = lane;
    std::int64_t time = m_viewport.scale().timeAt(x);
    const Direction other = direction == Direction::Out ? Direction::In : Direction::Out;
    for (const Direction way : {direction, other}) {
        const auto bin = m_picture.binWithRows(x, lane, way, clickAway);
        if (!bin)
            continue;
        // Red is what people go for.
        wanted.direction = way;
        wanted.errors = m_picture.bins.at(lane, *bin).of(way).errors > 0;
        time = m_picture.beginOf(*bin);
        break;
    }
    const auto row = wanted.direction ? sums->notBefore(time, wanted) : std::nullopt;
    if (const auto found = row ? row : sums->nearest(time, wanted))
        Q_EMIT rowActivated(*found);
}

void TimelineView::activateAtCursor()
{
    const timeline::TimePyramid *sums = m_source.pyramid();
    if (sums == nullptr || !m_picture.hasRows)
        return;
    if (const auto row = sums->nearest(m_viewport.scale().timeAt(cursorX()), {}))
        Q_EMIT rowActivated(*row);
}

int TimelineView::cursorX() const
{
    const TimeScale &scale = m_viewport.scale();
    const auto inSight = [&](std::int64_t time) {
        return static_cast<int>(std::clamp(scale.xOf(time), 0.0, double(scale.width)));
    };
    // People look at the row they chose, or, while rows come, at the newest.
    const bool whole = m_viewport.mode() == TimelineViewport::Mode::Whole;
    if (whole && m_marks.current)
        return inSight(*m_marks.current);
    if (m_viewport.mode() == TimelineViewport::Mode::Following || (whole && m_grows))
        return inSight(m_viewport.last());
    return scale.width / 2;
}

void TimelineView::showCursor(bool shown)
{
    m_cursorShown = shown;
    m_marks.cursor = shown ? std::optional(cursorX()) : std::nullopt;
    update();
}

void TimelineView::tellPlace()
{
    const auto bin = m_picture.hasRows ? m_picture.binAt(cursorX()) : std::nullopt;
    if (!bin)
        return;
    setAccessibleDescription(tr("%1 to %2. At the cursor: %3")
                                 .arg(timeText(m_viewport.scale().start), timeText(m_viewport.scale().end()),
                                      binText(m_picture, *bin, {}).join(QStringLiteral(" · "))));
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    const int step = m_layout.area().width() / panPart;
    const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int way = event->key() == Qt::Key_Left ? -1 : 1;
        if (shift)
            extendSpan(way * m_layout.area().width() / extendPart);
        else
            panBy(way * step);
        break;
    }
    case Qt::Key_PageUp:
        panBy(-m_layout.area().width());
        break;
    case Qt::Key_PageDown:
        panBy(m_layout.area().width());
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Up:
        zoomIn();
        break;
    case Qt::Key_Minus:
    case Qt::Key_Down:
        zoomOut();
        break;
    case Qt::Key_0:
        showWhole();
        break;
    case Qt::Key_Home:
        m_viewport.goToStart();
        rebuild();
        break;
    case Qt::Key_End:
        goToEnd();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activateAtCursor();
        return;
    case Qt::Key_Escape:
        if (!m_marks.brush) {
            QWidget::keyPressEvent(event);
            return;
        }
        chooseSpan({});
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    showCursor(true);
    tellPlace();
}

void TimelineView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                       event->reason() == Qt::ShortcutFocusReason;
    m_marks.focused = byKey;
    showCursor(byKey);
    if (byKey)
        tellPlace();
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    m_marks.focused = false;
    showCursor(false);
}

} // namespace framescope::ui
