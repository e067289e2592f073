#include "core/exchange/roundtrips.h"

#include "tests/core/capture/recording.h"

#include <QTemporaryDir>

#include <thread>

using namespace framescope;
using namespace framescope::exchange;
using namespace framescope::test;
using ws::Opcode;

class TestRoundTrips : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    static QByteArray nameAt(const RoundTrips &trips, std::uint64_t row)
    {
        const MessageType type = trips.type(trips.tag(RowIndex(row)).type());
        return type.key + '=' + type.name;
    }
    /// The first whose answer ends with this row.
    static std::optional<RoundTrip> answeredBy(const RoundTrips &trips, std::uint64_t row)
    {
        const std::uint64_t at = trips.firstTripFrom(RowIndex(row));
        return at < trips.tripCount() && trips.trip(at).answer == RowIndex(row) ? std::optional(trips.trip(at))
                                                                                : std::nullopt;
    }
    /// The first whose request ends with this row.
    static std::optional<RoundTrip> askedBy(const RoundTrips &trips, std::uint64_t row)
    {
        for (std::uint64_t at = 0; at < trips.tripCount(); ++at) {
            if (trips.trip(at).request == RowIndex(row))
                return trips.trip(at);
        }
        return {};
    }

private Q_SLOTS:
    void finds()
    {
        Recording r(m_dir.filePath(u"finds.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.out(id, frame(Opcode::Text, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"slow\"}", true)); // 2
        r.out(id, frame(Opcode::Text, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"fast\"}", true)); // 3
        r.out(id, frame(Opcode::Ping, "a", true));                                                  // 4
        r.in(id, frame(Opcode::Text, "{\"id\":2,\"result\":0}", false));                            // 5
        r.in(id, frame(Opcode::Pong, "a", false));                                                  // 6
        r.in(id, frame(Opcode::Text, "words", false) + frame(Opcode::Binary, "b", false));          // 7, 8
        r.in(id, frame(Opcode::Text, "{\"id\":1,\"error\":{}}", false));                            // 9
        RoundTrips &trips = RoundTrips::of(*r.capture);
        QCOMPARE(&trips, &RoundTrips::of(*r.capture));
        QVERIFY(trips.readTo(RowIndex(6)));
        QCOMPARE(trips.end(), RowIndex(6));
        QCOMPARE(trips.tripCount(), 1u);
        QVERIFY(trips.readTo(RowIndex(r.capture->rowCount())));
        QCOMPARE(trips.tripCount(), 3u);
        QCOMPARE(answeredBy(trips, 9)->request, RowIndex(2));
        QCOMPARE(answeredBy(trips, 9)->ns, 6000u); // one tick a packet
        QCOMPARE(askedBy(trips, 3)->answer, RowIndex(5));
        QCOMPARE(askedBy(trips, 4)->answer, RowIndex(6));
        QVERIFY(!askedBy(trips, 5) && !answeredBy(trips, 2) && !answeredBy(trips, 7));
        QCOMPARE(nameAt(trips, 2), QByteArray("method=slow"));
        QCOMPARE(trips.tag(RowIndex(2)).role(), Role::Request);
        QCOMPARE(nameAt(trips, 9), QByteArray("error=error"));
        QCOMPARE(nameAt(trips, 4), QByteArray("=ping"));
        QCOMPARE(trips.type(trips.tag(RowIndex(7)).type()).protocol, Protocol::Text);
        QCOMPARE(trips.tag(RowIndex(8)).type(), 0u);
        QCOMPARE(trips.tag(RowIndex(0)).type(), 0u);
    }

    void idsBehindLongContents()
    {
        Recording r(m_dir.filePath(u"far.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        std::uint64_t row = 2;
        RoundTrips &trips = RoundTrips::of(*r.capture);
        for (const int size : {5'000, 20'000, 2'000'000}) {
            const QByteArray list = '[' + QByteArray(size, ' ') + "],\"id\":" + QByteArray::number(size) + '}';
            r.out(id, frame(Opcode::Text, "{\"jsonrpc\":\"2.0\",\"method\":\"get\",\"params\":" + list, true));
            r.in(id, frame(Opcode::Text, "{\"jsonrpc\":\"2.0\",\"result\":" + list, false));
            QVERIFY(trips.readTo(RowIndex(r.capture->rowCount())));
            const auto trip = answeredBy(trips, row + 1);
            QVERIFY2(trip, qPrintable(QString::number(size)));
            QCOMPARE(trip->request, RowIndex(row));
            row += 2;
        }
    }

    void ofOneRow()
    {
        Recording r(m_dir.filePath(u"one.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.out(id, frame(Opcode::Text, "{\"id\":1,\"method\":", true, false)); // 2
        r.out(id, frame(Opcode::Continuation, "\"slow\"}", true));            // 3
        r.out(id, frame(Opcode::Ping, "never", true));                        // 4
        QByteArray news;
        for (int i = 0; i < 20'000; ++i)
            news += frame(Opcode::Text, "news", false);
        r.in(id, news);
        r.in(id, frame(Opcode::Text, "{\"id\":1,\"result\":0}", false)); // 20,005
        const RowIndex answer(20'005);
        RoundTrips &trips = RoundTrips::of(*r.capture);
        const auto found = [&](RowIndex row) { return trips.findFor(row).trips; };
        QVERIFY(trips.findFor(answer, {}, 1000).trips.empty()); // too far
        QCOMPARE(found(RowIndex(2)).at(0).answer, answer);
        QCOMPARE(found(RowIndex(3)).at(0).answer, answer);
        QCOMPARE(found(answer).at(0).request, RowIndex(3));
        QVERIFY(found(RowIndex(4)).empty());
        QVERIFY(found(RowIndex(5)).empty());
        QVERIFY(found(RowIndex(0)).empty());
    }

    /// Answered all at once, one by one, and in another batch.
    void batches()
    {
        Recording r(m_dir.filePath(u"batches.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        const auto out = [&](const QByteArray &text) { r.out(id, frame(Opcode::Text, text, true)); };
        const auto in = [&](const QByteArray &text) { r.in(id, frame(Opcode::Text, text, false)); };
        out(R"([{"id":1,"method":"a"},{"id":2,"method":"b"},{"jsonrpc":"2.0","method":"c"}])"); // 2
        out(R"([{"id":3,"method":"a"},{"id":4,"method":"a"}])");                                // 3
        out(R"({"id":5,"method":"a"})");                                                        // 4
        in(R"([{"id":2,"result":0},{"id":1,"error":{}}])");                                     // 5
        in(R"({"id":4,"result":0})");                                                           // 6
        in(R"([{"id":5,"result":0},{"id":3,"result":0},{"id":9,"result":0}])");                 // 7
        in(R"([{"type":"tick"}])");                                                             // 8
        RoundTrips &trips = RoundTrips::of(*r.capture);
        QVERIFY(trips.readTo(RowIndex(r.capture->rowCount())));
        QCOMPARE(trips.tripCount(), 5u);
        const auto ends = [&](std::uint64_t row) {
            QStringList lines;
            for (const RoundTrip &trip : trips.findFor(RowIndex(row)).trips)
                lines.append(u"%1-%2 %3"_qs.arg(trip.request.value()).arg(trip.answer.value()).arg(trip.ns));
            return lines.join(u", ");
        };
        QCOMPARE(ends(2), u"2-5 3000"_qs);
        QCOMPARE(ends(3), u"3-6 3000, 3-7 4000"_qs);
        QCOMPARE(ends(4), u"4-7 3000"_qs);
        QCOMPARE(ends(5), u"2-5 3000"_qs);
        QCOMPARE(ends(6), u"3-6 3000"_qs);
        QCOMPARE(ends(7), u"4-7 3000, 3-7 4000"_qs);
        QCOMPARE(ends(8), QString());
        const auto open = [&](std::uint64_t row) { return trips.findFor(RowIndex(row)).open; };
        QVERIFY(!open(2) && !open(3) && !open(4) && !open(7));
        QCOMPARE(nameAt(trips, 2), QByteArray("=batch"));
        QCOMPARE(trips.tag(RowIndex(2)).role(), Role::Several);
        QCOMPARE(trips.tag(RowIndex(8)).role(), Role::Notice);
        QCOMPARE(trips.type(trips.trip(0).type).name, QByteArray("b")); // of the request that it answers
        const auto names = [&](std::uint64_t row) {
            QByteArray all;
            for (const MessageType &each : trips.findFor(RowIndex(row)).batch)
                all += each.name + ' ';
            return all;
        };
        QCOMPARE(names(2), QByteArray("a b c "));
        QCOMPARE(names(5), QByteArray("result error "));
        QCOMPARE(names(4), QByteArray());
        QCOMPARE(trips.partCount(), 10u);
        QCOMPARE(trips.part(trips.firstPartFrom(RowIndex(5))).row, RowIndex(5));
        QCOMPARE(trips.firstPartFrom(RowIndex(8)), 10u);

        out(R"([{"id":10,"method":"a"},{"id":11,"method":"a"}])"); // 9
        in(R"({"id":11,"result":0})");                             // 10
        QVERIFY(open(9));
        QCOMPARE(ends(9), u"9-10 1000"_qs);
        in(R"({"id":10,"result":0})"); // 11
        QVERIFY(!open(9));
    }

    /// Frames of any size and in fragments are read as far; what is not read is told.
    void longBatches()
    {
        Recording r(m_dir.filePath(u"longbatches.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        const auto batch = [](int count, int size) {
            QByteArray text;
            for (int i = 0; i < count; ++i)
                text += ",{\"id\":" + QByteArray::number(i) + ",\"method\":\"a\",\"params\":\"" +
                        QByteArray(size, 'x') + "\"}";
            return '[' + text.mid(1) + ']';
        };
        RoundTrips &trips = RoundTrips::of(*r.capture);
        const auto last = [&] { return trips.findFor(RowIndex(r.capture->rowCount() - 1)); };
        r.out(id, frame(Opcode::Text, batch(64, 10), true));
        QCOMPARE(last().batch.size(), 64u);
        QVERIFY(!last().inPart);
        r.out(id, frame(Opcode::Text, batch(65, 10), true));
        QCOMPARE(last().batch.size(), 64u);
        QVERIFY(last().inPart);
        QCOMPARE(nameAt(trips, r.capture->rowCount() - 1), QByteArray("=long-batch"));
        const QByteArray middle = batch(14, 1000);
        r.out(id, frame(Opcode::Text, middle.left(9000), true, false));
        r.out(id, frame(Opcode::Continuation, middle.mid(9000), true));
        QCOMPARE(last().batch.size(), 14u);
        QVERIFY(!last().inPart);
        r.out(id, frame(Opcode::Text, batch(100, 1000), true));
        QVERIFY(last().batch.size() > 14 && last().batch.size() < 18);
        QVERIFY(last().inPart);
    }

    void dialects()
    {
        Recording r(m_dir.filePath(u"dialects.pcapng"_qs));
        const ConnectionId plain = r.upgraded(), engine = r.upgraded(), graph = r.upgraded();
        r.in(plain, frame(Opcode::Text, "2", false));                                                    // 6
        r.in(engine, frame(Opcode::Text, "0{\"sid\":\"x\"}", false));                                    // 7
        r.in(engine, frame(Opcode::Text, "2", false));                                                   // 8
        r.out(engine, frame(Opcode::Text, "3", true));                                                   // 9
        r.out(engine, frame(Opcode::Text, "420[\"add\",1]", true));                                      // 10
        r.in(engine, frame(Opcode::Text, "430[2]", false));                                              // 11
        r.out(graph, frame(Opcode::Text, "{\"type\":\"connection_init\"}", true));                       // 12
        r.in(graph, frame(Opcode::Text, "{\"type\":\"connection_ack\"}", false));                        // 13
        r.out(graph, frame(Opcode::Text, "{\"id\":\"s\",\"type\":\"subscribe\",\"payload\":{}}", true)); // 14
        r.in(graph, frame(Opcode::Text, "{\"id\":\"s\",\"type\":\"next\",\"payload\":{}}", false));      // 15
        r.in(graph, frame(Opcode::Text, "{\"id\":\"s\",\"type\":\"next\",\"payload\":{}}", false));      // 16
        RoundTrips &trips = RoundTrips::of(*r.capture);
        QVERIFY(trips.readTo(RowIndex(r.capture->rowCount())));
        QCOMPARE(trips.type(trips.tag(RowIndex(6)).type()).protocol, Protocol::Text);
        QCOMPARE(answeredBy(trips, 9)->request, RowIndex(8));
        QCOMPARE(answeredBy(trips, 11)->request, RowIndex(10));
        QCOMPARE(answeredBy(trips, 13)->request, RowIndex(12));
        QCOMPARE(answeredBy(trips, 15)->request, RowIndex(14));
        QCOMPARE(trips.tripCount(), 4u); // a second answer is news
    }

    void dialectsByHandshakesAlone_data()
    {
        QTest::addColumn<bool>("server");
        QTest::addRow("seen by the server") << true;
        QTest::addRow("of a client without a URL") << false;
    }

    /// What opened the sessions was said before; the handshake tells what they are, no URL does.
    void dialectsByHandshakesAlone()
    {
        QFETCH(bool, server);
        Recording r(m_dir.filePath(u"handshakes%1.pcapng"_qs.arg(server)));
        capture::ConnectionFacts facts = clientFacts();
        facts.url.clear();
        facts.ourRole = server ? ws::Role::Server : ws::Role::Client;
        const auto say = [&](ConnectionId id, bool byClient, const QByteArray &octets) {
            byClient == server ? r.in(id, octets) : r.out(id, octets);
        };
        const auto upgraded = [&](const QByteArray &target, const QByteArray &subprotocol) {
            const ConnectionId id = r.connect(facts);
            say(id, true, requestHead().replace("/chat", target).replace("\r\n\r\n", "\r\n" + subprotocol + "\r\n"));
            say(id, false, responseHead().replace("\r\n\r\n", "\r\n" + subprotocol + "\r\n"));
            return id;
        };
        const ConnectionId engine = upgraded("/socket.io/?EIO=4&transport=websocket", {});
        const ConnectionId graph = upgraded("/graphql", "Sec-WebSocket-Protocol: graphql-transport-ws\r\n");
        const ConnectionId older = upgraded("/graphql", "Sec-WebSocket-Protocol: graphql-ws\r\n");
        const ConnectionId plain = upgraded("/chat", {});
        say(engine, true, frame(Opcode::Text, "420[\"add\",1]", true)); // 8
        say(engine, false, frame(Opcode::Text, "430[2]", false));       // 9
        for (const ConnectionId id : {graph, older, plain}) {           // 10, 11; 12, 13; 14, 15
            say(id, true, frame(Opcode::Text, "{\"id\":\"s\",\"type\":\"start\",\"payload\":{}}", true));
            say(id, false, frame(Opcode::Text, "{\"id\":\"s\",\"type\":\"data\",\"payload\":{}}", false));
        }
        const std::uint64_t rows = r.capture->rowCount();
        QCOMPARE(rows, 16u);
        RoundTrips &trips = RoundTrips::of(*r.capture);
        QVERIFY(trips.readTo(RowIndex(rows)));
        QCOMPARE(trips.type(trips.tag(RowIndex(8)).type()).protocol, Protocol::SocketIo);
        QCOMPARE(trips.type(trips.tag(RowIndex(10)).type()).protocol, Protocol::GraphQl);
        QCOMPARE(trips.type(trips.tag(RowIndex(12)).type()).protocol, Protocol::GraphQl);
        QCOMPARE(trips.type(trips.tag(RowIndex(14)).type()).protocol, Protocol::Json);
        for (const std::uint64_t answer : {9u, 11u, 13u}) {
            const auto trip = answeredBy(trips, answer);
            QVERIFY2(trip, qPrintable(QString::number(answer)));
            QCOMPARE(trip->request, RowIndex(answer - 1));
        }
    }

    void manyTypes()
    {
        Recording r(m_dir.filePath(u"types.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        QByteArray octets;
        for (int i = 0; i < int(RoundTrips::mostTypes) + 50; ++i)
            octets += frame(Opcode::Text, "{\"type\":\"t" + QByteArray::number(i) + "\"}", false);
        octets += frame(Opcode::Text, "{\"type\":\"" + QByteArray(100, 'x') + "\"}", false);
        r.in(id, octets);
        RoundTrips &trips = RoundTrips::of(*r.capture);
        QVERIFY(trips.readTo(RowIndex(r.capture->rowCount())));
        QCOMPARE(trips.types().size(), RoundTrips::mostTypes);
        QCOMPARE(nameAt(trips, 2), QByteArray("type=t0"));
        QCOMPARE(nameAt(trips, r.capture->rowCount() - 1), QByteArray("="));
        QCOMPARE(trips.type(trips.tag(RowIndex(r.capture->rowCount() - 1)).type()).protocol, Protocol::Json);

        Recording other(m_dir.filePath(u"long.pcapng"_qs));
        other.in(other.upgraded(), octets.right(113));
        RoundTrips &cut = RoundTrips::of(*other.capture);
        QVERIFY(cut.readTo(RowIndex(3)));
        QCOMPARE(cut.type(cut.tag(RowIndex(2)).type()).name, QByteArray(int(RoundTrips::longestName), 'x'));
        QVERIFY(cut.type(cut.tag(RowIndex(2)).type()).cut);
    }

    void namespacesCountForThemselves()
    {
        Recording r(m_dir.filePath(u"namespaces.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        r.in(id, frame(Opcode::Text, "0{\"sid\":\"x\"}", false));
        r.out(id, frame(Opcode::Text, "42/admin,0[\"a\"]", true)); // 3
        r.out(id, frame(Opcode::Text, "420[\"b\"]", true));        // 4
        r.in(id, frame(Opcode::Text, "430[]", false));             // 5
        r.in(id, frame(Opcode::Text, "43/admin,0[]", false));      // 6
        RoundTrips &trips = RoundTrips::of(*r.capture);
        QVERIFY(trips.readTo(RowIndex(r.capture->rowCount())));
        QCOMPARE(answeredBy(trips, 5)->request, RowIndex(4));
        QCOMPARE(answeredBy(trips, 6)->request, RowIndex(3));
    }

    void severalReadersAndAStop()
    {
        Recording r(m_dir.filePath(u"threads.pcapng"_qs));
        const ConnectionId id = r.upgraded();
        for (int i = 0; i < 300; ++i) {
            QByteArray octets;
            for (int k = 0; k < 100; ++k)
                octets += frame(k % 2 ? Opcode::Text : Opcode::Ping, QByteArray::number(i * 100 + k), true);
            r.out(id, octets);
            QByteArray back;
            for (int k = 0; k < 100; k += 2)
                back += frame(Opcode::Pong, QByteArray::number(i * 100 + k), false);
            r.in(id, back);
        }
        RoundTrips &trips = RoundTrips::of(*r.capture);
        std::stop_source stopped;
        stopped.request_stop();
        QVERIFY(trips.readTo(RowIndex(r.capture->rowCount()), stopped.get_token()));
        QCOMPARE(trips.end(), RowIndex(0));
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i)
                threads.emplace_back([&] { QVERIFY(trips.readTo(RowIndex(r.capture->rowCount())).ok()); });
        }
        QCOMPARE(trips.end().value(), r.capture->rowCount());
        QCOMPARE(trips.tripCount(), 300u * 50u);
        for (std::uint64_t i = 1; i < trips.tripCount(); ++i)
            QVERIFY(trips.trip(i - 1).answer < trips.trip(i).answer);
    }
};

QTEST_GUILESS_MAIN(TestRoundTrips)
#include "tst_roundtrips.moc"
