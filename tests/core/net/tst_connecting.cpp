#include "core/net/clientconnection.h"

#include "tests/support/blackhole.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::Policy;
using net::State;
using test::frame;
using test::NetFixture;
using test::ScriptedPeer;
using ws::Opcode;

/// The way to the server as a connection's rows and status tell it. The way itself: dial/tst_dialer.cpp.
class TestConnecting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void timings_data();
    void timings();
    void throughProxy();
    void proxyMayBeTheSpeaker();
    void overUnixSocket();
    void cancelledAnywhere_data();
    void cancelledAnywhere();
};

void TestConnecting::timings_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("secure");
    QTest::newRow("name") << u"localhost"_qs << false;
    QTest::newRow("number, TLS") << u"127.0.0.1"_qs << true;
}

void TestConnecting::timings()
{
    QFETCH(QString, host);
    QFETCH(bool, secure);
    ScriptedPeer peer;
    NetFixture net;
    net.settings.family = net::AddressFamily::IPv4;
    if (secure) {
        const QString folder = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/");
        peer.useTls(folder + u"server.pem"_qs, folder + u"server.key"_qs);
        net.settings.tls.caFiles = QStringList{folder + u"ca.pem"_qs};
    }
    const ConnectionId id = net.open(peer.url().replace(u"127.0.0.1"_qs, host));
    QTRY_COMPARE(net.state(id), State::Open);
    const net::Status::Timings timings = net.session->status(id).timings;
    QCOMPARE(timings.lookupNs >= 0, !secure);
    QVERIFY(timings.tcpNs >= 0);
    QCOMPARE(timings.proxyNs, std::int64_t(-1));
    QCOMPARE(timings.tlsNs >= 0, secure);
    QVERIFY(timings.upgradeNs >= 0);
    QCOMPARE(net.has(u"in event resolved"_qs), !secure);
}

namespace
{
/// Lets everything after one CONNECT through to a server on this machine.
class OneTunnel : public QTcpServer
{
public:
    OneTunnel(quint16 target, const QByteArray &answer)
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port on 127.0.0.1");
        connect(this, &QTcpServer::newConnection, this, [this, target, answer] {
            QTcpSocket *client = nextPendingConnection();
            auto *server = new QTcpSocket(client);
            server->connectToHost(QHostAddress::LocalHost, target);
            connect(server, &QTcpSocket::readyRead, client, [=] { client->write(server->readAll()); });
            connect(client, &QTcpSocket::readyRead, server, [=, this] {
                if (!request.endsWith("\r\n\r\n")) {
                    request += client->readAll();
                    if (request.endsWith("\r\n\r\n"))
                        client->write(answer);
                } else {
                    server->write(client->readAll());
                }
            });
        });
    }
    QByteArray request;
};
} // namespace

void TestConnecting::throughProxy()
{
    ScriptedPeer peer;
    OneTunnel proxy(peer.serverPort(), "HTTP/1.1 200 OK\r\n\r\n");
    NetFixture net;
    net.settings.proxy = {net::ProxyKind::Http, u"127.0.0.1"_qs, proxy.serverPort(), {}, {}};
    const ConnectionId id = net.open(u"ws://name.example/x"_qs);
    QTRY_COMPARE(net.state(id), State::Open);
    QVERIFY(proxy.request.startsWith("CONNECT name.example:80 HTTP/1.1\r\n"));
    QVERIFY(peer.request().contains("\r\nHost: name.example\r\n"));
    QCOMPARE(net.rows().mid(0, 4),
             (QStringList{u"in event connected"_qs, u"in event proxied"_qs, u"out request"_qs, u"in response"_qs}));
    const QString proxyText = u"http 127.0.0.1:%1"_qs.arg(proxy.serverPort());
    QCOMPARE(net.capture->facts(id).proxy, proxyText);
    QCOMPARE(net.event(EventKind::Connected).value(u"proxy"_qs).toString(), proxyText);
    QVERIFY(net.session->status(id).timings.proxyNs >= 0);
    peer.send(frame(Opcode::Text, "through"));
    QTRY_VERIFY(net.has(u"in text 7 fin"_qs));
}

/// T10: a page behind a 200 comes a little later: the proxy is named beside the server.
void TestConnecting::proxyMayBeTheSpeaker()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Answer, "<html>Sign in</html>\r\n");
    OneTunnel proxy(peer.serverPort(), "HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n");
    NetFixture net;
    net.settings.proxy = {net::ProxyKind::Http, u"127.0.0.1"_qs, proxy.serverPort(), {}, {}};
    const ConnectionId id = net.open(u"ws://name.example/x"_qs);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(u"through the proxy http 127.0.0.1:%1"_qs.arg(proxy.serverPort())),
             qPrintable(net.reason(id)));
    QVERIFY2(net.reason(id).contains(u"may be the proxy's"), qPrintable(net.reason(id)));
    QVERIFY2(net.has(u"in event proxied proxy.reply"_qs), qPrintable(net.rows().join(u'\n')));
}

