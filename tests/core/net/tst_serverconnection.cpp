#include "core/net/serverconnection.h"

#include "tests/support/serverfixture.h"

#include <QJsonObject>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::ListenerSettings;
using net::Policy;
using net::State;
using test::frame;
using test::NetFixture;
using test::RawClient;
using test::ServerFixture;
using ws::Opcode;

namespace
{
const ws::MaskKey key{0x37, 0xfa, 0x21, 0x3d};

QByteArray request(const QByteArray &host = "localhost:80", const QByteArray &fields = {})
{
    return "GET / HTTP/1.1\r\nHost: " + host +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           "Sec-WebSocket-Version: 13\r\n" +
           fields + "\r\n";
}

ListenerSettings echoing(Policy policy = Policy::Observe)
{
    ListenerSettings settings;
    settings.echo = true;
    settings.policy = policy;
    return settings;
}
} // namespace

/// The listener's end of a connection, against bare TCP clients and our own client.
class TestServerConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void requests_data();
    void requests();
    void refusedAndAborted();
    void longForeignNames_data();
    void longForeignNames();
    void subprotocol();
    void echoes();
    void echoOfManyFragments();
    void echoOfALargeMessage();
    void clientFrames_data();
    void clientFrames();
    void answersWhatCameBeforeABadFrame_data();
    void answersWhatCameBeforeABadFrame();
    void closesAfterTheHandshake();
};

void TestServerConnection::requests_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("right") << request() << QByteArray("101");
    QTest::newRow("by address") << request("127.0.0.1") << QByteArray("101");
    QTest::newRow("by IPv6 address") << request("[::1]:8080") << QByteArray("101");
    QTest::newRow("X05 another name") << request("evil.example") << QByteArray("403");
    QTest::newRow("X05 a name that begins right") << request("localhost.evil.example") << QByteArray("403");
    QTest::newRow("H33 POST") << request().replace("GET", "POST") << QByteArray("405");
    QTest::newRow("H33 no key") << request().replace("Sec-WebSocket-Key", "X-Key") << QByteArray("400");
    QTest::newRow("H33 short key") << request().replace("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=") << QByteArray("400");
    QTest::newRow("H33 version 12") << request().replace("Version: 13", "Version: 12") << QByteArray("426");
    QTest::newRow("H33 no Host") << request().replace("Host:", "X-Host:") << QByteArray("400");
    QTest::newRow("no upgrade") << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") << QByteArray("426");
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01 hello\r\n\r\n") << QByteArray("400");
}

