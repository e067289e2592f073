#include "ui/frametable/columnstate.h"

#include <QTest>

using namespace framescope::ui;

class TestColumnState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bothWays()
    {
        const std::vector<ColumnState> columns{{1, 80, true}, {0, 64, false}, {2, 300, true}};
        QCOMPARE(encodeColumns(columns), QByteArrayLiteral("1;1,80,1;0,64,0;2,300,1"));
        const auto again = decodeColumns(encodeColumns(columns), 3);
        QVERIFY(again.has_value());
        QVERIFY(*again == columns);
    }
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("other version") << QByteArrayLiteral("2;0,64,1;1,64,1");
        QTest::newRow("too few") << QByteArrayLiteral("1;0,64,1");
        QTest::newRow("too many") << QByteArrayLiteral("1;0,64,1;1,64,1;2,64,1");
        QTest::newRow("twice the same") << QByteArrayLiteral("1;0,64,1;0,64,1");
        QTest::newRow("out of range") << QByteArrayLiteral("1;0,64,1;2,64,1");
        QTest::newRow("negative") << QByteArrayLiteral("1;0,64,1;-1,64,1");
        QTest::newRow("no number") << QByteArrayLiteral("1;0,x,1;1,64,1");
        QTest::newRow("no flag") << QByteArrayLiteral("1;0,64,1;1,64,2");
        QTest::newRow("all hidden") << QByteArrayLiteral("1;0,64,0;1,64,0");
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!decodeColumns(text, 2).has_value());
    }
    void boundsWidths()
    {
        const auto columns = decodeColumns(QByteArrayLiteral("1;0,-5,1;1,2000000000,1"), 2);
        QVERIFY(columns.has_value());
        QVERIFY(columns->at(0).width > 0);
        QVERIFY(columns->at(1).width < 100'000);
    }
};

QTEST_GUILESS_MAIN(TestColumnState)
#include "tst_columnstate.moc"
