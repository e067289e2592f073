#include "ui/models/timetext.h"

#include <QLocale>
#include <QTest>

#include <limits>

using namespace framescope::ui;

class TestTimeText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void seconds_data()
    {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64(0) << u"0.000000"_qs;
        QTest::newRow("18 ms") << qint64(18'204'999) << u"0.018204"_qs;
        QTest::newRow("hours") << qint64(7'200'000'001'000) << u"7200.000001"_qs;
        QTest::newRow("before") << qint64(-1'500'000'000) << u"\u22121.500000"_qs;
        QTest::newRow("just before") << qint64(-1) << u"0.000000"_qs;
    }
    void seconds()
    {
        QFETCH(qint64, ns);
        QTEST(secondsText(ns), "text");
    }

    void difference_data()
    {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64(0) << u"+0"_qs;
        QTest::newRow("ns") << qint64(999) << u"+999 ns"_qs;
        QTest::newRow("us") << qint64(29'000) << u"+29 µs"_qs;
        QTest::newRow("many us") << qint64(705'400) << u"+705 µs"_qs;
        QTest::newRow("1.71 ms") << qint64(1'707'000) << u"+1.71 ms"_qs;
        QTest::newRow("18.2 ms") << qint64(18'204'000) << u"+18.2 ms"_qs;
        QTest::newRow("102 ms") << qint64(102'067'000) << u"+102 ms"_qs;
        QTest::newRow("3.05 s") << qint64(3'050'000'000) << u"+3.05 s"_qs;
        QTest::newRow("backwards") << qint64(-29'000) << u"\u221229 µs"_qs;
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << u"\u22129223372037 s"_qs;
    }
    void difference()
    {
        QFETCH(qint64, ns);
        QTEST(differenceText(ns), "text");
    }

    void duration()
    {
        QCOMPARE(durationText(192'900'000'000), u"00:03:12"_qs);
        QCOMPARE(durationText(360'000'000'000'000), u"100:00:00"_qs);
        QCOMPARE(durationText(-5), u"00:00:00"_qs);
    }
    void clock()
    {
        const qint64 time = 1'795'383'300'123'456'789;
        QCOMPARE(clockText(time, true), u"21:35:00.123456"_qs);
        QCOMPARE(clockText(-1, true), u"23:59:59.999999"_qs);
        qputenv("TZ", "XXX-8");
        QCOMPARE(clockText(time, false), u"05:35:00.123456"_qs);
        QCOMPARE(timeDisplayOf(u"local"_qs), TimeDisplay::Local);
        QCOMPARE(timeDisplayOf(u"utc"_qs), TimeDisplay::Utc);
        QCOMPARE(timeDisplayOf(u"garbage"_qs), TimeDisplay::Seconds);
    }
    void groups()
    {
        QLocale::setDefault(QLocale::c());
        QCOMPARE(groupedNumber(9'214'002), u"9,214,002"_qs);
        QCOMPARE(groupedNumber(38), u"38"_qs);
    }
};

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
