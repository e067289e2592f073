#include "core/net/listener.h"

#include "core/net/demofaults.h"
#include "core/net/demoscript.h"
#include "core/net/demoserver.h"
#include "core/ws/findings.h"
#include "tests/support/netfixture.h"

#include <QJsonObject>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::Listener;
using net::ListenerSettings;
using net::Policy;
using net::State;
using test::frame;
using test::NetFixture;
using test::readFrames;
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

/// A bare TCP client.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port)
    {
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { received += socket.readAll(); });
    }
    void send(const QByteArray &octets)
    {
        socket.write(octets);
    }
    QByteArray status() const { return received.split(' ').value(1); }
    std::vector<test::ReadFrame> frames() const { return readFrames(received.mid(received.indexOf("\r\n\r\n") + 4)); }
    bool ended() const { return socket.state() == QAbstractSocket::UnconnectedState; }

    QTcpSocket socket;
    QByteArray received;
};

/// A listener with its own record beside a client's.
class ServerFixture
{
public:
    explicit ServerFixture(const ListenerSettings &settings)
        : listener(std::make_unique<Listener>(*record.capture, settings, record.clock))
    {
        const auto result = listener->listen();
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
    }
    NetFixture record;
    std::unique_ptr<Listener> listener;
};

ListenerSettings echoing(Policy policy = Policy::Observe)
{
    ListenerSettings settings;
    settings.echo = true;
    settings.policy = policy;
    return settings;
}
} // namespace

class TestListener : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void requests_data();
    void requests();
    void subprotocol();
    void echoes();
    void echoOfManyFragments();
    void echoOfALargeMessage();
    void clientFrames_data();
    void clientFrames();
    void closesAfterTheHandshake();
    void portTaken();
    void endsWithOpenConnections();
    void demoPlays();
    void demoCommands();
    void demoFault_data();
    void demoFault();
    void demoAllFaultsInARow();
    void demoFlood();
};

void TestListener::requests_data()
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
    QTest::newRow("H33 no Host") << request().replace("Host:", "X-Host:") << QByteArray("403");
    QTest::newRow("no upgrade") << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") << QByteArray("426");
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01 hello\r\n\r\n") << QByteArray("400");
}

void TestListener::requests()
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
    QVERIFY(server.record.event(EventKind::Failed).value(u"reason"_qs).toString().contains(QString::fromLatin1(status)));
}

void TestListener::subprotocol()
{
    ListenerSettings settings = echoing();
    settings.subprotocols = {"b", "c"};
    ServerFixture server(settings);
    RawClient client(server.listener->port());
    client.send(request("localhost", "Sec-WebSocket-Protocol: a, c, b\r\n"));
    QTRY_VERIFY(client.received.contains("\r\n\r\n"));
    QVERIFY(client.received.contains("Sec-WebSocket-Protocol: c\r\n"));
}

void TestListener::echoes()
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

void TestListener::echoOfManyFragments()
{
    constexpr int count = 100'000;
    ServerFixture server(echoing());
    NetFixture net;
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    QByteArray octets = frame(Opcode::Text, "0", false, key);
    QByteArray message = "0";
    for (int i = 1; i < count; ++i) {
        message += char('0' + i % 10);
        octets += frame(Opcode::Continuation, message.last(1), i == count - 1, key);
    }
    net.session->send(id, octets);
    QTRY_VERIFY(net.has(u"in text %1 fin"_qs.arg(count)));
    QCOMPARE(net.payload(*net.find(u"in text"_qs)), message);
}

void TestListener::echoOfALargeMessage()
{
    ServerFixture server(echoing());
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(server.listener->url());
    QTRY_COMPARE(net.state(id), State::Open);
    QByteArray message(16 * 1024 * 1024, Qt::Uninitialized);
    for (qsizetype i = 0; i < message.size(); ++i)
        message[i] = char(i * 7 + (i >> 12));
    net.session->send(id, frame(Opcode::Binary, message, true, key));
    QTRY_VERIFY(net.has(u"in binary %1 fin"_qs.arg(message.size())));
    QVERIFY(net.payload(*net.find(u"in binary"_qs)) == message);
}

void TestListener::clientFrames_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QString>("finding");
    QTest::newRow("F22 unmasked") << frame(Opcode::Text, "abc") << u"frame.mask.client"_qs;
    QTest::newRow("F23 zero key") << frame(Opcode::Text, "abc", true, ws::MaskKey{}) << u"frame.mask.weak"_qs;
    QTest::newRow("F26 orphan") << frame(Opcode::Continuation, "abc", true, key) << u"msg.orphan"_qs;
}

void TestListener::clientFrames()
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

void TestListener::closesAfterTheHandshake()
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

void TestListener::portTaken()
{
    ServerFixture server(echoing());
    ListenerSettings settings = echoing();
    settings.port = server.listener->port();
    Listener second(*server.record.capture, settings, server.record.clock);
    const auto result = second.listen();
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(QString::number(settings.port)), qPrintable(result.error().message));
}

