#include "core/timeline/pingpairs.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

using namespace framescope;
using namespace framescope::test;
using namespace framescope::timeline;
using ws::Opcode;

class TestPingPairs : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static QStringList text(const std::vector<exchange::RoundTrip> &pairs)
    {
        QStringList lines;
        for (const exchange::RoundTrip &pair : pairs)
            lines.append(u"%1 %2 %3"_qs.arg(pair.request.value()).arg(pair.answer.value()).arg(pair.ns));
        return lines;
    }

private Q_SLOTS:
    void pairs()
    {
        Recording r(m_dir.filePath(u"pairs.pcapng"_qs));
        const ConnectionId a = r.upgraded();         // rows 0 and 1
        const ConnectionId b = r.upgraded();         // 2 and 3
        r.out(a, frame(Opcode::Ping, "one", true));  // 4
        r.in(b, frame(Opcode::Ping, "one", false));  // 5
        r.in(b, frame(Opcode::Pong, "one", false));  // 6: on another connection
        r.out(a, frame(Opcode::Pong, "one", true));  // 7: the wrong way
        r.in(a, frame(Opcode::Text, "one", false));  // 8
        r.in(a, frame(Opcode::Pong, "two", false));  // 9: nobody asked
        r.in(a, frame(Opcode::Pong, "one", false));  // 10
        r.in(a, frame(Opcode::Pong, "one", false));  // 11: once more
        r.out(b, frame(Opcode::Pong, "one", true));  // 12: answers 5
        r.out(a, frame(Opcode::Ping, "", true));     // 13
        r.out(a, frame(Opcode::Ping, "", true));     // 14
        r.out(a, frame(Opcode::Ping, "last", true)); // 15
        r.in(a, frame(Opcode::Pong, "", false));     // 16: the first of these
        r.in(a, frame(Opcode::Pong, "", false));     // 17
        r.in(a, frame(Opcode::Pong, "last", false)); // 18
        const RowIndex end(r.capture->rowCount());
        QCOMPARE(end.value(), 19u);
        const QStringList all{u"4 10 6000"_qs, u"5 12 7000"_qs, u"13 16 3000"_qs, u"14 17 3000"_qs, u"15 18 3000"_qs};
        QCOMPARE(text(pingPairs(*r.capture, RowIndex(0), end, 100)), all);
        QCOMPARE(text(pingPairs(*r.capture, RowIndex(0), RowIndex(99), 2)), all.mid(0, 2));
        QCOMPARE(text(pingPairs(*r.capture, RowIndex(5), RowIndex(17), 100)), all.mid(1, 2));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(pingPairs(*r.capture, RowIndex(0), end, 100, stop.get_token()).empty());
    }

    /// A peer that asks and asks, and control frames that are none.
    void hostile()
    {
        Recording r(m_dir.filePath(u"hostile.pcapng"_qs));
        const ConnectionId a = r.upgraded();
        r.in(a, frame(Opcode::Ping, "first", false));
        for (int i = 0; i < 1000; ++i)
            r.in(a, frame(Opcode::Ping, QByteArray::number(i), false));
        r.in(a, frame(Opcode::Ping, QByteArray(5000, 'x'), false));
        r.out(a, frame(Opcode::Pong, QByteArray(5000, 'x'), true));
        r.out(a, frame(Opcode::Pong, "first", true));
        r.out(a, frame(Opcode::Pong, "999", true));
        r.in(a, frame(Opcode::Ping, "cut", false).left(3));
        r.capture->endStream(a, Direction::In, r.tick());
        const auto pairs = pingPairs(*r.capture, RowIndex(0), RowIndex(r.capture->rowCount()), 100);
        QCOMPARE(pairs.size(), std::size_t(2));
        QCOMPARE(pairs[0].request, RowIndex(2));
        QCOMPARE(pairs[1].request, RowIndex(2 + 1000));
    }
};

QTEST_GUILESS_MAIN(TestPingPairs)
#include "tst_pingpairs.moc"
