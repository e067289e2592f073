#include "ui/timeline/timelineviewport.h"

#include "core/timeline/timebins.h"

#include <QTest>

#include <cmath>

using namespace framescope::ui;
using Mode = TimelineViewport::Mode;

class TestTimelineViewport : public QObject
{
    Q_OBJECT

    static constexpr std::int64_t begin = 1'795'348'800'000'000'000;
    static constexpr std::int64_t second = 1'000'000'000;

    static TimelineViewport made(std::int64_t length, bool grows)
    {
        TimelineViewport viewport;
        viewport.setWidth(1000);
        viewport.setTimes(begin, begin + length, grows);
        return viewport;
    }
    static bool sees(const TimelineViewport &viewport, std::int64_t time)
    {
        const double x = viewport.scale().xOf(time);
        return x >= 0 && x < 1000;
    }

private Q_SLOTS:
    void nothing()
    {
        TimelineViewport viewport;
        viewport.setWidth(1000);
        viewport.zoom(2, 10);
        viewport.pan(5);
        viewport.goToEnd();
        viewport.goToStart();
        viewport.reveal(begin);
        QVERIFY(!viewport.hasTimes());
        QCOMPARE(viewport.mode(), Mode::Whole);
    }

    void aFileIsShownWhole()
    {
        TimelineViewport viewport = made(100 * second, false);
        QVERIFY(sees(viewport, begin) && sees(viewport, begin + 100 * second));
        QVERIFY(viewport.scale().xOf(begin) < 30 && viewport.scale().xOf(begin + 100 * second) > 970);
        QVERIFY(!viewport.setTimes(begin, begin + 100 * second, false));
        viewport.setWidth(400);
        QVERIFY(viewport.scale().xOf(begin + 100 * second) < 400);
    }

    void timesUpToTheLatest()
    {
        TimelineViewport viewport;
        viewport.setWidth(1000);
        constexpr std::int64_t earliest = framescope::timeline::TimeBins::earliest;
        constexpr std::int64_t latest = framescope::timeline::TimeBins::latest;
        viewport.setTimes(earliest, latest - second, true);
        QVERIFY(sees(viewport, earliest) && sees(viewport, latest - second));
        QVERIFY(viewport.scale().xOf(latest - second) > 900);
    }

    /// Of one connection that began later: its times are told as those of all rows.
    void timesAreToldFromTheOrigin()
    {
        for (const bool grows : {false, true}) {
            TimelineViewport viewport = made(100 * second, grows);
            QCOMPARE(viewport.scale().origin, begin);
            const std::int64_t first = begin + 50 * second;
            QVERIFY(viewport.setTimes(first, first + 10 * second, grows, false, begin));
            QCOMPARE(viewport.scale().origin, begin);
            QVERIFY(viewport.scale().xOf(first) >= 0 && viewport.scale().xOf(first) < 30);
            QVERIFY(!viewport.setTimes(first, first + 10 * second, grows, false, begin));
            viewport.goToEnd();
            viewport.zoom(2, 500);
            QCOMPARE(viewport.scale().origin, begin);
        }
    }

    /// While it grows the picture stands still most of the time.
    void whatGrowsHasRoom()
    {
        TimelineViewport viewport = made(0, true);
        int moved = 0;
        QCOMPARE(std::round(viewport.scale().xOf(begin)), 10.0); // as far from the edge as that of a file
        for (std::int64_t ms = 0; ms <= 600'000; ms += 33) {
            moved += viewport.setTimes(begin, begin + ms * 1'000'000, true);
            QVERIFY(sees(viewport, begin) && sees(viewport, begin + ms * 1'000'000));
        }
        QVERIFY2(moved > 5 && moved < 25, qPrintable(QString::number(moved)));
        QCOMPARE(viewport.mode(), Mode::Whole);
    }

    /// Traffic of a few milliseconds is not squeezed into the left edge, and has the whole width when nothing follows.
    void shortCaptures()
    {
        constexpr std::int64_t ms = 1'000'000;
        TimelineViewport viewport = made(5 * ms, true);
        QVERIFY2(viewport.scale().xOf(begin + 5 * ms) > 150,
                 qPrintable(QString::number(viewport.scale().xOf(begin + 5 * ms))));
        QVERIFY(viewport.setTimes(begin, begin + 5 * ms, true, true));
        QVERIFY(viewport.scale().xOf(begin + 5 * ms) > 900);
        QVERIFY(sees(viewport, begin + 5 * ms));
        // Another connection begins.
        QVERIFY(viewport.setTimes(begin, begin + 6 * ms, true));
        QVERIFY(viewport.scale().xOf(begin + 6 * ms) < 700);
    }

    void zoomThenFollow()
    {
        TimelineViewport viewport = made(100 * second, true);
        const double end = viewport.scale().xOf(begin + 100 * second);
        viewport.zoom(4, end - 10);
        QCOMPARE(viewport.mode(), Mode::Following); // its end is in sight
        const std::int64_t width = viewport.scale().binWidth;
        for (int i = 0; i < 200; ++i) {
            viewport.setTimes(begin, begin + (100 + i) * second, true);
            QVERIFY(sees(viewport, begin + (100 + i) * second));
            QCOMPARE(viewport.scale().binWidth, width);
        }
        // Panned away it stays where it is, until the end is asked for.
        viewport.pan(-5000);
        QCOMPARE(viewport.mode(), Mode::Free);
        const std::int64_t start = viewport.scale().start;
        QVERIFY(!viewport.setTimes(begin, begin + 400 * second, true));
        QCOMPARE(viewport.scale().start, start);
        viewport.goToEnd();
        QCOMPARE(viewport.mode(), Mode::Following);
        QVERIFY(sees(viewport, begin + 400 * second));
        // What grows no more is followed no more.
        viewport.setTimes(begin, begin + 400 * second, false);
        QCOMPARE(viewport.mode(), Mode::Free);
        viewport.showWhole();
        QVERIFY(sees(viewport, begin) && sees(viewport, begin + 400 * second));
    }

    void zoomedOutIsWhole()
    {
        TimelineViewport viewport = made(100 * second, false);
        viewport.zoom(8, 500);
        QCOMPARE(viewport.mode(), Mode::Free);
        for (int i = 0; i < 6 && viewport.mode() == Mode::Free; ++i)
            viewport.zoom(0.5, 100);
        QCOMPARE(viewport.mode(), Mode::Whole);
        QVERIFY(sees(viewport, begin) && sees(viewport, begin + 100 * second));
    }

    /// However far somebody drags, some of the capture stays in sight.
    void staysAtTheRows()
    {
        TimelineViewport viewport = made(100 * second, false);
        viewport.zoom(3, 500);
        viewport.pan(1e9);
        QVERIFY(sees(viewport, begin + 100 * second));
        viewport.pan(-1e9);
        QVERIFY(sees(viewport, begin));
        viewport.goToEnd();
        QVERIFY(sees(viewport, begin + 100 * second));
        QCOMPARE(viewport.mode(), Mode::Free);
        viewport.goToStart();
        QVERIFY(sees(viewport, begin));
        const std::int64_t start = viewport.scale().start;
        viewport.reveal(begin + second);
        QCOMPARE(viewport.scale().start, start);
        viewport.reveal(begin + 80 * second);
        QVERIFY(sees(viewport, begin + 80 * second));
        viewport.clear();
        QCOMPARE(viewport.mode(), Mode::Whole);
        QCOMPARE(viewport.scale().width, 1000);
    }
};

QTEST_GUILESS_MAIN(TestTimelineViewport)
#include "tst_timelineviewport.moc"
