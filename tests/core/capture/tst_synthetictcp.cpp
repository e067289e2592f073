#include "core/capture/synthetictcp.h"

#include <QSet>
#include <QTest>

using namespace framescope;
using namespace framescope::capture;

class TestSyntheticTcp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersCountEveryOctet()
    {
        SyntheticTcp tcp(ConnectionId(0), ws::Role::Client);
        TcpHeader h = tcp.next(Direction::Out, tcpflag::syn, 0);
        QCOMPARE(h.sequence, 0u);
        QCOMPARE(h.acknowledgement, 0u);
        QCOMPARE(h.source, 0x0A000001u);
        QCOMPARE(h.destinationPort, std::uint16_t(80));
        QCOMPARE(h.size(), std::size_t(24));
        h = tcp.next(Direction::In, tcpflag::syn | tcpflag::ack, 0);
        QCOMPARE(h.sequence, 0u);
        QCOMPARE(h.acknowledgement, 1u);
        QCOMPARE(h.sourcePort, std::uint16_t(80));
        h = tcp.next(Direction::Out, tcpflag::ack, 100);
        QCOMPARE(h.sequence, 1u);
        QCOMPARE(h.size(), std::size_t(20));
        h = tcp.next(Direction::In, tcpflag::fin | tcpflag::ack, 0);
        QCOMPARE(h.acknowledgement, 101u);
        h = tcp.next(Direction::In, tcpflag::ack, 0);
        QCOMPARE(h.sequence, 2u);
        h = tcp.next(Direction::Out, tcpflag::ack, 0);
        QCOMPARE(h.sequence, 101u);
        QCOMPARE(h.acknowledgement, 2u);
    }
    void numbersWrap()
    {
        SyntheticTcp tcp(ConnectionId(0), ws::Role::Client);
        constexpr std::uint32_t large = 0xFFFFFFFF;
        tcp.next(Direction::Out, tcpflag::ack, large);
        QCOMPARE(tcp.next(Direction::Out, tcpflag::ack, 3).sequence, large);
        QCOMPARE(tcp.next(Direction::Out, tcpflag::ack, 0).sequence, 2u);
    }
    void serverPortIsAlways80()
    {
        SyntheticTcp tcp(ConnectionId(3), ws::Role::Server);
        const TcpHeader out = tcp.next(Direction::Out, tcpflag::ack, 0);
        QCOMPARE(out.sourcePort, std::uint16_t(80));
        QCOMPARE(out.destination, 0x0A000004u);
        QCOMPARE(tcp.next(Direction::In, tcpflag::ack, 0).destinationPort, std::uint16_t(80));
    }
    void connectionsHaveEndsOfTheirOwn()
    {
        QSet<QPair<quint32, quint16>> ends;
        for (const std::uint32_t id : {0u, 1u, 255u, 256u, 0xFFFFFEu, 0xFFFFFFu, 0x1000000u, 0xFFFFFFFEu}) {
            SyntheticTcp tcp(ConnectionId(id), ws::Role::Client);
            const TcpHeader h = tcp.next(Direction::Out, tcpflag::syn, 0);
            QCOMPARE(h.source >> 24, 10u);
            QVERIFY(h.sourcePort >= 49152);
            ends.insert({h.source, h.sourcePort});
        }
        QCOMPARE(ends.size(), 8);
    }
};

QTEST_GUILESS_MAIN(TestSyntheticTcp)
#include "tst_synthetictcp.moc"