void TestConnecting::overUnixSocket()
{
#ifdef Q_OS_WIN
    QSKIP("no Unix domain sockets here");
#endif
    NetFixture net;
    QLocalServer server;
    QVERIFY(server.listen(net.folder.filePath(u"ws.sock"_qs)));
    const ConnectionId id = net.open(u"ws+unix:%1:/chat?x"_qs.arg(server.fullServerName()));
    QTRY_VERIFY(server.hasPendingConnections());
    QLocalSocket *peer = server.nextPendingConnection();
    QByteArray request;
    QTRY_VERIFY((request += peer->readAll()).endsWith("\r\n\r\n"));
    QVERIFY(request.startsWith("GET /chat?x HTTP/1.1\r\nHost: localhost\r\n"));
    peer->write("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n" + frame(Opcode::Text, "hi"));
    QTRY_VERIFY(net.has(u"in text 2 fin"_qs));
    QCOMPARE(net.event(EventKind::Connected).value(u"peer"_qs).toString(), u"unix:"_qs + server.fullServerName());
    net.session->abort(id);
    QTRY_COMPARE(net.state(id), State::Closed);
    QTRY_COMPARE(peer->state(), QLocalSocket::UnconnectedState);
}

void TestConnecting::cancelledAnywhere_data()
{
    QTest::addColumn<QString>("where");
    for (const char *where : {"at once", "tcp", "proxy", "tls", "request", "half a head", "body", "open", "in a frame",
                              "closing from here", "closing from there", "after an error"})
        QTest::newRow(where) << QString::fromLatin1(where);
}

/// T13: one last row, and TCP is gone.
void TestConnecting::cancelledAnywhere()
{
    QFETCH(QString, where);
    const test::BlackHole silent;
    if (silent.port() == 0)
        QSKIP("no silent port here");
    const bool opens = QStringList{u"open"_qs, u"in a frame"_qs, u"closing from here"_qs, u"closing from there"_qs,
                                   u"after an error"_qs}
                           .contains(where);
    ScriptedPeer peer(opens ? ScriptedPeer::Upgrade::Accept : ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    net.settings.answerClose = false;
    if (where == u"after an error")
        net.settings.policy = Policy::Strict;
    QString url = peer.url();
    if (where == u"tcp")
        url = u"ws://127.0.0.1:%1"_qs.arg(silent.port());
    else if (where == u"tls")
        url.replace(u"ws:"_qs, u"wss:"_qs);
    else if (where == u"proxy")
        net.settings.proxy = {net::ProxyKind::Http, u"127.0.0.1"_qs, peer.serverPort(), {}, {}};
    const ConnectionId id = net.open(url);
    if (opens)
        QTRY_COMPARE(net.state(id), State::Open);
    else if (where == u"tls")
        QTRY_COMPARE(net.state(id), State::Securing);
    else if (where != u"tcp" && where != u"at once")
        QTRY_VERIFY(!peer.request().isEmpty());
    if (where == u"half a head")
        peer.send("HTTP/1.1 101 Sw");
    else if (where == u"body")
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    else if (where == u"in a frame")
        peer.send(QByteArray::fromHex("827e1000") + "part");
    else if (where == u"closing from there")
        peer.send(frame(Opcode::Close, ws::closePayload(1000, {})));
    else if (where == u"after an error")
        peer.send(QByteArray::fromHex("8300"));
    else if (where == u"closing from here")
        net.session->close(id);
    if (where.startsWith(u"closing"))
        QTRY_COMPARE(net.state(id), State::Closing);
    else if (where == u"after an error")
        QTRY_COMPARE(net.state(id), State::Failed);
    else if (where == u"half a head" || where == u"body" || where == u"in a frame")
        QTRY_VERIFY(net.capture->totals(id).octetsIn > (opens ? 130U : 10U));
    QElapsedTimer time;
    time.start();
    net.session->abort(id);
    QTRY_VERIFY(net.session->status(id).ended != Timestamp());
    QVERIFY(net.session->status(id).state >= State::Closed);
    if (peer.hasClient())
        QTRY_VERIFY(peer.clientEnded());
    QVERIFY(time.elapsed() < 1000);
    const QStringList rows = net.rows();
    QCOMPARE(rows.filter(u"event closed"_qs).size(), 1);
    QVERIFY2(rows.constLast().contains(u"event closed"), qPrintable(rows.join(u'\n')));
    // Nothing follows it.
    QCoreApplication::processEvents();
    QCOMPARE(net.rows(), rows);
}

QTEST_GUILESS_MAIN(TestConnecting)
#include "tst_connecting.moc"
