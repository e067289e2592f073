#include "core/timeline/rowsummary.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::test;
using namespace framescope::timeline;

class TestRowSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsByDirectionAndClass()
    {
        QTemporaryDir folder;
        Recording r(folder.filePath(u"classes.pcapng"_qs));
        recordAll(r);
        RowSummary all, early, late;
        std::uint64_t sent = 0;
        const std::uint64_t rows = r.capture->rowCount();
        for (std::uint64_t i = 0; i < rows; ++i) {
            const capture::RowRecord &row = r.capture->row(RowIndex(i));
            all.add(row);
            (i < rows / 2 ? early : late).add(row);
            if (row.direction() == Direction::Out && row.kind() != capture::RowKind::Event)
                sent += row.length();
        }
        QCOMPARE(all.rows(), rows);
        const auto count = [&](Direction d, RowClass c) { return all.of(d).counts[std::size_t(c)]; };
        QCOMPARE(count(Direction::Out, RowClass::Close), 1u);
        QCOMPARE(count(Direction::In, RowClass::PingPong), 3u);
        QCOMPARE(count(Direction::Out, RowClass::PingPong), 1u);
        QCOMPARE(count(Direction::In, RowClass::Reserved), 1u);
        QVERIFY(count(Direction::Out, RowClass::Other) > 0);
        QVERIFY(all.of(Direction::In).errors > 0);
        QCOMPARE(all.of(Direction::Out).octets, sent);
        QVERIFY(all.of(Direction::In).largest >= 200'000u);
        QVERIFY(all.of(Direction::Out).largest < 1000u);
        early.add(late);
        QCOMPARE(early, all);
    }
};

QTEST_GUILESS_MAIN(TestRowSummary)
#include "tst_rowsummary.moc"
