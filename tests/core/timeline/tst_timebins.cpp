#include "core/timeline/timebins.h"

#include <QTest>

#include <limits>

using namespace framescope;
using namespace framescope::timeline;

class TestTimeBins : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesOfTimes()
    {
        TimeBins bins;
        bins.reset(-7, 10, 4, 2);
        QCOMPARE(bins.end(), std::int64_t(33));
        QCOMPARE(bins.binOf(-7), std::size_t(0));
        QCOMPARE(bins.binOf(2), std::size_t(0));
        QCOMPARE(bins.binOf(3), std::size_t(1));
        QCOMPARE(bins.binOf(32), std::size_t(3));
        QCOMPARE(bins.sums.size(), std::size_t(8));
        QVERIFY(bins.rows[3].empty());
    }
    /// Times that a file can say and no clock shows.
    void extremeTimes()
    {
        using Limits = std::numeric_limits<std::int64_t>;
        QCOMPARE(TimeBins::clamped(Timestamp(Limits::min())), TimeBins::earliest);
        QCOMPARE(TimeBins::clamped(Timestamp(Limits::max())), TimeBins::latest);
        TimeBins bins;
        bins.reset(Limits::min(), Limits::max(), 400, 1);
        QVERIFY(bins.end() >= TimeBins::latest && bins.end() < TimeBins::latest + 1000);
        QCOMPARE(bins.binOf(TimeBins::latest), std::size_t(399));
        bins.reset(Limits::max(), 0, 3, 1);
        QCOMPARE(bins.width, std::int64_t(1));
        QCOMPARE(bins.end(), TimeBins::latest + 3);
    }
};

QTEST_GUILESS_MAIN(TestTimeBins)
#include "tst_timebins.moc"
