#include "core/net/listener.h"

#include "tests/support/serverfixture.h"

#include <QTcpServer>
#include <QTest>

using namespace framescope;
using net::Listener;
using net::ListenerSettings;
using net::Policy;
using test::RawClient;
using test::ServerFixture;

namespace
{
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

class TestListener : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void portTaken();
    void allAddresses_data();
    void allAddresses();
    void messagesShareTheirMemory();
    void endsWithOpenConnections();
};

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

void TestListener::allAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("IPv4") << u"127.0.0.1"_qs;
    QTest::newRow("IPv6") << u"::1"_qs;
}

void TestListener::allAddresses()
{
    QFETCH(QString, address);
    ListenerSettings settings = echoing();
    settings.admission.address = QHostAddress(u"::"_qs);
    ServerFixture server(settings);
    QCOMPARE(server.listener->url(), u"ws://[::]:%1/"_qs.arg(server.listener->port()));
    QTcpServer here;
    if (!here.listen(QHostAddress(address)))
        QSKIP("this machine has no such address");
    QTcpSocket client;
    client.setProxy(QNetworkProxy::NoProxy);
    client.connectToHost(QHostAddress(address), server.listener->port());
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    client.write(request());
    QTRY_VERIFY(client.bytesAvailable() > 12);
    QVERIFY(client.readAll().startsWith("HTTP/1.1 101"));
}

void TestListener::messagesShareTheirMemory()
{
    ListenerSettings settings = echoing();
    settings.messageMemory = 1'000'000;
    ServerFixture server(settings);
    RawClient first(server.listener->port());
    RawClient second(server.listener->port());
    for (RawClient *client : {&first, &second}) {
        client->send(request());
        QTRY_COMPARE(client->status(), QByteArray("101"));
    }
    const QByteArray most(700'000, 'x');
    const ws::MaskKey key{1, 2, 3, 4};
    first.send(test::frame(ws::Opcode::Binary, most, false, key));
    QTRY_VERIFY(server.record.capture->totals(ConnectionId(0)).octetsIn > 700'000u);
    second.send(test::frame(ws::Opcode::Binary, most, true, key));
    QTRY_VERIFY(!second.frames().empty());
    // RFC 6455 §7.4.1
    QCOMPARE(second.frames().back().header.opcode(), ws::Opcode::Close);
    QVERIFY(second.frames().back().payload.startsWith(ws::closePayload(1009, {})));
    const QString reason = server.record.event(capture::EventKind::Failed).value(u"reason"_qs).toString();
    QVERIFY2(reason.contains(u"1000000 bytes they may take together"_qs), qPrintable(reason));
    // The first goes on, and when it has its echo there is room again.
    first.send(test::frame(ws::Opcode::Continuation, "end", true, key));
    QTRY_COMPARE(first.frames().size(), std::size_t(1));
    QCOMPARE(first.frames()[0].payload, most + "end");
    first.send(test::frame(ws::Opcode::Binary, most, true, key));
    QTRY_COMPARE(first.frames().size(), std::size_t(2));
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

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
