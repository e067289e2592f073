#include "core/statistics/distribution.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace framescope::statistics;

class TestDistribution : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty()
    {
        const Distribution none;
        QCOMPARE(none.count(), 0u);
        QCOMPARE(none.percentile(0.5), 0u);
    }

    void smallValuesAreExact()
    {
        Distribution d;
        for (std::uint64_t i = 1; i <= 20; ++i)
            d.add(i);
        QCOMPARE(d.percentile(0.5), 10u);
        QCOMPARE(d.percentile(0.95), 19u);
        QCOMPARE(d.percentile(0), 1u);
        QCOMPARE(d.percentile(1), 20u);
        QCOMPARE(d.smallest(), 1u);
        QCOMPARE(d.largest(), 20u);
    }

    void largeValuesAreNear()
    {
        Distribution d;
        std::vector<std::uint64_t> all;
        std::uint64_t random = 5;
        for (int i = 0; i < 20'000; ++i) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            all.push_back(random >> (random % 50));
            d.add(all.back());
        }
        d.add(~std::uint64_t(0));
        all.push_back(~std::uint64_t(0));
        std::sort(all.begin(), all.end());
        QCOMPARE(d.count(), all.size());
        QCOMPARE(d.smallest(), all.front());
        QCOMPARE(d.largest(), all.back());
        for (const double part : {0.01, 0.1, 0.5, 0.9, 0.99, 0.999}) {
            const double exact = double(all[std::size_t(std::ceil(part * double(all.size()))) - 1]);
            const double told = double(d.percentile(part));
            QVERIFY2(told >= exact && told <= exact * (1 + 1.0 / 32), qPrintable(QString::number(part)));
        }
    }
};

QTEST_APPLESS_MAIN(TestDistribution)
#include "tst_distribution.moc"
