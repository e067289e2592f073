#include "ui/hex/hexlayout.h"

#include <QTest>

using namespace framescope;
using ui::HexLayout;
using ui::HexScroll;

class TestHexLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rows_data()
    {
        QTest::addColumn<quint64>("size");
        QTest::addColumn<quint64>("rows");
        QTest::addColumn<int>("last");
        QTest::addColumn<int>("digits");
        const auto row = [](const char *name, quint64 size, quint64 rows, int last, int digits) {
            QTest::newRow(name) << size << rows << last << digits;
        };
        row("nothing", 0, 0, 0, 8);
        row("1", 1, 1, 1, 8);
        row("15", 15, 1, 15, 8);
        row("16", 16, 1, 16, 8);
        row("17", 17, 2, 1, 8);
        row("2^32", quint64(1) << 32, quint64(1) << 28, 16, 8);
        row("2^32 and 1", (quint64(1) << 32) + 1, (quint64(1) << 28) + 1, 1, 9);
        row("2^63", quint64(1) << 63, quint64(1) << 59, 16, 16);
        row("2^64 - 1", ~quint64(0), quint64(1) << 60, 15, 16);
    }
    void rows()
    {
        QFETCH(quint64, size);
        QFETCH(quint64, rows);
        const HexLayout layout(size, 7);
        QCOMPARE(quint64(layout.rowCount()), rows);
        if (rows > 0)
            QTEST(layout.bytesInRow(rows - 1), "last");
        QCOMPARE(layout.bytesInRow(rows), 0);
        QTEST(layout.offsetDigits(), "digits");
    }

    void everyCellHitsItself()
    {
        const HexLayout layout(1000, 7);
        for (int column = 0; column < 16; ++column) {
            for (int x = layout.hexX(column); x < layout.hexX(column) + 14; ++x)
                QCOMPARE(*layout.byteAt(3, x), std::uint64_t(48 + column));
            for (int x = layout.asciiX(column); x < layout.asciiX(column) + 7; ++x)
                QCOMPARE(*layout.byteAt(3, x), std::uint64_t(48 + column));
        }
        QCOMPARE(layout.hexX(8) - layout.hexX(7), 4 * 7); // the gap between the groups
        QVERIFY(layout.asciiX(0) >= layout.hexX(15) + 3 * 7);
    }

    void outsideIsTheNearest()
    {
        const HexLayout layout(20, 7);
        QCOMPARE(*layout.byteAt(0, -50), std::uint64_t(0));
        QCOMPARE(*layout.byteAt(0, 5000), std::uint64_t(15));
        QCOMPARE(*layout.byteAt(1, 5000), std::uint64_t(19));
        QCOMPARE(*layout.byteAt(1, layout.hexX(9)), std::uint64_t(19));
        QVERIFY(!layout.byteAt(2, 10));
        QVERIFY(!HexLayout().byteAt(0, 0));
    }

    void smallScrollIsOneToOne()
    {
        const HexScroll scroll(100, 10);
        QCOMPARE(scroll.barMaximum(), 90);
        for (int i = 0; i <= 90; ++i) {
            QCOMPARE(scroll.barValue(std::uint64_t(i)), i);
            QCOMPARE(scroll.topRow(i), std::uint64_t(i));
        }
        QCOMPARE(scroll.barValue(1000), 90);
        QCOMPARE(HexScroll(10, 100).barMaximum(), 0);
        QCOMPARE(HexScroll(0, 1).maxTop(), std::uint64_t(0));
    }

    void hugeScrollReachesBothEndsInOrder()
    {
        const std::uint64_t rows = std::uint64_t(1) << 59;
        const HexScroll scroll(rows, 40);
        QCOMPARE(scroll.barMaximum(), HexScroll::maxBar);
        QCOMPARE(scroll.topRow(0), std::uint64_t(0));
        QCOMPARE(scroll.topRow(HexScroll::maxBar), rows - 40);
        QCOMPARE(scroll.barValue(rows - 40), HexScroll::maxBar);
        std::uint64_t last = 0;
        for (int bar = 1; bar < HexScroll::maxBar - 7'000'001; bar += 7'000'001) {
            const std::uint64_t top = scroll.topRow(bar);
            QVERIFY(top > last);
            QVERIFY(qAbs(scroll.barValue(top) - bar) <= 1);
            last = top;
        }
    }
};

QTEST_MAIN(TestHexLayout)
#include "tst_hexlayout.moc"
