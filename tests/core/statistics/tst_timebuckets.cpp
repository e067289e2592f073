#include "core/statistics/timebuckets.h"

#include <QTest>

#include <map>

using namespace framescope::statistics;

class TestTimeBuckets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void widths()
    {
        TimeBuckets buckets;
        buckets.add(0, 0, {1, 10});
        QCOMPARE(buckets.width(), 1000u);
        QCOMPARE(buckets.buckets().size(), 1u);
        buckets.add(499'999, 0, {1, 10});
        QCOMPARE(buckets.width(), 1000u);
        QCOMPARE(buckets.buckets().size(), 500u);
        buckets.add(500'000, 1, {1, 10});
        QCOMPARE(buckets.width(), 2000u);
        QCOMPARE(buckets.buckets().size(), 251u);
        buckets.add(1'000'000, 1, {1, 10});
        QCOMPARE(buckets.width(), 10'000u);
        buckets.add(~std::uint64_t(0), 1, {1, 10});
        QVERIFY(buckets.buckets().size() <= TimeBuckets::most);
    }

    void againstARecount()
    {
        TimeBuckets buckets;
        std::vector<std::pair<std::uint64_t, std::size_t>> all;
        std::uint64_t random = 9, time = 0;
        for (int i = 0; i < 5000; ++i) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            time += (random >> 40) << (i / 1000 * 2);
            // Others' captures go back at times.
            const std::uint64_t at = i % 50 == 0 ? time / 2 : time;
            all.emplace_back(at, random >> 63);
            buckets.add(at, random >> 63, {1, std::uint64_t(i)});
        }
        std::map<std::uint64_t, TimeBuckets::Bucket> expected;
        for (std::size_t i = 0; i < all.size(); ++i)
            expected[all[i].first / buckets.width()][all[i].second].add({1, i});
        for (std::size_t i = 0; i < buckets.buckets().size(); ++i)
            QCOMPARE(buckets.buckets()[i], expected[i]);
        QCOMPARE(expected.size(), buckets.buckets().size());
    }
};

QTEST_APPLESS_MAIN(TestTimeBuckets)
#include "tst_timebuckets.moc"
