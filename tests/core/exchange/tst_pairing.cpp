#include "core/exchange/pairing.h"

#include <QTest>

using namespace framescope;
using namespace framescope::exchange;

class TestPairing : public QObject
{
    Q_OBJECT

    /// Messages a microsecond apart.
    struct Talk {
        Pairing pairing;
        std::uint64_t row = 0;

        std::optional<RoundTrip> say(Role role, Direction direction, const char *id, bool queues = false,
                                     std::uint32_t connection = 0, Protocol protocol = Protocol::JsonRpc)
        {
            MessageHead head;
            head.protocol = protocol;
            head.role = role;
            head.queues = queues;
            head.id = id;
            const RowIndex at(row++);
            return pairing.add({at, Timestamp(std::int64_t(at.value()) * 1000), ConnectionId(connection), direction, 7},
                               head);
        }
    };

private Q_SLOTS:
    void pairs()
    {
        Talk talk;
        QVERIFY(!talk.say(Role::Request, Direction::Out, "1"));
        QVERIFY(!talk.say(Role::Request, Direction::Out, "2"));
        QVERIFY(!talk.say(Role::Notice, Direction::In, "1"));
        QVERIFY(!talk.say(Role::Answer, Direction::Out, "1"));                               // the wrong way
        QVERIFY(!talk.say(Role::Answer, Direction::In, "1", false, 1));                      // another connection
        QVERIFY(!talk.say(Role::Answer, Direction::In, "1", false, 0, Protocol::WebSocket)); // another protocol
        QVERIFY(!talk.say(Role::Answer, Direction::In, "3"));
        QCOMPARE(talk.say(Role::Answer, Direction::In, "2"), (RoundTrip{RowIndex(1), RowIndex(7), 6000, 7}));
        QCOMPARE(talk.say(Role::Answer, Direction::In, "1"), (RoundTrip{RowIndex(0), RowIndex(8), 8000, 7}));
        QVERIFY(!talk.say(Role::Answer, Direction::In, "1")); // once only
        QCOMPARE(talk.pairing.waiting(), 0u);
    }

    void pingsWaitInOrder()
    {
        Talk talk;
        for (int i = 0; i < 3; ++i)
            talk.say(Role::Request, Direction::In, "", true);
        for (std::uint64_t i = 0; i < 3; ++i)
            QCOMPARE(talk.say(Role::Answer, Direction::Out, "", true)->request, RowIndex(i));
        QVERIFY(!talk.say(Role::Answer, Direction::Out, "", true));
    }

    /// When pings went and pongs came, in seconds.
    void leftOutPongs_data()
    {
        QTest::addColumn<QList<double>>("pings");
        QTest::addColumn<QList<double>>("pongs");
        QTest::addColumn<QList<int>>("answered"); // the ping's number for each pong; -1 for none
        QTest::newRow("one left out, then in step again")
            << QList<double>{0, 20, 40, 60, 80} << QList<double>{0.1, 40.1, 60.1, 80.1} << QList<int>{0, 1, 3, 4};
        QTest::newRow("a peer that slept answers all")
            << QList<double>{0, 20, 40, 60} << QList<double>{0.1, 70, 70.01, 70.02} << QList<int>{0, 1, 2, 3};
        QTest::newRow("round trips longer than the interval")
            << QList<double>{0, 1.5, 3, 4.5} << QList<double>{2, 3.5, 5, 6.5} << QList<int>{0, 1, 2, 3};
        QTest::newRow("a burst on a fast connection")
            << QList<double>{0, 1, 1.001, 1.5} << QList<double>{0.0001, 1.002, 1.6, 1.7} << QList<int>{0, 1, 2, 3};
    }
    void leftOutPongs()
    {
        QFETCH(QList<double>, pings);
        QFETCH(QList<double>, pongs);
        QFETCH(QList<int>, answered);
        Pairing pairing;
        MessageHead head;
        head.protocol = Protocol::WebSocket;
        head.queues = true;
        QList<int> got;
        int ping = 0;
        int pong = 0;
        while (ping < pings.size() || pong < pongs.size()) {
            const bool asks = pong == pongs.size() || (ping < pings.size() && pings[ping] < pongs[pong]);
            head.role = asks ? Role::Request : Role::Answer;
            const double seconds = asks ? pings[ping] : pongs[pong];
            const RowIndex row(std::uint64_t(asks ? ping++ : 100 + pong++));
            const auto trip = pairing.add({row, Timestamp(std::int64_t(seconds * 1e9)), ConnectionId(0),
                                           asks ? Direction::Out : Direction::In, 0},
                                          head);
            if (!asks)
                got << (trip ? int(trip->request.value()) : -1);
        }
        QCOMPARE(got, answered);
    }

    void aNewerRequestTakesThePlace()
    {
        Talk talk;
        talk.say(Role::Request, Direction::Out, "1");
        talk.say(Role::Request, Direction::Out, "1");
        QCOMPARE(talk.pairing.waiting(), 1u);
        QCOMPARE(talk.say(Role::Answer, Direction::In, "1")->request, RowIndex(1));
    }

    void theOldestIsGivenUp()
    {
        Talk talk;
        const auto id = [](std::size_t i) { return QByteArray::number(qulonglong(i)); };
        for (std::size_t i = 0; i < Pairing::mostWaiting + 2; ++i)
            talk.say(Role::Request, Direction::Out, id(i));
        QCOMPARE(talk.pairing.waiting(), Pairing::mostWaiting);
        QCOMPARE(talk.pairing.givenUp(), 2u);
        QVERIFY(!talk.say(Role::Answer, Direction::In, id(1)));
        QVERIFY(talk.say(Role::Answer, Direction::In, id(2)));
        // Equal ones too: of these each leads to the next.
        Talk pings;
        for (std::size_t i = 0; i < Pairing::mostWaiting + 3; ++i)
            pings.say(Role::Request, Direction::Out, "", true);
        QCOMPARE(pings.say(Role::Answer, Direction::In, "", true)->request, RowIndex(3));
    }

    void timesThatGoBack()
    {
        Pairing pairing;
        MessageHead head{Protocol::JsonRpc, Role::Request, false, false, {}, {}, "1"};
        pairing.add({RowIndex(0), Timestamp(5000), ConnectionId(0), Direction::Out, 0}, head);
        head.role = Role::Answer;
        QCOMPARE(pairing.add({RowIndex(1), Timestamp(4000), ConnectionId(0), Direction::In, 0}, head)->ns, 0u);
    }
};

QTEST_GUILESS_MAIN(TestPairing)
#include "tst_pairing.moc"
