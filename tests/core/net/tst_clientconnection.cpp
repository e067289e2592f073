#include "core/net/clientconnection.h"

#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QJsonObject>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::Policy;
using net::State;
using test::frame;
using test::NetFixture;
using test::readFrames;
using test::ScriptedPeer;
using ws::Opcode;

namespace
{
QByteArray closeFrame(std::uint16_t code, const QByteArray &reason = {})
{
    return frame(Opcode::Close, ws::closePayload(code, reason));
}
} // namespace

/// How a client's connection comes to be open, or fails to.
class TestClientConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensAndRecordsInOrder();
    void responseSplitAnywhere();
    void handshakeFailures_data();
    void handshakeFailures();
    void wrongAcceptStrict();
    void timeouts_data();
    void timeouts();
    void refusedPort();
    void unknownHost();
    void badUrl();
};

void TestClientConnection::opensAndRecordsInOrder()
{
    ScriptedPeer peer;
    peer.extraResponseFields = "Sec-WebSocket-Protocol: chat\r\n";
    NetFixture net;
    net.settings.subprotocols = {"chat", "other"};
    net.settings.headers = {{"X-Test", "yes"}};
    const ConnectionId id = net.open(peer.url(u"/path?q=1"_qs));
    QCOMPARE(net.state(id), State::Connecting);
    QVERIFY(net.session->isLive(id));
    QTRY_COMPARE(net.state(id), State::Open);
    QCOMPARE(net.session->liveConnections(), std::vector<ConnectionId>{id});
    QCOMPARE(net.session->status(id).subprotocol, u"chat"_qs);
    QVERIFY(peer.request().startsWith("GET /path?q=1 HTTP/1.1\r\n"));
    QVERIFY(peer.request().contains("X-Test: yes\r\n"));

    net.session->send(id, frame(Opcode::Text, "hi", true, ws::MaskKey{1, 2, 3, 4}));
    QTRY_COMPARE(peer.received().size(), 8);
    peer.send(frame(Opcode::Text, "you"));
    QTRY_VERIFY(net.has(u"in text 3 fin"_qs));
    peer.send(closeFrame(1000));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(2));
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    const QStringList expected{u"in event connected"_qs, u"out request"_qs,       u"in response"_qs,
                               u"out text 2 fin"_qs,     u"in text 3 fin"_qs,     u"in close 2 fin"_qs,
                               u"out close 2 fin"_qs,    u"in event finished"_qs, u"out event finished"_qs,
                               u"in event closed"_qs};
    QCOMPARE(net.rows(), expected);
    const QJsonObject connected = net.event(EventKind::Connected);
    QCOMPARE(connected.value(u"peer"_qs).toString(), u"127.0.0.1:%1"_qs.arg(peer.serverPort()));
    QCOMPARE(net.capture->facts(id).peerPort, peer.serverPort());
    QVERIFY(net.session->liveConnections().empty());
}

void TestClientConnection::responseSplitAnywhere()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    peer.dribble(peer.acceptance() + frame(Opcode::Text, "whole"));
    QTRY_VERIFY(net.has(u"in text 5 fin"_qs));
    QCOMPARE(net.state(id), State::Open);
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
}

void TestClientConnection::handshakeFailures_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("end"); ///< stay, fin, rst
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("rowStart");
    QTest::newRow("H01 200") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") << u"stay"_qs
                             << u"The server answered 200 OK instead of 101. Its body is in Handshake."_qs
                             << u"in raw 5"_qs;
    QTest::newRow("H01 200 until the end")
        << QByteArray("HTTP/1.1 200 OK\r\n\r\nhello") << u"fin"_qs
        << u"The server answered 200 OK instead of 101. Its body is in Handshake."_qs << u"in raw 5"_qs;
    QTest::newRow("H01 chunked") << QByteArray(
                                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                                 << u"stay"_qs << u"instead of 101"_qs << u"in raw 15"_qs;
    QTest::newRow("H02 301") << QByteArray(
                                    "HTTP/1.1 301 Moved\r\nLocation: http://x.example/\r\nContent-Length: 0\r\n\r\n")
                             << u"stay"_qs << u"http://x.example/"_qs << u"in response hs.status"_qs;
    QTest::newRow("403") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!") << u"stay"_qs
                         << u"403 Forbidden"_qs << u"in raw 3"_qs;
    QTest::newRow("500") << QByteArray("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n") << u"stay"_qs
                         << u"The server answered 500 Oops instead of 101."_qs << u"in response hs.status"_qs;
    QTest::newRow("H07 garbage") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << u"stay"_qs << u"\"SSH-2.0-OpenSSH"_qs
                                 << u"in raw 21"_qs;
    QTest::newRow("TLS alert") << QByteArray::fromHex("150303000202460a") << u"fin"_qs << u"wss://"_qs << QString();
    QTest::newRow("H30 end at once") << QByteArray() << u"fin"_qs << u"before it answered"_qs
                                     << u"in event finished"_qs;
    QTest::newRow("H30 end in the status line")
        << QByteArray("HTTP/1.1 10") << u"fin"_qs << u"after 11 octets, in the middle of the status line"_qs
        << u"in response hs.truncated"_qs;
    QTest::newRow("H30 end in the header")
        << QByteArray("HTTP/1.1 101 X\r\nUpgrade: web") << u"fin"_qs
        << u"after 28 octets, in the middle of the header"_qs << u"in response hs.truncated"_qs;
    QTest::newRow("H30 reset") << QByteArray() << u"rst"_qs << u"reset the connection before it answered"_qs
                               << u"in event reset tcp.rst"_qs;
}

