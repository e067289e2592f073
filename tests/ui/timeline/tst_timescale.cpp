#include "ui/timeline/timescale.h"

#include "core/timeline/timebins.h"

#include <QTest>

#include <cmath>

using namespace framescope;
using namespace framescope::ui;
using timeline::TimeBins;

class TestTimeScale : public QObject
{
    Q_OBJECT

    static constexpr std::int64_t today = 1'795'348'800'000'000'123;

private Q_SLOTS:
    void showsAll_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::newRow("a moment") << qint64(today) << qint64(today);
        QTest::newRow("a microsecond") << qint64(today) << qint64(today + 1000);
        QTest::newRow("an hour") << qint64(today) << qint64(today + 3'600'000'000'000);
        QTest::newRow("all time") << qint64(TimeBins::earliest) << qint64(TimeBins::latest);
    }
    void showsAll()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        const TimeScale scale = TimeScale::showing(from, to, 1200, from);
        QVERIFY(scale.binWidth >= 1);
        QCOMPARE(scale.xOf(from), 0.0);
        QVERIFY(scale.xOf(to) < 1200.001);
        QVERIFY(scale.bins() >= 400 && scale.bins() <= 401);
        for (const int x : {0, 3, 600, 1197}) {
            const std::int64_t time = scale.timeAt(x);
            QVERIFY(std::abs(scale.xOf(time) - x) < 3.01);
        }
    }

    /// The picture moves, its bars stand on the same times.
    void binsStayInTime()
    {
        TimeScale scale = TimeScale::showing(today, today + 1'000'000'000, 1000, today);
        QCOMPARE(scale.firstBin(), today);
        for (const double pixels : {1.0, 2.0, -100.0, 7.5, 1e5}) {
            scale = scale.panned(pixels);
            QCOMPARE((scale.firstBin() - today) % scale.binWidth, std::int64_t(0));
            QVERIFY(scale.firstBin() <= scale.start && scale.firstBin() + scale.binWidth > scale.start);
            const std::int64_t end = scale.firstBin() + scale.binWidth * std::int64_t(scale.bins());
            QVERIFY(end >= scale.end());
        }
    }

    void zoomKeepsTheTimeUnderThePointer()
    {
        TimeScale scale = TimeScale::showing(today, today + 7'200'000'000'000, 1000, today);
        const std::int64_t time = scale.timeAt(300);
        int steps = 0;
        for (; scale.binWidth > 1; ++steps) {
            const std::int64_t before = scale.binWidth;
            scale = scale.zoomed(1.5, 300);
            QVERIFY(scale.binWidth < before);
            QVERIFY(std::abs(scale.xOf(time) - 300) < 4);
        }
        QVERIFY(steps < 80);
        QCOMPARE(scale.zoomed(1.5, 300).binWidth, std::int64_t(1));
        QVERIFY(scale.span() < 1000); // hours to less than a microsecond
        for (int i = 0; i < 200; ++i) {
            const std::int64_t before = scale.binWidth;
            scale = scale.zoomed(1 / 1.5, 700);
            QVERIFY(scale.binWidth > before || scale.binWidth >= std::int64_t(1e17));
        }
        QVERIFY(scale.start >= TimeBins::earliest && scale.end() <= TimeBins::latest);
    }

    void neverOverflows()
    {
        TimeScale scale = TimeScale::showing(TimeBins::earliest, TimeBins::latest, 100, TimeBins::latest);
        scale = scale.panned(1e300).panned(-1e300).zoomed(1e-9, -1e12).zoomed(1e9, 1e12);
        QVERIFY(scale.start >= TimeBins::earliest && scale.start <= TimeBins::latest);
        scale = scale.movedTo(std::numeric_limits<std::int64_t>::min());
        QCOMPARE(scale.start, TimeBins::earliest);
        QVERIFY(ticksOf(scale, 100).size() < 5);
    }

    void ticks_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("length");
        QTest::addColumn<QStringList>("labels");
        const auto row = [](const char *name, double from, double length, const char *labels) {
            QTest::newRow(name) << qint64(from) << qint64(length) << QString::fromUtf8(labels).split(QLatin1Char('|'));
        };
        row("microseconds", 12.3456e6, 4e3, "12,346 µs|12,347 µs|12,348 µs|12,349 µs");
        row("a fraction of a microsecond", 0, 700, "0 ns|200 ns|400 ns|600 ns|800 ns");
        row("microseconds far away", 123.4456e6, 4e3, "0.123446 s|0.123447 s|0.123448 s|0.123449 s");
        row("a fraction of a millisecond", 0, 201e3, "0 µs|50 µs|100 µs|150 µs|200 µs");
        row("steps of parts", 0, 1.9e6, "0.0 ms|0.5 ms|1.0 ms|1.5 ms");
        row("milliseconds", 0, 45e6, "0 ms|10 ms|20 ms|30 ms|40 ms");
        row("milliseconds far away", 180e9, 45e6, "180.00 s|180.01 s|180.02 s|180.03 s|180.04 s");
        row("before the first row", -1e9, 2.5e9, "\u22121.0 s|\u22120.5 s|0.0 s|0.5 s|1.0 s|1.5 s");
        row("seconds", 58e9, 12e9, "58 s|60 s|62 s|64 s|66 s|68 s|70 s");
        row("half minutes", 0, 200e9, "0 s|30 s|60 s|90 s|120 s|150 s|180 s");
        row("minutes", 0, 600e9, "0 min|2 min|4 min|6 min|8 min|10 min");
        row("hours", 3000e9, 5400e9, "1 h 0 min|1 h 15 min|1 h 30 min|1 h 45 min|2 h 0 min|2 h 15 min");
        row("days", 0, 86400e9 * 2.2, "0 min|12 h|1 d 0 h|1 d 12 h|2 d 0 h");
        row("years", 0, 86400e9 * 2300, "0 min|500 d|1000 d|1500 d|2000 d");
    }
    void ticks()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, length);
        const TimeScale scale = TimeScale::showing(today + from, today + from + length, 600, today);
        QStringList labels;
        double before = -1000;
        for (const TimeTick &tick : ticksOf(scale, 80)) {
            labels.append(tick.label);
            QVERIFY(scale.xOf(tick.time) >= 0 && scale.xOf(tick.time) <= 600);
            QVERIFY(scale.xOf(tick.time) - before >= 80);
            before = scale.xOf(tick.time);
        }
        QTEST(labels, "labels");
    }
};

QTEST_GUILESS_MAIN(TestTimeScale)
#include "tst_timescale.moc"
