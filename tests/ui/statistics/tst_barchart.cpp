#include "ui/statistics/barchart.h"

#include "ui/support/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace framescope::ui;

class TestBarChart : public QObject
{
    Q_OBJECT

    static StatisticChart chart(StatisticChart::Shape shape, int bars)
    {
        StatisticChart chart;
        chart.name = QStringLiteral("Frames by something");
        chart.description = QStringLiteral("One bar for each.");
        chart.shape = shape;
        chart.series = {{QStringLiteral("sent"), StatisticChart::Tone::Sent},
                        {QStringLiteral("received"), StatisticChart::Tone::Received}};
        for (int i = 0; i < bars; ++i)
            chart.bars.push_back({QString::number(i), {double(i), 1.0}, i % 2 ? QString() : QString::number(i), {}});
        return chart;
    }

private Q_SLOTS:
    void clicks_data()
    {
        QTest::addColumn<int>("shape");
        QTest::newRow("columns") << int(StatisticChart::Shape::Columns);
        QTest::newRow("lines") << int(StatisticChart::Shape::Lines);
    }
    void clicks()
    {
        QFETCH(int, shape);
        BarChart widget;
        widget.resize(600, 300);
        widget.setChart(chart(StatisticChart::Shape(shape), 7));
        QCOMPARE(widget.accessibleName(), QStringLiteral("Frames by something"));
        QCOMPARE(widget.accessibleDescription(), QStringLiteral("One bar for each."));
        QSignalSpy spy(&widget, &BarChart::filterRequested);
        QTest::mouseClick(&widget, Qt::LeftButton, {}, widget.barArea(4).center());
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.at(0).at(0).toString(), QStringLiteral("4"));
        QTest::mouseClick(&widget, Qt::LeftButton, {}, widget.barArea(3).center()); // leads nowhere
        QTest::mouseClick(&widget, Qt::LeftButton, {}, QPoint(2, 2));
        QCOMPARE(spy.size(), 1);
        for (std::size_t i = 0; i < 7; ++i)
            QVERIFY(widget.rect().contains(widget.barArea(i)));
    }

    void paintsWhateverThereIs()
    {
        BarChart widget;
        for (const int bars : {0, 1, 12, 500}) {
            for (const auto shape : {StatisticChart::Shape::Columns, StatisticChart::Shape::Lines}) {
                for (const QSize size : {QSize(640, 240), QSize(60, 20), QSize(1, 1)}) {
                    widget.resize(size);
                    widget.setChart(chart(shape, bars));
                    widget.setLogarithmic(bars % 2 == 0);
                    QVERIFY(!widget.grab().isNull());
                }
            }
        }
    }

    void barsAreSeen()
    {
        applyTheme(*qApp, true);
        BarChart widget;
        widget.resize(600, 300);
        widget.setChart(chart(StatisticChart::Shape::Columns, 3));
        const QImage image = widget.grab().toImage();
        const auto has = [&](const QColor &color, const QRect &area) {
            for (int y = area.top(); y <= area.bottom(); ++y) {
                for (int x = area.left(); x <= area.right(); ++x) {
                    if (image.pixelColor(x, y) == color)
                        return true;
                }
            }
            return false;
        };
        const QColor sent(0x7BD88F), received(0x5AA9FF);
        QVERIFY(!has(sent, widget.barArea(0)) && has(received, widget.barArea(0)));
        QVERIFY(has(sent, widget.barArea(2)) && has(received, widget.barArea(2)));
    }

    /// A mark where bars meet, and one at the end, for the bounds of what they count.
    void boundsStandBetweenBars()
    {
        applyTheme(*qApp, true);
        BarChart widget;
        widget.resize(600, 300);
        StatisticChart bounds = chart(StatisticChart::Shape::Columns, 4);
        const auto marks = [&](const StatisticChart &shown) {
            widget.setChart(shown);
            const QImage image = widget.grab().toImage();
            const QRect last = widget.barArea(3);
            QList<bool> found;
            for (const int x : {widget.barArea(1).left(), widget.barArea(1).center().x(), last.right() + 1})
                found += image.pixelColor(x, last.bottom() + 2) != image.pixelColor(2, 2);
            return found;
        };
        QCOMPARE(marks(bounds), (QList<bool>{false, false, false}));
        bounds.edges = true;
        QCOMPARE(marks(bounds), (QList<bool>{true, false, false}));
        bounds.end = QStringLiteral("4");
        QCOMPARE(marks(bounds), (QList<bool>{true, false, true}));
        // What it says ends where the bars do.
        bounds.end = QStringLiteral("32 KiB");
        widget.setChart(bounds);
        const QImage image = widget.grab().toImage();
        const int right = widget.barArea(3).right() + 2;
        const QRect beside(right, 0, image.width() - right, image.height());
        QImage ground(beside.size(), image.format());
        ground.fill(image.pixelColor(2, 2));
        QCOMPARE(image.copy(beside), ground);
    }
};

QTEST_MAIN(TestBarChart)
#include "tst_barchart.moc"
