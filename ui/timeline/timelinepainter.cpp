#include "ui/timeline/timelinepainter.h"

#include "core/base/elapsed.h"
#include "ui/support/colors.h"
#include "ui/support/crispedge.h"

#include <QCoreApplication>
#include <QFont>
#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace framescope::ui
{

using timeline::DirectionSummary;
using timeline::RowClass;

namespace
{
struct Timeline {
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

constexpr int barWidth = TimeScale::binPixels - 1;
constexpr int tickDistance = 110;
constexpr int largestGlyph = 9; ///< width of the triangle that marks a violation
constexpr double dimPart = 0.28;
constexpr int labelMargin = 8;

/// From the middle line outwards.
constexpr std::array<RowClass, timeline::rowClasses> order = {
    RowClass::Text,     RowClass::Binary, RowClass::Continuation, RowClass::Other,
    RowClass::PingPong, RowClass::Close,  RowClass::Reserved};

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(float(alpha));
    return color;
}

QColor colorOf(RowClass of, const Colors &colors)
{
    switch (of) {
    case RowClass::Text:
        return colors.text;
    case RowClass::Binary:
        return colors.binary;
    case RowClass::Continuation:
        return colors.continuation;
    case RowClass::PingPong:
        return colors.control;
    case RowClass::Close:
        return colors.close;
    case RowClass::Reserved:
        return colors.finding;
    case RowClass::Other:
        break;
    }
    return colors.http;
}

class Painting
{
public:
    Painting(QPainter &painter, const TimelineLayout &layout, const TimelinePicture &picture,
             const TimelineMarks &marks, const Colors &colors, const QFont &font)
        : m_painter(painter)
        , m_layout(layout)
        , m_picture(picture)
        , m_marks(marks)
        , m_colors(colors)
        , m_metrics(font)
        , m_glyph(std::clamp(layout.barRoom() / 2 + 2, 5, largestGlyph))
    {
        m_painter.setFont(font);
    }

    void paint()
    {
        m_painter.fillRect(0, 0, m_layout.width, m_layout.height, m_colors.base);
        names();
        m_painter.save();
        m_painter.setClipRect(QRect(m_layout.names, 0, m_layout.area().width(), m_layout.height));
        m_painter.translate(m_layout.names, 0);
        if (m_picture.hasRows) {
            span(m_marks.inView, withAlpha(m_colors.textFaint, 0.16), m_colors.textMuted, true);
            span(m_marks.brush, withAlpha(m_colors.accent, 0.22), m_colors.accent, false);
            gaps();
            axis();
            bars();
            arcs();
            lines();
            for (const Triangle &each : m_triangles)
                triangle(each.centerX, each.base, each.alpha);
        }
        m_painter.restore();
        m_painter.setPen(m_colors.textMuted);
        if (!m_picture.hasRows) {
            const QString said = Timeline::tr("What is sent and received is drawn here over time.");
            // The line between the directions goes on beside it.
            const QRect place = m_layout.area().united(m_layout.saidArea());
            const QRect ground = m_painter.boundingRect(place, Qt::AlignCenter, said);
            m_painter.fillRect(ground.adjusted(-8, 0, 8, 0), m_colors.base);
            m_painter.drawText(place, Qt::AlignCenter, said);
        }
        said();
        m_painter.setPen(m_marks.focused ? m_colors.accent : m_colors.border);
        if (m_marks.focused)
            drawCrispFrame(m_painter, QRect(0, 0, m_layout.width, m_layout.height), m_colors.accent);
        else
            m_painter.drawLine(0, m_layout.height - 1, m_layout.width, m_layout.height - 1);
    }

private:
    int middle(std::size_t lane) const { return m_layout.middle(static_cast<int>(lane)); }
    int x(std::int64_t time) const
    {
        return static_cast<int>(std::lround(std::clamp(m_picture.scale.xOf(time), -1e6, 1e6)));
    }

    void names()
    {
        const bool several = m_layout.lanes > 1;
        const int right = m_picture.hasRows ? m_layout.saidArea().left() : m_layout.width;
        for (int i = 0; i < m_layout.lanes; ++i) {
            const QRect of = m_layout.nameOf(i);
            m_painter.setPen(m_colors.border);
            m_painter.drawLine(m_layout.names, m_layout.middle(i), right, m_layout.middle(i));
            if (i > 0)
                m_painter.drawLine(0, of.top(), right, of.top());
            const QRect text = of.adjusted(labelMargin, 2, -4, -2);
            if (several) {
                const int arrows = m_metrics.horizontalAdvance(QStringLiteral("↑")) + 4;
                const QRect name = text.adjusted(0, 0, -arrows - 2, 0);
                m_painter.setPen(m_colors.textMain);
                m_painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                                   m_metrics.elidedText(m_marks.names.value(i), Qt::ElideMiddle, name.width()));
                const int middle = m_layout.middle(i);
                const QRect above(of.right() - arrows, of.top(), arrows, middle - of.top());
                const QRect below(above.left(), middle, arrows, of.bottom() - middle);
                m_painter.setPen(m_colors.sent);
                m_painter.drawText(above, Qt::AlignCenter, QStringLiteral("↑"));
                m_painter.setPen(m_colors.received);
                m_painter.drawText(below, Qt::AlignCenter, QStringLiteral("↓"));
                continue;
            }
            direction(text, Qt::AlignTop, QStringLiteral("↑ "), m_colors.sent, Timeline::tr("sent"));
            direction(text, Qt::AlignBottom, QStringLiteral("↓ "), m_colors.received, Timeline::tr("received"));
            if (m_picture.merged) {
                m_painter.setPen(m_colors.textMain);
                m_painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, m_marks.names.value(0));
            }
        }
        m_painter.setPen(m_colors.border);
        m_painter.drawLine(0, m_layout.axis().top(), right, m_layout.axis().top());
        m_painter.drawLine(m_layout.names - 1, 0, m_layout.names - 1, m_layout.height);
    }

    void direction(const QRect &in, Qt::Alignment at, const QString &arrow, const QColor &color, const QString &word)
    {
        m_painter.setPen(color);
        m_painter.drawText(in, Qt::AlignLeft | at, arrow);
        m_painter.setPen(m_colors.textMuted);
        m_painter.drawText(in.adjusted(m_metrics.horizontalAdvance(arrow), 0, 0, 0), Qt::AlignLeft | at, word);
    }

    /// As many lines as there is height for.
    void said()
    {
        const QRect place = m_layout.saidArea().adjusted(labelMargin, 3, -labelMargin, 0);
        if (m_layout.said == 0 || !m_picture.hasRows)
            return;
        m_painter.setPen(m_colors.border);
        m_painter.drawLine(m_layout.saidArea().left(), 0, m_layout.saidArea().left(), m_layout.height);
        m_painter.setPen(m_colors.textMuted);
        QRect line(place.left(), place.top(), place.width(), m_metrics.height());
        for (const QString &text : m_marks.said) {
            if (line.bottom() > place.bottom())
                break;
            m_painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                               m_metrics.elidedText(text, Qt::ElideRight, line.width()));
            line.translate(0, m_metrics.lineSpacing());
        }
    }

    void span(const std::optional<TimeSpan> &of, const QColor &fill, const QColor &edge, bool strip)
    {
        if (!of)
            return;
        const int left = x(of->from);
        const int right = std::max(x(of->to), left + 2);
        const int height = m_layout.area().height();
        m_painter.fillRect(left, 0, right - left, height, fill);
        if (strip) {
            m_painter.fillRect(left, height - 2, right - left, 3, edge);
            return;
        }
        m_painter.fillRect(left, 0, 1, height + 4, edge);
        m_painter.fillRect(right - 1, 0, 1, height + 4, edge);
    }

    void gaps()
    {
        for (const TimelinePicture::Gap &gap : m_picture.gaps) {
            const QRect lane = m_layout.lane(static_cast<int>(gap.lane));
            const int left = std::max(x(gap.from) + TimeScale::binPixels, 0);
            const int right = std::min(x(gap.to) - 1, lane.width());
            const QRect area(left, lane.top() + 1, right - left, lane.height() - 2);
            m_painter.fillRect(area, withAlpha(m_colors.textFaint, 0.10));
            m_painter.fillRect(area, QBrush(withAlpha(m_colors.textFaint, 0.28), Qt::BDiagPattern));
            const QString words = Timeline::tr("%1 of silence").arg(lengthText(gap.to - gap.from));
            if (m_metrics.horizontalAdvance(words) + 2 * labelMargin < area.width())
                label(words, area.center().x(), area.center().y(), m_colors.textMuted);
        }
    }

    /// Text on a ground of its own.
    void label(const QString &words, int centerX, int centerY, const QColor &color)
    {
        QRect box(0, 0, m_metrics.horizontalAdvance(words) + 8,
                  std::min(m_metrics.height(), m_layout.lane(0).height()));
        box.moveCenter({centerX, centerY});
        m_painter.fillRect(box, withAlpha(m_colors.base, 0.88));
        m_painter.setPen(color);
        m_painter.drawText(box, Qt::AlignCenter, words);
    }

    void axis()
    {
        const QRect axis = m_layout.axis();
        for (const TimeTick &tick : ticksOf(m_picture.scale, tickDistance)) {
            const int at = x(tick.time);
            m_painter.fillRect(at, 0, 1, axis.top(), withAlpha(m_colors.border, 0.55));
            m_painter.fillRect(at, axis.top(), 1, 4, m_colors.strongBorder);
            if (at + 4 + m_metrics.horizontalAdvance(tick.label) > axis.width())
                continue; // one that is cut would say another time
            m_painter.setPen(m_colors.textMuted);
            m_painter.drawText(QRect(at + 4, axis.top(), tickDistance, axis.height()), Qt::AlignLeft | Qt::AlignVCenter,
                               tick.label);
        }
    }

    void bars()
    {
        for (std::size_t lane = 0; lane < m_picture.bins.lanes; ++lane) {
            for (const Direction direction : {Direction::Out, Direction::In}) {
                int glyphs = -m_glyph; // right edge of the last
                for (std::size_t bin = 0; bin < m_picture.bins.count; ++bin) {
                    const DirectionSummary &of = m_picture.bins.at(lane, bin).of(direction);
                    if (of.rows() > 0)
                        bar(lane, bin, direction, of, glyphs);
                }
            }
        }
    }

    void bar(std::size_t lane, std::size_t bin, Direction direction, const DirectionSummary &of, int &glyphs)
    {
        const int height = m_layout.barHeight(of.largest, m_picture.largest);
        const double alpha = m_picture.dimmed[bin] ? dimPart : 1;
        m_counts.assign(order.size() + 1, 0);
        for (std::size_t i = 0; i < order.size(); ++i)
            m_counts[i] = of.counts[static_cast<std::size_t>(order[i])];
        m_counts.back() = of.errors;
        const std::vector<int> parts = barParts(m_counts, height);
        const bool up = direction == Direction::Out;
        const int left = m_picture.barX(bin);
        int y = middle(lane) + (up ? 0 : 1);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i] == 0)
                continue;
            const QColor color = i < order.size() ? colorOf(order[i], m_colors) : m_colors.finding;
            m_painter.fillRect(left, up ? y - parts[i] : y, barWidth, parts[i], withAlpha(color, alpha));
            y += up ? -parts[i] : parts[i];
        }
        if (of.errors == 0 || left < glyphs)
            return;
        glyphs = left + m_glyph + 2;
        // At the edge of the lane, where no bar hides it unless it is the highest.
        const QRect edges = m_layout.lane(static_cast<int>(lane));
        m_triangles.push_back({left + barWidth / 2.0, up ? edges.top() + m_glyph : edges.bottom(), alpha});
    }

    /// Its base in the middle at (x, y).
    void triangle(double centerX, int base, double alpha)
    {
        QPainterPath path;
        path.moveTo(centerX - m_glyph / 2.0, base);
        path.lineTo(centerX + m_glyph / 2.0, base);
        path.lineTo(centerX, base - m_glyph + 1);
        path.closeSubpath();
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(QPen(withAlpha(m_colors.base, alpha), 1));
        m_painter.setBrush(withAlpha(m_colors.finding, alpha));
        m_painter.drawPath(path);
        m_painter.restore();
    }

    void arcs()
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        int labelled = -1'000'000; // right edge of the last label
        for (const TimelinePicture::Arc &arc : m_picture.arcs) {
            const bool up = arc.pingWent == Direction::Out;
            const int left = x(arc.from), right = x(arc.to), mid = middle(arc.lane);
            const int rise = std::min(m_layout.barRoom(), 6 + (right - left) / 6);
            const double top = mid + (up ? -2.0 : 2.0) * rise; // of the curve's handle: the curve reaches half as far
            QPainterPath path;
            path.moveTo(left, mid);
            path.quadTo((left + right) / 2.0, top, right, mid);
            m_painter.setPen(QPen(m_colors.control, 1.3));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawPath(path);
            m_painter.setBrush(m_colors.control);
            m_painter.drawEllipse(QPointF(right, mid), 2, 2);
            const QString words = Timeline::tr("RTT %1").arg(lengthText(arc.roundTrip));
            const int width = m_metrics.horizontalAdvance(words) + 8;
            const int from = std::clamp((left + right - width) / 2, 0, std::max(0, m_layout.area().width() - width));
            if (right - left < width / 2 || from < labelled)
                continue;
            labelled = from + width + 4;
            const int half = m_metrics.height() / 2;
            const int y = mid + (up ? -rise : rise);
            const QRect lane = m_layout.lane(static_cast<int>(arc.lane));
            label(words, from + width / 2,
                  std::clamp(y, lane.top() + half, std::max(lane.top() + half, lane.bottom() - half)),
                  m_colors.textMain);
        }
        m_painter.restore();
    }

    void lines()
    {
        const int bottom = m_layout.area().height();
        if (m_marks.current) {
            const double at = m_picture.scale.xOf(*m_marks.current);
            const auto bin =
                at >= -TimeScale::binPixels ? m_picture.binAt(static_cast<int>(std::min(at, 1e6))) : std::nullopt;
            if (bin) {
                const int left = m_picture.barX(*bin);
                fillEdge(m_painter, QRect(left - 2, 0, barWidth + 4, bottom + 4), Qt::LeftEdge, m_colors.textMain);
                fillEdge(m_painter, QRect(left - 2, 0, barWidth + 4, bottom + 4), Qt::RightEdge, m_colors.textMain);
            }
        }
        if (m_marks.cursor) {
            m_painter.setPen(QPen(m_colors.accent, 1, Qt::DashLine));
            m_painter.drawLine(*m_marks.cursor, 0, *m_marks.cursor, bottom);
        }
        if (m_marks.pointer)
            m_painter.fillRect(*m_marks.pointer, 0, 1, bottom, withAlpha(m_colors.textMuted, 0.6));
    }

    QPainter &m_painter;
    const TimelineLayout &m_layout;
    const TimelinePicture &m_picture;
    const TimelineMarks &m_marks;
    const Colors &m_colors;
    QFontMetrics m_metrics;
    int m_glyph; ///< width of the triangles
    std::vector<std::uint64_t> m_counts;
    /// The marks of violations, which nothing covers.
    struct Triangle {
        double centerX;
        int base;
        double alpha;
    };
    std::vector<Triangle> m_triangles;
};
} // namespace

std::vector<int> barParts(const std::vector<std::uint64_t> &counts, int height)
{
    constexpr int least = 2;
    std::vector<int> parts(counts.size(), 0);
    double all = 0;
    int left = height;
    for (std::size_t i = counts.size(); i-- > 0;) {
        if (counts[i] == 0)
            continue;
        all += double(counts[i]);
        parts[i] = std::min(least, left);
        left -= parts[i];
    }
    if (all == 0)
        return parts;
    double sum = 0;
    int given = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        sum += double(counts[i]);
        const int upTo = static_cast<int>(std::lround(left * sum / all));
        parts[i] += upTo - given;
        given = upTo;
    }
    return parts;
}

void paintTimeline(QPainter &painter, const TimelineLayout &layout, const TimelinePicture &picture,
                   const TimelineMarks &marks, const Colors &colors, const QFont &font)
{
    Painting(painter, layout, picture, marks, colors, font).paint();
}

} // namespace framescope::ui
