#include "core/net/listener.h"

#include "tests/support/serverfixture.h"

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
