#include "core/base/clock.h"

#include <QTest>

using namespace framescope;

class TestClock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc3339_data()
    {
        QTest::addColumn<qint64>("time");
        QTest::addColumn<QString>("text");
        QTest::newRow("epoch") << qint64(0) << u"1970-01-01T00:00:00.000000000Z"_qs;
        QTest::newRow("one ns") << qint64(1) << u"1970-01-01T00:00:00.000000001Z"_qs;
        QTest::newRow("before the epoch") << qint64(-1) << u"1969-12-31T23:59:59.999999999Z"_qs;
        QTest::newRow("today") << qint64(1'795'348'863'500'000'000) << u"2026-11-22T12:01:03.500000000Z"_qs;
    }
    void rfc3339()
    {
        QFETCH(qint64, time);
        QTEST(toRfc3339(Timestamp(time)), "text");
    }
    void neverRunsBackwards()
    {
        const SystemClock clock;
        Timestamp last = clock.now();
        for (int i = 0; i < 1000; ++i) {
            const Timestamp now = clock.now();
            QVERIFY(now >= last);
            last = now;
        }
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
