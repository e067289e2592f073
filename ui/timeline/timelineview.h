#pragma once

#include "ui/timeline/timelinepainter.h"
#include "ui/timeline/timelinesource.h"
#include "ui/timeline/timelineviewport.h"

#include <QWidget>

#include <functional>

class QPushButton;

namespace framescope::ui
{

/// The timeline over the frame list: what went when, in which direction, how large and of which kind. It is drawn of
/// sums, so that ten million rows cost as much as ten.
/// Thread: the GUI's. Lifetime: the capture outlives it, or setCapture(nullptr) comes first.
class TimelineView : public QWidget
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);
    ~TimelineView() override;

    /// The capture to show, nullptr for none; all of its connections and all of its time.
    void setCapture(const capture::Capture *capture);
    /// One connection, or a lane for each.
    void setConnection(std::optional<ConnectionId> id);
    /// What a lane is called, where there are several.
    void setNames(std::function<QString(ConnectionId)> nameOf);
    /// Tells of rows whether the list shows one of them; the others are dimmed. Nothing: it shows all.
    void setShown(TimelinePicture::Shown shown);

    /// Takes in what is new. For a timer of 30 to 60 Hz. `grows`: rows may still come; `rests`: but not of what is
    /// there now, so that no room is kept for them.
    void poll(bool grows, bool rests = false);
    /// The row that is selected in the list, and the first and last that can be seen there.
    void setCurrentRow(std::optional<RowIndex> row);
    void setRowsInView(std::optional<std::pair<RowIndex, RowIndex>> rows);

    /// The span of time that somebody chose, and the list is to show.
    std::optional<TimeSpan> span() const noexcept { return m_marks.brush; }
    void clearSpan();
    /// A time as the axis writes it.
    QString timeText(std::int64_t time) const;

    const TimelineViewport &viewport() const noexcept { return m_viewport; }
    const TimelinePicture &picture() const noexcept { return m_picture; }
    const TimelineLayout &timelineLayout() const noexcept { return m_layout; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void zoomIn();
    void zoomOut();
    void showWhole();
    /// To the newest rows, and on with them while rows come.
    void goToEnd();

Q_SIGNALS:
    /// Somebody wants to see this row.
    void rowActivated(framescope::RowIndex row);
    /// Only rows of this time are wanted; nothing: all of them again.
    void spanChosen(const std::optional<framescope::ui::TimeSpan> &span);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    // timelineview.cpp: what is shown
    void takeTimes();
    void rebuild();
    void refreshLayout();
    void refreshMarks();
    void say();
    void placeButtons();
    QString nameOf(std::size_t lane) const;
    QFont textFont() const;

    // timelineinput.cpp: what people do
    enum class Drag { None, Pressed, Pan, Brush };
    bool isTime(const QPoint &pos) const { return pos.x() >= m_layout.names && timeX(pos) < m_layout.area().width(); }
    int timeX(const QPointF &pos) const { return static_cast<int>(pos.x()) - m_layout.names; }
    void zoomAt(double factor, double x);
    void panBy(double pixels);
    void pointAt(std::optional<QPoint> pos);
    void brushTo(int x);
    void chooseSpan(const std::optional<TimeSpan> &span);
    void extendSpan(int pixels);
    void activate(int x, std::size_t lane, Direction direction);
    void activateAtCursor();
    int cursorX() const;
    void showCursor(bool shown);
    void tellPlace();

    TimelineSource m_source;
    TimelineViewport m_viewport;
    TimelineLayout m_layout;
    TimelinePicture m_picture;
    TimelineMarks m_marks;
    TimelinePicture::Shown m_shown;
    std::function<QString(ConnectionId)> m_nameOf;
    std::optional<RowIndex> m_current;
    std::optional<std::pair<RowIndex, RowIndex>> m_inView;
    QElapsedTimer m_drawn; ///< since the picture was found out last
    QElapsedTimer m_searched;
    bool m_stale = true;
    bool m_grows = false;
    bool m_rests = false;

    Drag m_drag = Drag::None;
    QPoint m_pressed;
    double m_panned = 0; ///< where the pan is, in pixels
    std::int64_t m_brushFrom = 0;
    std::optional<TimeSpan> m_brushBefore; ///< before the drag that goes on
    std::optional<QPoint> m_pointer;
    bool m_cursorShown = false;
    std::optional<std::int64_t> m_extendFrom; ///< the end of the span that keys leave where it is
    QPushButton *m_whole;
    QPushButton *m_live;
};

} // namespace framescope::ui
