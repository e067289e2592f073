#include "core/statistics/scale.h"

#include <QTest>

using namespace framescope::statistics;

class TestScale : public QObject
{
    Q_OBJECT

    template <typename Bucket, typename Range> static void check(std::size_t buckets, Bucket bucketOf, Range rangeOf)
    {
        std::uint64_t next = 0;
        for (std::size_t i = 0; i < buckets; ++i) {
            const ValueRange range = rangeOf(i);
            QCOMPARE(range.low, next); // no gap
            next = range.high;
            QCOMPARE(bucketOf(range.low), i);
            if (i + 1 < buckets)
                QCOMPARE(bucketOf(range.high - 1), i);
        }
        QCOMPARE(next, 0u);
        QCOMPARE(bucketOf(~std::uint64_t(0)), buckets - 1);
    }

private Q_SLOTS:
    void sizes()
    {
        check(sizeBuckets, sizeBucket, sizeRange);
        QCOMPARE(sizeRange(8), (ValueRange{128, 256}));
    }
    void durations()
    {
        check(durationBuckets, durationBucket, durationRange);
        QCOMPARE(durationRange(0), (ValueRange{0, 1000}));
        QCOMPARE(durationRange(2), (ValueRange{2000, 5000}));
        QCOMPARE(durationRange(durationBuckets - 1).low, 1'000'000'000'000u);
    }
};

QTEST_APPLESS_MAIN(TestScale)
#include "tst_scale.moc"
