#include "ui/timeline/timelineview.h"

#include "core/base/elapsed.h"
#include "ui/models/timetext.h"
#include "ui/support/colors.h"
#include "ui/timeline/timelinetext.h"

#include <QAccessible>
#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolTip>

#include <algorithm>

#include "moc_timelineview.cpp"

namespace framescope::ui
{

using timeline::TimeBins;

namespace
{
/// While rows come, new ones are drawn so often.
constexpr qint64 redrawMs = 60;
constexpr qint64 searchMs = 400;
/// More pings than these are no arcs any more, but a thicket.
constexpr std::uint64_t mostPings = 80;
constexpr int buttonMargin = 5;
constexpr int namesOfLanes = 132;
/// A margin of time around what is seen, in which a ping may stand whose pong is seen.
constexpr double pairMargin = 0.5;
} // namespace

TimelineView::TimelineView(QWidget *parent)
    : QWidget(parent), m_whole(new QPushButton(tr("Show all"), this)), m_live(new QPushButton(tr("Live"), this))
{
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(timelineHelp());
    setWhatsThis(timelineHelp());
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_whole->setObjectName(QStringLiteral("timelineWhole"));
    m_whole->setToolTip(tr("Show the whole capture (0)"));
    m_live->setObjectName(QStringLiteral("timelineLive"));
    m_live->setToolTip(tr("Go to the newest rows and follow (End)"));
    for (QPushButton *button : {m_whole, m_live}) {
        button->setProperty("part", QStringLiteral("small"));
        button->setFocusPolicy(Qt::NoFocus); // the keys do the same
        button->setCursor(Qt::ArrowCursor);
        button->hide();
    }
    connect(m_whole, &QPushButton::clicked, this, &TimelineView::showWhole);
    connect(m_live, &QPushButton::clicked, this, &TimelineView::goToEnd);
    connect(&m_source, &TimelineSource::grown, this, &TimelineView::takeTimes);
    connect(&m_source, &TimelineSource::pairsFound, this, &TimelineView::rebuild);
    refreshLayout();
}

TimelineView::~TimelineView() = default;

void TimelineView::setCapture(const capture::Capture *capture)
{
    m_source.setCapture(capture);
    m_viewport.clear();
    m_marks = TimelineMarks();
    m_current.reset();
    m_inView.reset();
    m_picture = TimelinePicture();
    m_stale = true;
    m_drag = Drag::None;
    refreshLayout();
    placeButtons();
    update();
}

void TimelineView::setConnection(std::optional<ConnectionId> id)
{
    if (id == m_source.connection())
        return;
    m_source.setConnection(id);
    m_viewport.clear();
    m_stale = true;
    m_drawn.invalidate(); // what was drawn is of other rows
    poll(m_grows, m_rests);
}

void TimelineView::setNames(std::function<QString(ConnectionId)> nameOf) { m_nameOf = std::move(nameOf); }

void TimelineView::setShown(TimelinePicture::Shown shown)
{
    m_shown = std::move(shown);
    m_stale = true;
}

void TimelineView::poll(bool grows, bool rests)
{
    if (!isVisible())
        return; // when it is shown again it takes in all at once
    m_stale = m_source.poll() || m_grows != grows || m_rests != rests || m_stale;
    m_grows = grows;
    m_rests = rests;
    if (m_stale && (!m_drawn.isValid() || m_drawn.elapsed() >= redrawMs))
        takeTimes();
}

void TimelineView::takeTimes()
{
    const timeline::TimePyramid *sums = m_source.pyramid();
    if (sums == nullptr)
        return;
    if (sums->lanes() == 0) { // nothing yet, or nothing of this connection
        if (m_picture.hasRows)
            m_picture = TimelinePicture();
        m_stale = false;
        refreshLayout();
        refreshMarks();
        return;
    }
    // As the list tells them: since the capture's first row, also where one connection is shown that began later.
    const std::int64_t origin =
        std::min(timeline::TimeBins::clamped(m_source.capture()->row(RowIndex(0)).time), sums->first());
    m_viewport.setTimes(sums->first(), sums->last(), m_grows, m_rests, origin);
    rebuild();
}

void TimelineView::rebuild()
{
    const timeline::TimePyramid *sums = m_source.pyramid();
    m_stale = true; // while another thread has the sums
    if (sums == nullptr || sums->lanes() == 0 || m_source.capture() == nullptr || !m_viewport.hasTimes())
        return;
    m_stale = false;
    m_drawn.start();
    const capture::Capture &capture = *m_source.capture();
    const bool wasMerged = m_picture.merged;
    m_picture = TimelinePicture::of(*sums, m_viewport.scale(), capture, m_source.pairs(), m_shown);
    if (m_layout.lanes != m_picture.lanes() || m_picture.merged != wasMerged)
        refreshLayout();

    const timeline::RowSummary all = m_picture.sumOfAll();
    const std::size_t kind = static_cast<std::size_t>(timeline::RowClass::PingPong);
    const std::uint64_t pings = std::uint64_t(all.of(Direction::Out).counts[kind]) + all.of(Direction::In).counts[kind];
    if (pings > 0 && pings <= mostPings) {
        const TimeScale &scale = m_viewport.scale();
        const auto from = sums->notBefore(scale.timeAt(-scale.width * pairMargin));
        const auto to = sums->before(scale.timeAt(scale.width * (1 + pairMargin)));
        const bool wait = m_searched.isValid() && m_searched.elapsed() < searchMs;
        if (from && to && *from <= *to && to->value() - from->value() <= TimelineSource::mostRowsForPairs && !wait) {
            m_searched.start();
            m_source.findPairs(*from, *to + 1);
        } else if (wait) {
            m_stale = true; // and asks again
        }
    }
    refreshMarks();
}

void TimelineView::refreshMarks()
{
    const capture::Capture *capture = m_source.capture();
    const auto timeOf = [capture](RowIndex row) -> std::optional<std::int64_t> {
        if (capture == nullptr || row.value() >= capture->rowCount())
            return {};
        return TimeBins::clamped(capture->row(row).time);
    };
    m_marks.current = m_current ? timeOf(*m_current) : std::nullopt;
    m_marks.inView.reset();
    if (m_inView) {
        const auto from = timeOf(m_inView->first), to = timeOf(m_inView->second);
        if (from && to)
            m_marks.inView = TimeSpan{*from, *to};
    }
    m_marks.names.clear();
    for (int i = 0; i < m_picture.lanes(); ++i)
        m_marks.names.append(nameOf(std::size_t(i)));
    say();
    placeButtons();
    update();
}

QString TimelineView::nameOf(std::size_t lane) const
{
    if (m_picture.merged && m_source.capture() != nullptr)
        return tr("%1 connections").arg(m_source.capture()->connections().size());
    if (lane >= m_picture.connections.size())
        return {};
    const ConnectionId id = m_picture.connections[lane];
    const QString number = QString::number(id.value() + 1);
    return m_nameOf ? number + QStringLiteral(" · ") + m_nameOf(id) : number;
}

void TimelineView::say()
{
    m_marks.said.clear();
    if (!m_picture.hasRows)
        return;
    m_marks.said = pictureText(m_picture);
    if (!m_pointer || m_drag == Drag::Pan)
        return;
    const auto lane = m_layout.laneAt(m_pointer->y());
    if (m_drag == Drag::Brush && m_marks.brush) {
        const TimeSpan span = *m_marks.brush;
        m_marks.said = {tr("from %1").arg(timeText(span.from)), tr("to %1").arg(timeText(span.to)),
                        lengthText(span.to - span.from)};
    } else if (const auto bin = m_picture.binAt(timeX(*m_pointer)); bin && isTime(*m_pointer)) {
        m_marks.said = binText(m_picture, *bin, lane);
    }
}

QString TimelineView::timeText(std::int64_t time) const
{
    const TimeScale &scale = m_viewport.scale();
    return tickText(time - scale.origin, std::min<std::int64_t>(scale.binWidth, 1'000'000'000), scale.unit());
}

void TimelineView::setCurrentRow(std::optional<RowIndex> row)
{
    if (row == m_current)
        return;
    m_current = row;
    if (row && m_source.capture() != nullptr && m_picture.hasRows && m_drag == Drag::None &&
        m_viewport.mode() == TimelineViewport::Mode::Free) {
        const std::int64_t before = m_viewport.scale().start;
        m_viewport.reveal(TimeBins::clamped(m_source.capture()->row(*row).time));
        if (before != m_viewport.scale().start)
            rebuild();
    }
    refreshMarks();
}

void TimelineView::setRowsInView(std::optional<std::pair<RowIndex, RowIndex>> rows)
{
    if (rows == m_inView)
        return;
    m_inView = rows;
    refreshMarks();
}

void TimelineView::clearSpan()
{
    m_extendFrom.reset();
    if (!m_marks.brush)
        return;
    m_marks.brush.reset();
    say();
    update();
}

// --- its size and looks -----------------------------------------------------------------------------------------

QFont TimelineView::textFont() const
{
    QFont smaller = font();
    if (smaller.pointSizeF() > 0)
        smaller.setPointSizeF(smaller.pointSizeF() * 0.88);
    else
        smaller.setPixelSize(std::max(1, smaller.pixelSize() * 7 / 8));
    return smaller;
}

void TimelineView::refreshLayout()
{
    m_layout.lanes = std::max(1, m_picture.lanes());
    m_layout.width = width();
    m_layout.height = height();
    const QFontMetrics metrics(textFont());
    const QString widest = m_picture.merged ? nameOf(0) : QStringLiteral("↓ ") + tr("received");
    m_layout.names = m_layout.lanes > 1 ? std::min(namesOfLanes, width() / 4)
                                        : std::min(metrics.horizontalAdvance(widest) + 20, width() / 2);
    m_layout.said = m_layout.roomForSaid(metrics.horizontalAdvance(wideText()) + 20);
    const bool higher = minimumHeight() != TimelineLayout::heightFor(m_layout.lanes);
    if (higher)
        setFixedHeight(TimelineLayout::heightFor(m_layout.lanes));
    const int room = std::max(1, m_layout.area().width());
    if (room != m_viewport.scale().width) {
        m_viewport.setWidth(room);
        m_stale = true;
    }
}

QSize TimelineView::sizeHint() const { return {400, TimelineLayout::heightFor(m_layout.lanes)}; }

QSize TimelineView::minimumSizeHint() const { return {200, TimelineLayout::heightFor(m_layout.lanes)}; }

void TimelineView::placeButtons()
{
    const bool rows = m_picture.hasRows;
    m_whole->setVisible(rows && m_viewport.mode() != TimelineViewport::Mode::Whole);
    m_live->setVisible(rows && m_grows && m_viewport.mode() == TimelineViewport::Mode::Free);
    int right = m_layout.saidArea().left() - buttonMargin;
    for (QPushButton *button : {m_live, m_whole}) {
        if (button->isHidden())
            continue;
        button->adjustSize();
        right -= button->width();
        button->move(right, buttonMargin);
        right -= buttonMargin;
    }
}

void TimelineView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintTimeline(painter, m_layout, m_picture, m_marks, Colors::of(palette()), textFont());
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refreshLayout();
    takeTimes();
    placeButtons();
}

void TimelineView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_drawn.invalidate();
    m_stale = true;
    poll(m_grows, m_rests);
}

void TimelineView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        refreshLayout();
        takeTimes();
    }
}