void TestClientConnection::handshakeFailures()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, end);
    QFETCH(QString, reason);
    QFETCH(QString, rowStart);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    if (!answer.isEmpty())
        peer.send(answer);
    if (end == u"fin")
        peer.end();
    else if (end == u"rst")
        peer.reset();
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(reason), qPrintable(net.reason(id)));
    QCOMPARE(net.event(EventKind::Failed).value(u"reason"_qs).toString(), net.reason(id));
    QCOMPARE(net.event(EventKind::Failed).value(u"stage"_qs).toString(), u"handshake"_qs);
    if (!rowStart.isEmpty())
        QVERIFY2(net.has(rowStart), qPrintable(net.rows().join(u'\n')));
    QTRY_VERIFY(net.session->liveConnections().empty());
    QTRY_VERIFY(peer.clientEnded());
}

void TestClientConnection::wrongAcceptStrict()
{
    for (const Policy policy : {Policy::Observe, Policy::Strict}) {
        ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
        NetFixture net;
        net.settings.policy = policy;
        const ConnectionId id = net.open(peer.url());
        QTRY_VERIFY(!peer.request().isEmpty());
        peer.send("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                  "AAAA\r\n\r\n" +
                  frame(Opcode::Text, "anyway"));
        QTRY_VERIFY(net.has(u"in text 6 fin"_qs));
        QVERIFY(net.rows().filter(u"in response"_qs).value(0).contains(u"hs.accept.wrong"));
        if (policy == Policy::Observe) {
            QCOMPARE(net.state(id), State::Open);
            continue;
        }
        QTRY_COMPARE(net.state(id), State::Failed);
        QVERIFY(net.reason(id).contains(u"opening handshake"));
        QTRY_VERIFY(peer.clientEnded());
        QVERIFY(peer.received().isEmpty()); // no close frame to one who does not speak WebSocket
    }
}

void TestClientConnection::timeouts_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("reason");
    QTest::newRow("T04 no answer") << u"silent"_qs << u"did not answer the upgrade request within 200 ms"_qs;
    QTest::newRow("T04 half an answer") << u"half"_qs << u"12 octets of it came"_qs;
    QTest::newRow("T04 TLS") << u"tls"_qs << u"TLS handshake"_qs;
    QTest::newRow("no close frame") << u"close"_qs << u"did not answer the close frame within 200 ms"_qs;
    QTest::newRow("no end of TCP") << u"end"_qs << u"did not end TCP within 200 ms"_qs;
}

void TestClientConnection::timeouts()
{
    QFETCH(QString, what);
    QFETCH(QString, reason);
    const bool opens = what == u"close" || what == u"end";
    ScriptedPeer peer(opens ? ScriptedPeer::Upgrade::Accept : ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    net.settings.handshakeTimeout = std::chrono::milliseconds(200);
    net.settings.closeTimeout = std::chrono::milliseconds(200);
    const ConnectionId id = net.open(what == u"tls" ? peer.url().replace(u"ws:"_qs, u"wss:"_qs) : peer.url());
    if (what == u"half") {
        QTRY_VERIFY(!peer.request().isEmpty());
        peer.send("HTTP/1.1 101");
    }
    if (opens) {
        QTRY_COMPARE(net.state(id), State::Open);
        net.session->close(id);
    }
    if (what == u"end") {
        QTRY_VERIFY(!peer.received().isEmpty());
        peer.send(closeFrame(1000));
    }
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(reason), qPrintable(net.reason(id)));
    QTRY_VERIFY(peer.clientEnded());
    QVERIFY(net.has(u"in event failed"_qs));
}

void TestClientConnection::refusedPort()
{
    QString url;
    {
        ScriptedPeer gone;
        url = gone.url();
    }
    NetFixture net;
    const ConnectionId id = net.open(url);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(u"Connection refused"), qPrintable(net.reason(id)));
    QCOMPARE(net.event(EventKind::Failed).value(u"stage"_qs).toString(), u"connect"_qs);
    QCOMPARE(net.rows(), QStringList{u"in event failed"_qs});
}

void TestClientConnection::unknownHost()
{
    NetFixture net;
    net.settings.connectTimeout = std::chrono::seconds(2);
    const ConnectionId id = net.open(u"ws://nonexistent.invalid/"_qs);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(u"nonexistent.invalid"), qPrintable(net.reason(id)));
}

void TestClientConnection::badUrl()
{
    NetFixture net;
    const ConnectionId id = net.open(u"ws://host:99999/"_qs);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY(!net.reason(id).isEmpty());
    QCOMPARE(net.rows(), QStringList{u"in event failed"_qs});
    QCOMPARE(net.capture->facts(id).url, u"ws://host:99999/"_qs);
}

QTEST_GUILESS_MAIN(TestClientConnection)
#include "tst_clientconnection.moc"
