#include "ui/statistics/statisticmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace framescope::ui;

class TestStatisticModel : public QObject
{
    Q_OBJECT

    static StatisticTable table(int lines, int from = 0)
    {
        StatisticTable table{QStringLiteral("t"), {QStringLiteral("Name"), QStringLiteral("Count")}, {}};
        for (int i = 0; i < lines; ++i)
            table.lines.push_back({{{QStringLiteral("line %1").arg(i)},
                                    {QStringLiteral("%1,000").arg(from + i), QString::number(from + i)}}});
        return table;
    }

private Q_SLOTS:
    void changesInPlace()
    {
        StatisticModel model;
        QAbstractItemModelTester tester(&model);
        model.setTable(table(3));
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.columnCount(), 2);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex second = model.index(1, 0);
        model.setTable(table(5, 7));
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.index(4, 1).data().toString(), QStringLiteral("11,000"));
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("7,000"));
        model.setTable(table(2));
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(second.isValid());
        QCOMPARE(resets.size(), 0);
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.line(model.index(0, 0)) == nullptr);
    }

    void numbersStandAtTheRight()
    {
        StatisticModel model;
        model.setTable(table(1));
        const auto alignment = [](const QVariant &value) { return Qt::Alignment(value.toInt()); };
        QVERIFY(alignment(model.index(0, 0).data(Qt::TextAlignmentRole)) & Qt::AlignLeft);
        QVERIFY(alignment(model.index(0, 1).data(Qt::TextAlignmentRole)) & Qt::AlignRight);
        QVERIFY(alignment(model.headerData(1, Qt::Horizontal, Qt::TextAlignmentRole)) & Qt::AlignRight);
        QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), QStringLiteral("Name"));
    }
};

QTEST_MAIN(TestStatisticModel)
#include "tst_statisticmodel.moc"