bool TimelineView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const QPoint pos = static_cast<QHelpEvent *>(event)->pos();
    const auto bin = m_picture.hasRows ? m_picture.binAt(timeX(pos)) : std::nullopt;
    const auto lane = m_layout.laneAt(pos.y());
    const bool tells = bin && lane && isTime(pos);
    QString tip = timelineHelp();
    if (tells)
        tip = binToolTip(m_picture, *bin, lane);
    else if (m_picture.merged && pos.x() < m_layout.names)
        tip = tr("More than %1 connections share one lane. Choose one at the left to see it alone.")
                  .arg(timeline::TimePyramid::ownLanes);
    else if (m_layout.lanes > 1 && lane && pos.x() < m_layout.names)
        tip = m_marks.names.value(static_cast<int>(*lane));
    else if (m_picture.hasRows && m_layout.saidArea().contains(pos))
        tip = ratesHelp();
    else if (m_picture.hasRows && m_layout.said == 0) // there was no room for it
        tip = m_marks.said.join(QLatin1Char('\n')) + QStringLiteral("\n\n") + tip;
    const QRect area = tells ? QRect(m_layout.names + m_picture.barX(*bin), 0, TimeScale::binPixels, height()) : rect();
    // Plain text, whatever a name says: a rich one begins with a tag.
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(),
                       QStringLiteral("<qt style='white-space:pre'>%1</qt>").arg(tip.toHtmlEscaped()), this, area);
    return true;
}

} // namespace framescope::ui
