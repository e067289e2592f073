#include "core/exchange/framesbefore.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::exchange;
using namespace framescope::test;
using ws::Opcode;

class TestFramesBefore : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

private Q_SLOTS:
    void nearAndFar()
    {
        Recording r(m_dir.filePath(u"far.pcapng"_qs));
        const ConnectionId quiet = r.upgraded(), busy = r.upgraded(); // rows 0 to 3
        FramesBefore &frames = FramesBefore::of(*r.capture);
        QCOMPARE(&frames, &FramesBefore::of(*r.capture));
        r.in(quiet, frame(Opcode::Text, "first", false));  // 4
        r.out(quiet, frame(Opcode::Text, "o", true));      // 5
        r.in(quiet, frame(Opcode::Text, "second", false)); // 6
        QByteArray much;
        for (int i = 0; i < 20'000; ++i)
            much += frame(Opcode::Text, "x", false);
        for (int i = 0; i < 4; ++i)
            r.in(busy, much);                            // 7 to 80,006
        r.in(quiet, frame(Opcode::Text, "late", false)); // 80,007
        r.out(busy, frame(Opcode::Ping, "", true));      // 80,008: its first
        QCOMPARE(r.capture->rowCount(), std::uint64_t(80'009));
        const auto timeOf = [&](std::uint64_t row) { return r.capture->row(RowIndex(row)).time; };
        QVERIFY(!frames.before(RowIndex(0)));
        QVERIFY(!frames.before(RowIndex(4)) && !frames.before(RowIndex(5)));
        QCOMPARE(frames.before(RowIndex(6)), timeOf(4));
        QVERIFY(!frames.before(RowIndex(7)));
        QCOMPARE(frames.before(RowIndex(80'006)), timeOf(80'005));
        QCOMPARE(frames.before(RowIndex(80'007)), timeOf(6));
        QVERIFY(!frames.before(RowIndex(80'008)));
        QCOMPARE(frames.before(RowIndex(80'007)), timeOf(6)); // once more, and back
        QCOMPARE(frames.before(RowIndex(6)), timeOf(4));

        std::stop_source stopped;
        stopped.request_stop();
        FramesBefore none(*r.capture);
        QVERIFY(!none.before(RowIndex(80'007), stopped.get_token()));
    }

    /// Connections that take turns: the frame before is always far.
    void readsTheIndexOnce()
    {
        constexpr int connections = 300, rounds = 20;
        Recording r(m_dir.filePath(u"turns.pcapng"_qs));
        std::vector<ConnectionId> ids;
        for (int i = 0; i < connections; ++i)
            ids.push_back(r.upgraded());
        for (int round = 0; round < rounds; ++round) {
            for (const ConnectionId id : ids)
                r.in(id, frame(Opcode::Text, "x", false));
        }
        const std::uint64_t rows = r.capture->rowCount();
        FramesBefore frames(*r.capture);
        // Two go through it, one half a capture behind the other.
        for (std::uint64_t row = rows / 2; row < rows; ++row) {
            for (const std::uint64_t each : {row, row - rows / 2}) {
                const bool before = each >= std::uint64_t(3 * connections);
                const auto time = frames.before(RowIndex(each));
                QCOMPARE(time.has_value(), before);
                if (time)
                    QCOMPARE(*time, r.capture->row(RowIndex(each - connections)).time);
            }
        }
        QVERIFY2(frames.rowsRead() <= rows + rows / 2, qPrintable(QString::number(frames.rowsRead())));
    }
};

QTEST_GUILESS_MAIN(TestFramesBefore)
#include "tst_framesbefore.moc"
