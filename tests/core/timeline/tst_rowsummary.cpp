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
        const std::uint64_t rows = r.capture->rowCount();
        for (std::uint64_t i = 0; i < rows; ++i) {
            const capture::RowRecord &row = r.capture->row(RowIndex(i));
            all.add(row);
            (i < rows / 2 ? early : late).add(row);
        }
        QCOMPARE(all.rows(), rows);
        const auto count = [&](Direction d, RowClass c) { return all.of(d).counts[std::size_t(c)]; };
        QCOMPARE(count(Direction::Out, RowClass::Close), 1u);
        QCOMPARE(count(Direction::In, RowClass::PingPong), 3u);
        QCOMPARE(count(Direction::Out, RowClass::PingPong), 1u);
        QCOMPARE(count(Direction::In, RowClass::Reserved), 1u);
        QVERIFY(count(Direction::Out, RowClass::Other) > 0);
        QVERIFY(all.of(Direction::In).errors > 0);
        QCOMPARE(all.of(Direction::In).largest, 200'000u);
        QVERIFY(all.of(Direction::Out).largest < 1000u);
        early.add(late);
        QCOMPARE(early, all);
    }

    void countsOctetsThatCame()
    {
        QTemporaryDir folder;
        Recording r(folder.filePath(u"octets.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.event(id, capture::EventKind::Note, {{u"text"_qs, u"no traffic"_qs}});
        r.in(id, frame(ws::Opcode::Text, "one", false) + frame(ws::Opcode::Text, "seven 7", false));
        r.in(id, QByteArray::fromHex("827f0004000000000000") + "abc"); // declares 2^50
        r.event(id, capture::EventKind::Finished);
        RowSummary all;
        for (std::uint64_t i = 0; i < r.capture->rowCount(); ++i)
            all.add(r.capture->row(RowIndex(i)));
        QCOMPARE(all.of(Direction::In).octets, std::uint64_t(responseHead().size()) + 3 + 7);
        QCOMPARE(all.of(Direction::In).largest, std::uint64_t(responseHead().size()));
        QCOMPARE(all.of(Direction::In).counts[std::size_t(RowClass::Binary)], 1u);
        QCOMPARE(all.of(Direction::Out).octets, std::uint64_t(requestHead().size()));
    }

    /// What came of a head that was cut off is there.
    void countsPartsOfHeads()
    {
        QTemporaryDir folder;
        Recording r(folder.filePath(u"head.pcapng"_qs));
        const ConnectionId id = r.connect();
        r.out(id, requestHead());
        r.in(id, responseHead().first(30));
        r.event(id, capture::EventKind::Finished);
        RowSummary all;
        for (std::uint64_t i = 0; i < r.capture->rowCount(); ++i)
            all.add(r.capture->row(RowIndex(i)));
        QCOMPARE(all.of(Direction::In).octets, 30u);
    }
};

QTEST_GUILESS_MAIN(TestRowSummary)
#include "tst_rowsummary.moc"
