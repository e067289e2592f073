#include "ui/frametable/tablelayout.h"

#include <QTest>

#include <limits>

using framescope::ui::TableLayout;

class TestTableLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsRows()
    {
        const TableLayout layout{20, 105, 1000, 0};
        QCOMPARE(layout.fullRows(), 5);
        QCOMPARE(layout.shownRows(), 6);
        QCOMPARE(layout.maxTop(), 995);
        QVERIFY(!layout.endVisible());
        QVERIFY((TableLayout{20, 105, 1000, 995}.endVisible()));
        QCOMPARE((TableLayout{20, 105, 1000, 995}.shownRows()), 5);
    }
    void fewRows()
    {
        const TableLayout layout{20, 105, 2, 0};
        QCOMPARE(layout.shownRows(), 2);
        QCOMPARE(layout.maxTop(), 0);
        QVERIFY(layout.endVisible());
        QCOMPARE(layout.rowAt(39), 1);
        QCOMPARE(layout.rowAt(40), -1);
        QCOMPARE(layout.nearestRow(104), 1);
    }
    void noRowsNoHeight()
    {
        const TableLayout layout{20, 0, 0, 0};
        QCOMPARE(layout.fullRows(), 1);
        QCOMPARE(layout.shownRows(), 0);
        QCOMPARE(layout.rowAt(0), -1);
        QCOMPARE(layout.nearestRow(0), -1);
        QVERIFY(layout.endVisible());
    }
    void pointsToRowsAndBack()
    {
        const TableLayout layout{20, 100, 1000, 300};
        for (int row = 300; row < 305; ++row) {
            QVERIFY(layout.isShown(row));
            QVERIFY(layout.isFullyShown(row));
            QCOMPARE(layout.rowAt(layout.yOf(row)), row);
            QCOMPARE(layout.rowAt(layout.yOf(row) + 19), row);
        }
        QVERIFY(!layout.isShown(299));
        QVERIFY(!layout.isShown(305));
        QCOMPARE(layout.rowAt(-1), -1);
        QCOMPARE(layout.rowAt(100), -1);
        QCOMPARE(layout.nearestRow(-50), 299);
        QCOMPARE(layout.nearestRow(5000), 305);
    }
    void partRowIsShownNotFully()
    {
        const TableLayout layout{20, 105, 1000, 300};
        QVERIFY(layout.isShown(305));
        QVERIFY(!layout.isFullyShown(305));
        QCOMPARE(layout.topToShow(305), 301);
    }
    void leastMovement()
    {
        const TableLayout layout{20, 100, 1000, 300};
        QCOMPARE(layout.topToShow(302), 300);
        QCOMPARE(layout.topToShow(10), 10);
        QCOMPARE(layout.topToShow(305), 301);
        QCOMPARE(layout.topToShow(999), 995);
        QCOMPARE(layout.topToCentre(500), 498);
        QCOMPARE(layout.topToCentre(0), 0);
        QCOMPARE(layout.topToCentre(999), 995);
    }
    void asManyRowsAsThereCanBe()
    {
        const int most = std::numeric_limits<int>::max();
        TableLayout layout{20, 1000, most, 0};
        layout.top = layout.maxTop();
        QCOMPARE(layout.top, most - 50);
        QCOMPARE(layout.rowAt(999), most - 1);
        QCOMPARE(layout.yOf(most - 1), 980);
        QVERIFY(layout.isFullyShown(most - 1));
        QVERIFY(!layout.isShown(0));
    }
};

QTEST_GUILESS_MAIN(TestTableLayout)
#include "tst_tablelayout.moc"
