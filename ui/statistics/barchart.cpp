#include "ui/statistics/barchart.h"

#include "ui/statistics/chartscale.h"
#include "ui/support/colors.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace framescope::ui
{

namespace
{
constexpr int margin = 12;
constexpr int between = 8;   ///< text and what it is about
constexpr int tick = 4;      ///< from the bars to their labels
constexpr int swatch = 10;   ///< of the legend
constexpr int mostLines = 5; ///< of the scale

double sumOf(const ChartBar &bar) { return std::accumulate(bar.values.begin(), bar.values.end(), 0.0); }
} // namespace

BarChart::BarChart(QWidget *parent) : QWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void BarChart::setChart(const StatisticChart &chart)
{
    m_chart = chart;
    setAccessibleName(chart.name);
    setAccessibleDescription(chart.description);
    if (m_hovered >= int(chart.bars.size()))
        m_hovered = -1;
    updateGeometry();
    update();
}

void BarChart::setLogarithmic(bool logarithmic)
{
    m_logarithmic = logarithmic;
    update();
}

QSize BarChart::sizeHint() const
{
    const int line = fontMetrics().height() + between;
    return {640, isLines() ? int(m_chart.bars.size() + 3) * line : 240};
}

QString BarChart::scaleText(double value) const
{
    return m_chart.octets ? octetsText(quint64(value)) : shortNumber(value);
}

/// Of the labels at the left.
int BarChart::labelWidth() const
{
    int width = 0;
    if (isLines()) {
        for (const ChartBar &bar : m_chart.bars)
            width = std::max(width, fontMetrics().horizontalAdvance(bar.label));
        return std::min(width, this->width() * 2 / 5);
    }
    return width;
}

BarChart::Frame BarChart::frame() const
{
    Frame frame;
    double largest = 0;
    for (const ChartBar &bar : m_chart.bars)
        largest = std::max(largest, sumOf(bar));
    frame.lines = (m_chart.octets ? octetLines : scaleLines)(largest, mostLines, m_logarithmic);
    frame.top = frame.lines.back();
    const int text = fontMetrics().height();
    int left = labelWidth(), right = 0;
    if (isLines()) {
        for (const ChartBar &bar : m_chart.bars)
            right = std::max(right, fontMetrics().horizontalAdvance(scaleText(sumOf(bar))));
        right += between;
    } else {
        for (const double line : frame.lines)
            left = std::max(left, fontMetrics().horizontalAdvance(scaleText(line)));
    }
    frame.plot = rect().adjusted(margin + left + between, margin + text + between, -margin - right,
                                 isLines() ? -margin : -margin - text - between / 2);
    return frame;
}

QRect BarChart::barArea(std::size_t bar) const { return areaIn(frame().plot, bar); }

QRect BarChart::areaIn(const QRect &plot, std::size_t bar) const
{
    const auto count = std::max<qint64>(1, qint64(m_chart.bars.size()));
    const auto at = [count](int from, int size, std::size_t i) { return from + int(qint64(i) * size / count); };
    if (isLines()) {
        // Few bars do not grow to fill the room.
        const int size = std::min(plot.height(), int(count) * (fontMetrics().height() + between * 2));
        const int top = at(plot.top(), size, bar);
        return {plot.left(), top, plot.width(), at(plot.top(), size, bar + 1) - top};
    }
    const int left = at(plot.left(), plot.width(), bar);
    return {left, plot.top(), std::max(1, at(plot.left(), plot.width(), bar + 1) - left), plot.height()};
}

int BarChart::barAt(const QPoint &at) const
{
    const QRect plot = frame().plot;
    for (std::size_t i = 0; i < m_chart.bars.size(); ++i) {
        QRect area = areaIn(plot, i);
        if (isLines())
            area.setLeft(0);
        if (area.contains(at))
            return int(i);
    }
    return -1;
}

QColor BarChart::colorOf(StatisticChart::Tone tone) const
{
    const Colors &colors = Colors::of(palette());
    switch (tone) {
    case StatisticChart::Tone::Sent:
        return colors.sent;
    case StatisticChart::Tone::Received:
        return colors.received;
    case StatisticChart::Tone::Error:
        return colors.finding;
    case StatisticChart::Tone::Warning:
        return colors.warning;
    case StatisticChart::Tone::Note:
        return colors.control;
    case StatisticChart::Tone::Plain:
        break;
    }
    return colors.accent;
}

void BarChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = Colors::of(palette());
    painter.fillRect(rect(), colors.base);
    if (m_chart.bars.empty())
        return;
    paintLegend(painter);
    const Frame all = frame();
    if (all.plot.height() < 8 || all.plot.width() < 8)
        return;
    if (isLines())
        paintLines(painter, all);
    else
        paintColumns(painter, all);
}

