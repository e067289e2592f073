#include "ui/shell/rowfinder.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::ui;
using filter::RowField;
using filter::RowTest;

class TestRowFinder : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void findsOneRow_data()
    {
        QTest::addColumn<quint64>("from");
        QTest::addColumn<quint64>("rows");
        QTest::addColumn<qint64>("found"); // -1: none
        const quint64 all = 20'002;
        QTest::newRow("from the beginning") << quint64(0) << all << qint64(3);
        QTest::newRow("at it") << quint64(3) << all << qint64(3);
        QTest::newRow("after it, in another block") << quint64(4) << all << qint64(15'000);
        QTest::newRow("round") << quint64(15'001) << all << qint64(3);
        QTest::newRow("beyond the end") << quint64(90'000) << all << qint64(3);
        QTest::newRow("not beyond what is wanted") << quint64(4) << quint64(15'000) << qint64(3);
        QTest::newRow("none there") << quint64(1) << quint64(3) << qint64(-1);
        QTest::newRow("no rows") << quint64(0) << quint64(0) << qint64(-1);
    }

    void findsOneRow()
    {
        QFETCH(quint64, from);
        QFETCH(quint64, rows);
        QFETCH(qint64, found);
        test::Recording r(m_dir.filePath(QString::fromLatin1(QTest::currentDataTag())));
        const ConnectionId id = r.upgraded();
        QByteArray octets;
        for (int row = 2; row < 20'002; ++row)
            octets += test::frame(row == 3 || row == 15'000 ? ws::Opcode::Ping : ws::Opcode::Text, "x", false);
        r.in(id, octets);
        QCOMPARE(r.capture->rowCount(), 20'002u);
        RowFinder finder;
        finder.setCapture(r.capture.get());
        const RowTest pings = RowTest::field(RowField::Opcode, 9);
        std::optional<qint64> told;
        const auto tell = [&told](std::optional<RowIndex> row) { told = row ? qint64(row->value()) : -1; };
        finder.findNext(pings, RowIndex(from), rows, tell);
        QVERIFY(!told);
        QTRY_VERIFY(told);
        QCOMPARE(*told, found);
        // The other way round: from a row's end on to the front, then from the end.
        const std::tuple<quint64, quint64, qint64> back[] = {
            {20'002, 20'002, 15'000}, {15'000, 20'002, 3}, {3, 20'002, 15'000}, {3, 15'000, 3}, {2, 3, -1}, {0, 0, -1}};
        for (const auto &[before, end, wanted] : back) {
            told.reset();
            finder.findPrevious(pings, RowIndex(before), end, tell);
            QTRY_VERIFY(told);
            QCOMPARE(*told, wanted);
        }
        told.reset();
        finder.findLast(pings, tell);
        QTRY_VERIFY(told);
        QCOMPARE(*told, 15'000);
        told.reset();
        finder.findLast(RowTest::field(RowField::Connection, 7), tell);
        QTRY_VERIFY(told);
        QCOMPARE(*told, -1);
        // Of a capture that is gone nothing is heard.
        told.reset();
        finder.findLast(pings, tell);
        finder.setCapture(nullptr);
        finder.findLast(pings, tell);
        QCoreApplication::processEvents();
        QVERIFY(!told);
    }
};

QTEST_GUILESS_MAIN(TestRowFinder)
#include "tst_rowfinder.moc"
