#pragma once

#include "ui/statistics/statisticcontent.h"

#include <QWidget>

namespace framescope::ui
{

/// A chart of bars, side by side or below each other. Its numbers stand in a table beside it as well, so it takes no
/// focus; a click on a bar asks for the rows that it counts.
class BarChart : public QWidget
{
    Q_OBJECT
public:
    explicit BarChart(QWidget *parent = nullptr);

    void setChart(const StatisticChart &chart);
    const StatisticChart &chart() const { return m_chart; }
    /// Heights by the logarithm, so that rare bars beside frequent ones can be seen.
    void setLogarithmic(bool logarithmic);
    /// Where a bar can be clicked.
    QRect barArea(std::size_t bar) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {240, 120}; }

Q_SIGNALS:
    void filterRequested(const QString &filter);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Frame {
        QRect plot; ///< where the bars are
        double top = 0;
        std::vector<double> lines;
    };
    Frame frame() const;
    QRect areaIn(const QRect &plot, std::size_t bar) const;
    int barAt(const QPoint &at) const;
    bool isLines() const { return m_chart.shape == StatisticChart::Shape::Lines; }
    QString scaleText(double value) const;
    int labelWidth() const;
    void paintLegend(QPainter &painter) const;
    void paintColumns(QPainter &painter, const Frame &frame) const;
    void paintLabels(QPainter &painter, const QRect &plot) const;
    void paintLines(QPainter &painter, const Frame &frame) const;
    QColor colorOf(StatisticChart::Tone tone) const;

    StatisticChart m_chart;
    bool m_logarithmic = false;
    int m_hovered = -1;
};

} // namespace framescope::ui
