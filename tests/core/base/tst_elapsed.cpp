#include "core/base/elapsed.h"

#include <QTest>

#include <limits>

using namespace framescope;

class TestElapsed : public QObject
{
    Q_OBJECT

    static constexpr qint64 second = 1'000'000'000;

private Q_SLOTS:
    void seconds_data()
    {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64(0) << u"0.000000"_qs;
        QTest::newRow("18 ms") << qint64(18'204'999) << u"0.018204"_qs;
        QTest::newRow("hours") << qint64(7'200'000'001'000) << u"7200.000001"_qs;
        QTest::newRow("before") << -3 * second / 2 << u"\u22121.500000"_qs;
        QTest::newRow("just before") << qint64(-1) << u"0.000000"_qs;
    }
    void seconds()
    {
        QFETCH(qint64, ns);
        QTEST(secondsText(ns), "text");
    }

    void lengths_data()
    {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("ns") << qint64(999) << u"999 ns"_qs;
        QTest::newRow("one µs") << qint64(1000) << u"1.00 µs"_qs;
        QTest::newRow("µs") << qint64(29'049) << u"29.0 µs"_qs;
        QTest::newRow("cut, not rounded") << qint64(773'999) << u"773 µs"_qs;
        QTest::newRow("no thousand of a unit") << qint64(999'999) << u"999 µs"_qs;
        QTest::newRow("ms") << qint64(1'707'999) << u"1.70 ms"_qs;
        QTest::newRow("tens of ms") << qint64(18'299'999) << u"18.2 ms"_qs;
        QTest::newRow("s") << qint64(3'059'999'999) << u"3.05 s"_qs;
        QTest::newRow("nearly a minute") << 60 * second - 1 << u"59.9 s"_qs;
        QTest::newRow("minute") << 60 * second << u"1 min 0 s"_qs;
        QTest::newRow("minutes") << qint64(192'900'000'000) << u"3 min 12 s"_qs;
        QTest::newRow("hours") << 7'500 * second << u"2 h 5 min"_qs;
        QTest::newRow("days") << 86'400 * 3 * second << u"3 d 0 h"_qs;
        QTest::newRow("longest") << std::numeric_limits<qint64>::max() << u"106751 d 23 h"_qs;
    }
    void lengths()
    {
        QFETCH(qint64, ns);
        QFETCH(QString, text);
        QCOMPARE(lengthText(ns), text);
        QCOMPARE(lengthText(-ns), u'\u2212' + text);
        if (ns < 60 * second) {
            QCOMPARE(differenceText(ns), u'+' + text);
            QCOMPARE(differenceText(-ns), u'\u2212' + text);
        }
    }
    void ends()
    {
        QCOMPARE(lengthText(0), u"0"_qs);
        QCOMPARE(differenceText(0), u"+0"_qs);
        QCOMPARE(differenceText(60 * second), u"+60 s"_qs);
        QCOMPARE(differenceText(-193 * second + 1), u"\u2212192 s"_qs);
        QCOMPARE(differenceText(std::numeric_limits<qint64>::min()), u"\u22129223372036 s"_qs);
        QCOMPARE(lengthText(std::numeric_limits<qint64>::min()), u"\u2212106751 d 23 h"_qs);
    }
};

QTEST_APPLESS_MAIN(TestElapsed)
#include "tst_elapsed.moc"
