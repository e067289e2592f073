#include "ui/support/numbertext.h"

#include <QLocale>
#include <QTest>

#include <limits>

using namespace framescope::ui;

class TestNumberText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale::c()); }

    void numbers()
    {
        QCOMPARE(numberText(38), u"38"_qs);
        QCOMPARE(numberText(9'214'002), u"9,214,002"_qs);
        QCOMPARE(numberText(std::numeric_limits<quint64>::max()), u"18,446,744,073,709,551,615"_qs);
    }

    void bytes_data()
    {
        QTest::addColumn<quint64>("count");
        QTest::addColumn<QString>("exact");
        QTest::addColumn<QString>("size");
        QTest::newRow("none") << quint64(0) << u"0 bytes"_qs << u"0 bytes"_qs;
        QTest::newRow("one") << quint64(1) << u"1 byte"_qs << u"1 byte"_qs;
        QTest::newRow("some") << quint64(140) << u"140 bytes"_qs << u"140 bytes"_qs;
        QTest::newRow("most that are told one by one") << quint64(1023) << u"1,023 bytes"_qs << u"1,023 bytes"_qs;
        QTest::newRow("KiB") << quint64(1434) << u"1,434 bytes"_qs << u"1.4 KiB"_qs;
        QTest::newRow("MiB") << quint64(61) * 1024 * 1024 << u"63,963,136 bytes"_qs << u"61.0 MiB"_qs;
        QTest::newRow("all there are") << std::numeric_limits<quint64>::max() << u"18,446,744,073,709,551,615 bytes"_qs
                                       << u"8.0 EiB"_qs;
    }
    void bytes()
    {
        QFETCH(quint64, count);
        QTEST(bytesText(count), "exact");
        QTEST(sizeText(count), "size");
    }
};

QTEST_APPLESS_MAIN(TestNumberText)
#include "tst_numbertext.moc"