void TestServerConnection::requests()
{
    QFETCH(QByteArray, octets);
    QFETCH(QByteArray, status);
    ServerFixture server(echoing());
    RawClient client(server.listener->port());
    client.send(octets);
    QTRY_VERIFY(client.received.contains("\r\n\r\n"));
    QCOMPARE(client.status(), status);
    if (status == "101") {
        QVERIFY(client.received.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        return;
    }
    if (status == "426")
        QVERIFY(client.received.contains("Sec-WebSocket-Version: 13"));
    QTRY_VERIFY(client.ended());
    QTRY_VERIFY(server.record.has(u"in event failed"_qs));
    QVERIFY(
        server.record.event(EventKind::Failed).value(u"reason"_qs).toString().contains(QString::fromLatin1(status)));
}

void TestServerConnection::refusedAndAborted()
{
    ServerFixture server(echoing());
    RawClient client(server.listener->port());
    client.send("nonsense\r\n\r\n");
    QTRY_COMPARE(client.status(), QByteArray("400"));
    QTRY_VERIFY(server.record.has(u"in event failed"_qs));
    server.listener.reset(); // the client has not ended its side yet
    // One last row: it failed, and that is how it ended.
    QCOMPARE(server.record.rows().filter(u"event failed"_qs).size(), 1);
    QCOMPARE(server.record.rows().filter(u"event closed"_qs).size(), 0);
}

void TestServerConnection::longForeignNames_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::newRow("host") << request(QByteArray(500'000, 'h'));
    QTest::newRow("origin") << request("localhost:80", "Origin: https://" + QByteArray(500'000, 'o') + "\r\n");
    QTest::newRow("escape sequence") << request("localhost:80", "Origin: https://\x1b[31m/\r\n");
}

void TestServerConnection::longForeignNames()
{
    QFETCH(QByteArray, octets);
    ServerFixture server(echoing());
    RawClient client(server.listener->port());
    client.send(octets);
    QTRY_VERIFY(server.record.has(u"in event failed"_qs));
    const QString reason = server.record.event(EventKind::Failed).value(u"reason"_qs).toString();
    QVERIFY2(reason.size() < 400, qPrintable(QString::number(reason.size())));
    QVERIFY(!reason.contains(QChar(0x1B)));
    QTRY_VERIFY(client.received.contains("\r\n\r\n"));
    QVERIFY(client.received.size() < 1000);
}

void TestServerConnection::subprotocol()
{
    ListenerSettings settings = echoing();
    settings.subprotocols = {"b", "c"};
    ServerFixture server(settings);
    RawClient client(server.listener->port());
    client.send(request("localhost", "Sec-WebSocket-Protocol: a, c, b\r\n"));
    QTRY_VERIFY(client.received.contains("\r\n\r\n"));
    QVERIFY(client.received.contains("Sec-WebSocket-Protocol: c\r\n"));
}

void TestServerConnection::echoes()
{
    ServerFixture server(echoing());
    RawClient client(server.listener->port());
    client.send(request());
    QTRY_COMPARE(client.status(), QByteArray("101"));
    client.send(frame(Opcode::Text, "one ", false, key) + frame(Opcode::Ping, "between", true, key) +
                frame(Opcode::Continuation, "message", true, key) + frame(Opcode::Binary, "two", true, key));
    QTRY_COMPARE(client.frames().size(), std::size_t(3));
    const auto frames = client.frames();
    QCOMPARE(frames[0].header.opcode(), Opcode::Pong);
    QCOMPARE(frames[1].payload, QByteArray("one message"));
    QVERIFY(frames[1].header.fin() && !frames[1].header.masked());
    QCOMPARE(frames[2].header.opcode(), Opcode::Binary);
}

void TestServerConnection::echoOfManyFragments()
{
    constexpr int count = 100'000;
    ServerFixture server(echoing());
    NetFixture net;
    net.settings.deflate.offer = false;
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    QByteArray octets = frame(Opcode::Text, "0", false, key);
    QByteArray message = "0";
    for (int i = 1; i < count; ++i) {
        message += char('0' + i % 10);
        octets += frame(Opcode::Continuation, message.last(1), i == count - 1, key);
    }
    net.session->send(id, octets);
    QTRY_COMPARE(net.capture->totals(id).framesIn, std::uint64_t(1));
    QCOMPARE(net.payload(*net.find(u"in text"_qs)), message);
}

void TestServerConnection::echoOfALargeMessage()
{
    ServerFixture server(echoing());
    NetFixture net(net::Session::Threading::OwnThread);
    net.settings.deflate.offer = false;
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    QByteArray message(16 * 1024 * 1024, Qt::Uninitialized);
    for (qsizetype i = 0; i < message.size(); ++i)
        message[i] = char(i * 7 + (i >> 12));
    net.session->send(id, frame(Opcode::Binary, message, true, key));
    QTRY_VERIFY(net.has(u"in binary %1 fin"_qs.arg(message.size())));
    QVERIFY(net.payload(*net.find(u"in binary"_qs)) == message);
}

void TestServerConnection::clientFrames_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QString>("finding");
    QTest::newRow("F22 unmasked") << frame(Opcode::Text, "abc") << u"frame.mask.client"_qs;
    QTest::newRow("F23 zero key") << frame(Opcode::Text, "abc", true, ws::MaskKey{}) << u"frame.mask.weak"_qs;
    QTest::newRow("F26 orphan") << frame(Opcode::Continuation, "abc", true, key) << u"msg.orphan"_qs;
}

void TestServerConnection::clientFrames()
{
    QFETCH(QByteArray, octets);
    QFETCH(QString, finding);
    for (const Policy policy : {Policy::Observe, Policy::Strict}) {
        ServerFixture server(echoing(policy));
        RawClient client(server.listener->port());
        client.send(request());
        QTRY_COMPARE(client.status(), QByteArray("101"));
        client.send(octets + frame(Opcode::Ping, "p", true, key));
        QTRY_VERIFY(!client.frames().empty());
        QVERIFY(server.record.rows().filter(finding).size() == 1);
        const bool fails = policy == Policy::Strict && finding != u"frame.mask.weak";
        QTRY_COMPARE(client.frames().back().header.opcode(), fails ? Opcode::Close : Opcode::Pong);
        if (fails) {
            QCOMPARE(client.frames().back().payload, ws::closePayload(1002, {}));
            QTRY_VERIFY(client.ended());
        }
    }
}

void TestServerConnection::answersWhatCameBeforeABadFrame_data()
{
    QTest::addColumn<QByteArray>("bad");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArray &bad, int code = 1002) {
        QTest::newRow(name) << bad << code;
    };
    row("reserved opcode", frame(Opcode(0x3), "x", true, key));
    row("reserved control opcode", frame(Opcode(0xB), "x", true, key));
    row("orphan", frame(Opcode::Continuation, "x", true, key));
    row("ping in fragments", frame(Opcode::Ping, "x", false, key));
    row("ping too long", frame(Opcode::Ping, QByteArray(126, 'x'), true, key));
    row("close of one byte", frame(Opcode::Close, "x", true, key));
    row("close with 1005", frame(Opcode::Close, ws::closePayload(1005, {}), true, key));
    row("close reason not UTF-8", frame(Opcode::Close, ws::closePayload(1000, "\xFF"), true, key), 1007);
    row("length with its top bit set", QByteArray::fromHex("8aff800000000000000037fa213d"));
    row("text not UTF-8", frame(Opcode::Text, "\xFF", true, key), 1007);
    row("text not UTF-8, unfinished", frame(Opcode::Text, "\xC0\xAF and more", false, key).left(9), 1007);
}

void TestServerConnection::answersWhatCameBeforeABadFrame()
{
    QFETCH(QByteArray, bad);
    QFETCH(int, code);
    ServerFixture server(echoing(Policy::Strict));
    RawClient client(server.listener->port());
    client.send(request());
    QTRY_COMPARE(client.status(), QByteArray("101"));
    client.send(frame(Opcode::Text, "whole", true, key) + bad);
    QTRY_VERIFY(client.ended());
    const auto read = client.frames();
    QCOMPARE(read.size(), std::size_t(2));
    QCOMPARE(read[0].payload, QByteArray("whole"));
    QCOMPARE(read[1].header.opcode(), Opcode::Close);
    QCOMPARE(read[1].payload, ws::closePayload(std::uint16_t(code), {}));
}

void TestServerConnection::closesAfterTheHandshake()
{
    ServerFixture server(echoing());
    NetFixture net;
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->close(id, 3000, "bye");
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.session->status(id).closeCode, std::uint16_t(3000));
    QVERIFY(net.event(EventKind::Closed).value(u"clean"_qs).toBool());
    QTRY_VERIFY(server.record.has(u"in event closed"_qs));
    const QStringList rows = server.record.rows();
    const qsizetype answered = rows.indexOf(u"out close 2 fin"_qs);
    QVERIFY2(answered > 0, qPrintable(rows.join(u'\n')));
    // RFC 6455 §7.1.1: the server is the first to end TCP.
    QCOMPARE(rows.value(answered + 1), u"out event finished"_qs);
    QCOMPARE(rows.value(answered + 2), u"in event finished"_qs);
}

QTEST_GUILESS_MAIN(TestServerConnection)
#include "tst_serverconnection.moc"