void TestListener::endsWithOpenConnections()
{
    ServerFixture server(echoing());
    RawClient open(server.listener->port());
    open.send(request());
    RawClient half(server.listener->port());
    half.send("GET / HT");
    QTRY_COMPARE(open.status(), QByteArray("101"));
    QTRY_VERIFY(server.record.capture->totals(ConnectionId(1)).octetsIn == 8);
    server.listener.reset();
    QTRY_VERIFY(open.ended() && half.ended());
    QCOMPARE(server.record.rows().filter(u"event closed"_qs).size(), 2);
}

void TestListener::demoPlays()
{
    net::DemoServer demo;
    const auto url = demo.start();
    QVERIFY(url && demo.running());
    QCOMPARE(*demo.start(), *url);
    NetFixture net(net::Session::Threading::OwnThread);
    net.settings.subprotocols = {"other", "framescope.demo.v1"};
    const ConnectionId id = net.open(*url);
    // One round of what it plays has every kind of frame, and all of it is right.
    QTRY_VERIFY(net.capture->totals(id).framesIn > 16);
    for (const char *row : {"in text", "in cont", "in ping", "in binary", "in text 0 fin"})
        QVERIFY2(net.has(QString::fromLatin1(row)), row);
    QCOMPARE(net.session->status(id).subprotocol, u"framescope.demo.v1"_qs);
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
}

void TestListener::demoCommands()
{
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    const auto say = [&](const QByteArray &text) { net.session->send(id, frame(Opcode::Text, text, true, key)); };
    const auto hears = [&](const QByteArray &text) {
        for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i) {
            const RowIndex row(i);
            if (net.capture->row(row).direction() == Direction::In && net.capture->row(row).isFrame() &&
                net.payload(row).contains(text))
                return true;
        }
        return false;
    };
    say("pause");
    QTRY_VERIFY(hears("Paused."));
    say("hello 👋");
    QTRY_VERIFY(hears("echo: hello 👋"));
    say("help");
    QTRY_VERIFY(hears("bad NAME"));
    say("bad");
    QTRY_VERIFY(hears("bad frame.rsv1\n"));
    say("bad nonsense");
    QTRY_VERIFY(hears("There is no \"bad nonsense\""));
    say("flood 0");
    QTRY_VERIFY(hears("flood takes a number"));
    say("close 12");
    QTRY_VERIFY(hears("close takes a code"));
    say("resume");
    QTRY_VERIFY(hears("\"type\":\"tick\""));
    say("close 4000 as told");
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.session->status(id).closeCode, std::uint16_t(4000));
    QCOMPARE(net.event(EventKind::Closed).value(u"reason"_qs).toString(), u"as told"_qs);
}

void TestListener::demoFault_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = net::demoFaults();
    QVERIFY(names.size() > 20);
    for (const QString &name : names) {
        if (name != u"all")
            QTest::newRow(qPrintable(name)) << name;
    }
}

void TestListener::demoFault()
{
    QFETCH(QString, name);
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    const auto say = [&](const QByteArray &text) { net.session->send(id, frame(Opcode::Text, text, true, key)); };
    say("bad " + name.toLatin1());
    if (name == u"pong.mismatch" || name == u"close.echo") {
        QTRY_VERIFY(net.capture->totals(id).framesIn >= 2);
        if (name == u"close.echo")
            net.session->close(id, 4000);
        else
            net.session->send(id, frame(Opcode::Ping, "mine", true, key));
    }
    const auto inRowsWith = [&] {
        qsizetype count = 0;
        const QStringList lines = net.rows();
        for (const QString &line : lines)
            count += line.startsWith(u"in ") && line.split(u' ').contains(name) ? 1 : 0;
        return count;
    };
    QTRY_VERIFY2(inRowsWith() >= 1, qPrintable(net.rows().join(u'\n')));
}

void TestListener::demoAllFaultsInARow()
{
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, frame(Opcode::Text, "bad all", true, key));
    for (const auto &fault : net::makeDemoFaults()) {
        if (fault.then == net::DemoFault::Then::GoOn)
            QTRY_VERIFY2(!net.rows().filter(fault.name()).isEmpty(), qPrintable(fault.name()));
    }
    // It goes on playing, in right frames.
    const std::uint64_t before = net.capture->totals(id).framesIn;
    QTRY_VERIFY(net.capture->totals(id).framesIn > before + 1);
    QCOMPARE(net.state(id), State::Open);
}

void TestListener::demoFlood()
{
    constexpr std::uint64_t count = 200'000;
    net::DemoServer demo;
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId id = net.open(*demo.start());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, frame(Opcode::Text, "flood " + QByteArray::number(qulonglong(count)), true, key));
    QTRY_VERIFY(net.capture->totals(id).framesIn > count);
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
}

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