/// The name at the left, the series at the right, as far as there is room for both.
void BarChart::paintLegend(QPainter &painter) const
{
    const Colors &colors = Colors::of(palette());
    const QFontMetrics metrics = fontMetrics();
    int right = width() - margin;
    const QRect line(margin, margin - 2, width() - 2 * margin, metrics.height());
    for (auto series = m_chart.series.rbegin(); series != m_chart.series.rend(); ++series) {
        right -= metrics.horizontalAdvance(series->first);
        painter.setPen(colors.textMuted);
        painter.drawText(QRect(right, line.top(), metrics.horizontalAdvance(series->first) + 2, line.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, series->first);
        right -= swatch + between / 2;
        painter.fillRect(QRect(right, line.center().y() - swatch / 2 + 1, swatch, swatch), colorOf(series->second));
        right -= 2 * between;
    }
    painter.setPen(colors.textMain);
    const QString text = m_chart.name + QStringLiteral(" · ") + m_chart.description;
    const int room = right - margin;
    painter.drawText(
        QRect(margin, line.top(), room, line.height()), Qt::AlignVCenter | Qt::AlignLeft,
        metrics.elidedText(metrics.horizontalAdvance(text) <= room ? text : m_chart.name, Qt::ElideRight, room));
}

void BarChart::paintColumns(QPainter &painter, const Frame &frame) const
{
    const Colors &colors = Colors::of(palette());
    const QFontMetrics metrics = fontMetrics();
    const QRect plot = frame.plot;
    const auto yOf = [&](double value) {
        return plot.bottom() + 1 - int(std::lround(placeOnScale(value, frame.top, m_logarithmic) * plot.height()));
    };
    int lastText = plot.bottom() + 2 * metrics.height();
    for (const double line : frame.lines) {
        const int y = yOf(line);
        painter.setPen(colors.border);
        painter.drawLine(plot.left(), y, plot.right(), y);
        if (lastText - y < metrics.height())
            continue; // lines of a logarithmic scale come near each other
        lastText = y;
        painter.setPen(colors.textMuted);
        painter.drawText(QRect(0, y - metrics.height() / 2, plot.left() - between, metrics.height()),
                         Qt::AlignVCenter | Qt::AlignRight, scaleText(line));
    }
    for (std::size_t i = 0; i < m_chart.bars.size(); ++i) {
        const ChartBar &bar = m_chart.bars[i];
        QRect area = areaIn(plot, i);
        if (int(i) == m_hovered)
            painter.fillRect(area, colors.raised);
        if (area.width() > 5)
            area.adjust(area.width() / 10 + 1, 0, -area.width() / 10 - 1, 0);
        double below = 0;
        for (std::size_t s = 0; s < bar.values.size() && s < m_chart.series.size(); ++s) {
            if (bar.values[s] <= 0)
                continue;
            const int bottom = yOf(below);
            below += bar.values[s];
            // What is there can be seen, however little it is.
            const int top = std::min(yOf(below), bottom - 1);
            painter.fillRect(QRect(area.left(), top, area.width(), bottom - top), colorOf(m_chart.series[s].second));
        }
    }
    paintLabels(painter, plot);
}

/// Below the bars, or where bars meet; as many as have room beside each other.
void BarChart::paintLabels(QPainter &painter, const QRect &plot) const
{
    const Colors &colors = Colors::of(palette());
    const QFontMetrics metrics = fontMetrics();
    int widest = metrics.horizontalAdvance(m_chart.end);
    for (const ChartBar &bar : m_chart.bars)
        widest = std::max(widest, metrics.horizontalAdvance(bar.label));
    int free = 0;
    const double slot = double(plot.width()) / double(m_chart.bars.size());
    auto step = std::max<std::size_t>(1, std::size_t(std::ceil((widest + 2 * between) / slot)));
    if (m_chart.edges) // at round times
        step = std::size_t(roundUp(double(step)));
    const std::size_t bars = m_chart.bars.size();
    for (std::size_t i = 0; i < bars + (m_chart.end.isEmpty() ? 0 : 1); i += step) {
        const QString &label = i < bars ? m_chart.bars[i].label : m_chart.end;
        const QRect area = areaIn(plot, std::min(i, bars - 1));
        const int size = metrics.horizontalAdvance(label);
        const int middle = !m_chart.edges ? area.center().x() : i < bars ? area.left() : area.right() + 1;
        const int left = std::clamp(middle - size / 2, 2, std::max(2, plot.right() + 1 - size));
        if (left < free)
            continue;
        free = left + size + between;
        painter.setPen(colors.textMuted);
        if (m_chart.edges)
            painter.drawLine(middle, plot.bottom() + 1, middle, plot.bottom() + tick);
        painter.drawText(QRect(left, plot.bottom() + tick + 1, size + 2, metrics.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, label);
    }
}

void BarChart::paintLines(QPainter &painter, const Frame &frame) const
{
    const Colors &colors = Colors::of(palette());
    const QFontMetrics metrics = fontMetrics();
    const QRect plot = frame.plot;
    const int labels = labelWidth();
    const auto xOf = [&](double value) {
        return plot.left() + int(std::lround(placeOnScale(value, frame.top, m_logarithmic) * plot.width()));
    };
    for (std::size_t i = 0; i < m_chart.bars.size(); ++i) {
        const ChartBar &bar = m_chart.bars[i];
        const QRect area = areaIn(plot, i);
        if (int(i) == m_hovered)
            painter.fillRect(area.adjusted(-labels - between - margin / 2, 0, 0, 0), colors.raised);
        painter.setPen(colors.textMain);
        painter.drawText(QRect(margin, area.top(), labels + 2, area.height()), Qt::AlignVCenter | Qt::AlignLeft,
                         metrics.elidedText(bar.label, Qt::ElideMiddle, labels + 1));
        const int height = std::min(area.height() - 2, metrics.height());
        double before = 0;
        for (std::size_t s = 0; s < bar.values.size() && s < m_chart.series.size(); ++s) {
            if (bar.values[s] <= 0)
                continue;
            const int left = xOf(before);
            before += bar.values[s];
            const int right = std::max(xOf(before), left + 1);
            painter.fillRect(QRect(left, area.center().y() - height / 2 + 1, right - left, height),
                             colorOf(m_chart.series[s].second));
        }
        painter.setPen(colors.textMuted);
        painter.drawText(QRect(std::max(xOf(before), plot.left() + 1) + between, area.top(), width(), area.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, scaleText(before));
    }
}

void BarChart::mouseMoveEvent(QMouseEvent *event)
{
    const int bar = barAt(event->position().toPoint());
    const bool leads = bar >= 0 && !m_chart.bars[std::size_t(bar)].filter.isEmpty();
    setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (std::exchange(m_hovered, bar) != bar)
        update();
}

void BarChart::mouseReleaseEvent(QMouseEvent *event)
{
    const int bar = barAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && bar >= 0 && !m_chart.bars[std::size_t(bar)].filter.isEmpty())
        Q_EMIT filterRequested(m_chart.bars[std::size_t(bar)].filter);
}

void BarChart::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

bool BarChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int bar = barAt(help->pos());
    // Names come from peers: as text, never as markup.
    const QString about = bar < 0 ? QString() : m_chart.bars[std::size_t(bar)].about.toHtmlEscaped();
    if (about.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(),
                           QStringLiteral("<p style='white-space:pre'>") + about + QStringLiteral("</p>"), this);
    return true;
}

} // namespace framescope::ui
