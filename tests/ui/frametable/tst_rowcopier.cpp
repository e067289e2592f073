#include "ui/frametable/rowcopier.h"

#include <QAbstractTableModel>
#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

using namespace framescope::ui;

namespace
{
/// Rows whose cells are as wide as wanted.
class Rows : public QAbstractTableModel
{
public:
    int rows = 10;
    int width = 0;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : rows; }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 3; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::DisplayRole)
            return {};
        return QStringLiteral("%1\t%2").arg(index.row()).arg(index.column()) + QString(width, u'x');
    }
    void becomeOthers()
    {
        beginResetModel();
        endResetModel();
    }
};
} // namespace

class TestRowCopier : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFewAreDoneAtOnce()
    {
        Rows rows;
        RowCopier copier;
        QSignalSpy finished(&copier, &RowCopier::finished);
        copier.start(&rows, {{1, 2}, {7, 1}}, {2, 0});
        QVERIFY(!copier.isRunning());
        QCOMPARE(finished.size(), 1);
        QCOMPARE(finished.first().at(0).toString(), u"1 2\t1 0\n2 2\t2 0\n7 2\t7 0\n"_qs);
        QCOMPARE(finished.first().at(1).toLongLong(), qint64(3));
        copier.start(&rows, {}, {0});
        copier.start(nullptr, {{0, 1}}, {0});
        QCOMPARE(finished.size(), 1);
    }

    void manyTellHowFarTheyAre()
    {
        Rows rows;
        rows.rows = 400'000;
        RowCopier copier;
        QSignalSpy finished(&copier, &RowCopier::finished);
        QSignalSpy told(&copier, &RowCopier::progress);
        copier.start(&rows, {{0, 200'000}, {250'000, 150'000}}, {0});
        QVERIFY(copier.isRunning());
        QTRY_COMPARE(finished.size(), 1);
        const QString text = finished.first().at(0).toString();
        QCOMPARE(text.count(u'\n'), 350'000);
        QVERIFY(text.contains(u"\n199999 0\n250000 0\n"_qs));
        double before = 0;
        for (const auto &each : std::as_const(told)) {
            QVERIFY(each.first().toDouble() >= before && each.first().toDouble() <= 1);
            before = each.first().toDouble();
        }
    }

    void tooMuchIsRefusedEarly()
    {
        Rows rows;
        rows.rows = 2'000'000'000;
        RowCopier copier;
        QSignalSpy refused(&copier, &RowCopier::refused);
        QSignalSpy finished(&copier, &RowCopier::finished);
        copier.start(&rows, {{0, 2'000'000'000}}, {0, 1, 2});
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().at(0).toLongLong(), qint64(2'000'000'000));
        QVERIFY(refused.first().at(1).toLongLong() > 2 * RowCopier::maxText);
        QVERIFY(!copier.isRunning());
        QCOMPARE(finished.size(), 0);
    }

    void tooMuchInAFewRows()
    {
        Rows rows;
        rows.width = 20'000'000;
        RowCopier copier;
        QSignalSpy refused(&copier, &RowCopier::refused);
        copier.start(&rows, {{0, 10}}, {0});
        QTRY_COMPARE(refused.size(), 1);
    }

    void endsWithTheModelsRows()
    {
        RowCopier copier;
        QSignalSpy finished(&copier, &RowCopier::finished);
        QSignalSpy cancelled(&copier, &RowCopier::cancelled);
        {
            Rows rows;
            rows.rows = 10'000'000;
            copier.cancel();
            QCOMPARE(cancelled.size(), 0);
            copier.start(&rows, {{0, 10'000'000}}, {0});
            QVERIFY(copier.isRunning());
            rows.becomeOthers();
            QVERIFY(!copier.isRunning());
            QCOMPARE(cancelled.size(), 1);
            copier.start(&rows, {{0, 10'000'000}}, {0});
            QVERIFY(copier.isRunning());
        }
        QVERIFY(!copier.isRunning());
        QCOMPARE(cancelled.size(), 2);
        QCoreApplication::processEvents();
        QCOMPARE(finished.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRowCopier)
#include "tst_rowcopier.moc"
