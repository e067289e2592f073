#include "ui/models/timetext.h"

#include <QTest>

using namespace framescope::ui;

class TestTimeText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
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
};

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
