#include "core/net/clientconnection.h"

#include "core/http/acceptkey.h"
#include "core/net/cookies.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QJsonObject>
#include <QTest>
#include <QTimer>

using namespace framescope;
using capture::EventKind;
using net::Policy;
using net::State;
using test::closeFrame;
using test::frame;
using test::NetFixture;
using test::readFrames;
using test::ScriptedPeer;
using ws::Opcode;

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
    void userInfoIsNotRecorded_data();
    void userInfoIsNotRecorded();
    void longAgreements();
    void refusalTold_data();
    void refusalTold();
    void interimAnswers();
    void cookiesKept_data();
    void cookiesKept();
    void secretsStayInTheRequest();
    void writtenByHand_data();
    void writtenByHand();
    void earlyFrames_data();
    void earlyFrames();
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
                             << u"stay"_qs << u"ws://x.example/"_qs << u"in response hs.status"_qs;
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
        << QByteArray("HTTP/1.1 10") << u"fin"_qs << u"after 11 bytes, in the middle of the status line"_qs
        << u"in response hs.truncated"_qs;
    QTest::newRow("H30 end in the header")
        << QByteArray("HTTP/1.1 101 X\r\nUpgrade: web") << u"fin"_qs
        << u"after 28 bytes, in the middle of the header"_qs << u"in response hs.truncated"_qs;
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
    QTest::addColumn<QString>("finding");
    QTest::addColumn<QString>("reason");
    QTest::newRow("T04 no answer") << u"silent"_qs << u"timeout.handshake"_qs
                                   << u"did not answer the upgrade request within 200 ms"_qs;
    QTest::newRow("T04 half an answer") << u"half"_qs << u"timeout.handshake"_qs << u"12 bytes of it came"_qs;
    QTest::newRow("T05 byte by byte") << u"drip"_qs << u"timeout.handshake"_qs << u"did not finish its answer"_qs;
    QTest::newRow("T04 TLS") << u"tls"_qs << u"timeout.tls"_qs << u"TLS handshake"_qs;
    QTest::newRow("T05 TLS byte by byte") << u"tlsdrip"_qs << u"timeout.tls"_qs << u"TLS handshake"_qs;
    QTest::newRow("no close frame") << u"close"_qs << u"timeout.close"_qs
                                    << u"did not answer the close frame within 200 ms"_qs;
    QTest::newRow("no end of TCP") << u"end"_qs << u"timeout.close"_qs << u"did not end TCP within 200 ms"_qs;
}

void TestClientConnection::timeouts()
{
    QFETCH(QString, what);
    QFETCH(QString, finding);
    QFETCH(QString, reason);
    const bool opens = what == u"close" || what == u"end";
    ScriptedPeer peer(opens ? ScriptedPeer::Upgrade::Accept : ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    net.settings.handshakeTimeout = std::chrono::milliseconds(200);
    net.settings.tlsTimeout = std::chrono::milliseconds(200);
    net.settings.closeTimeout = std::chrono::milliseconds(200);
    const ConnectionId id = net.open(what.startsWith(u"tls") ? peer.url().replace(u"ws:"_qs, u"wss:"_qs) : peer.url());
    if (what == u"half") {
        QTRY_VERIFY(!peer.request().isEmpty());
        peer.send("HTTP/1.1 101");
    }
    // One octet after the other, each well within the limit: of a head that has no end, or of a TLS record.
    QTimer drip;
    const QByteArray dripped = what == u"tlsdrip" ? QByteArray::fromHex("1603033fff020000") + QByteArray(1000, 'x')
                                                  : "HTTP/1.1 101 X\r\nX-Slow: " + QByteArray(1000, 'x');
    qsizetype sent = 0;
    connect(&drip, &QTimer::timeout, &peer, [&] {
        if (peer.hasClient() && sent < dripped.size())
            peer.send(dripped.mid(sent++, 1));
    });
    if (what.endsWith(u"drip"))
        drip.start(20);
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
    QVERIFY2(net.has(u"in event failed %1"_qs.arg(finding)), qPrintable(net.rows().join(u'\n')));
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
    QCOMPARE(net.rows(), (QStringList{u"in event attempt tcp.refused"_qs, u"in event failed"_qs}));
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

void TestClientConnection::userInfoIsNotRecorded_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("recorded");
    const auto row = [](const char *url, const char *recorded) {
        QTest::newRow(url) << QString::fromUtf8(url) << QString::fromUtf8(recorded);
    };
    row("ws://me:s3cret@host/x", "ws://host/x");
    row("ws://me:s3cret@host/x?mail=a@b", "ws://host/x?mail=a@b");
    row("ws://me:s3cret@x@host:1/x", "ws://host:1/x");
    row("ws:me:s3cret@host/x", "ws:host/x");
    row("me:s3cret@host/x", "host/x");
    row("ws://host/x#a@b", "ws://host/x#a@b");
}

void TestClientConnection::userInfoIsNotRecorded()
{
    QFETCH(QString, url);
    QFETCH(QString, recorded);
    NetFixture net;
    const ConnectionId id = net.open(url);
    QTRY_COMPARE(net.state(id), State::Failed);
    QCOMPARE(net.capture->facts(id).url, recorded);
    QFile file(net.capture->path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("s3cret"));
}

/// What goes to people's eyes is short; all of it is in the capture.
void TestClientConnection::longAgreements()
{
    ScriptedPeer peer;
    peer.extraResponseFields = "Sec-WebSocket-Protocol: " + QByteArray(200'000, 'p') +
                               "\r\nSec-WebSocket-Extensions: " + QByteArray(200'000, 'x') + "\r\n";
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    QVERIFY(net.session->status(id).subprotocol.startsWith(u"ppp"_qs));
    QVERIFY(net.session->status(id).subprotocol.size() < 300);
    QVERIFY(net.session->status(id).extensions.size() < 2000);
}

void TestClientConnection::refusalTold_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("redirect");
    QTest::addColumn<QList<QByteArray>>("challenges");
    using List = QList<QByteArray>;
    QTest::newRow("H02") << QByteArray("302 Found\r\nLocation: https://x.example/y#z\r\n") << u"wss://x.example/y"_qs
                         << List();
    QTest::newRow("H03") << QByteArray("401 No\r\nWWW-Authenticate: Basic realm=a\r\n") << QString()
                         << List{"Basic realm=a"};
    QTest::newRow("H04") << QByteArray("426 No\r\nSec-WebSocket-Version: 8\r\n") << QString() << List();
}

void TestClientConnection::refusalTold()
{
    QFETCH(QByteArray, head);
    QFETCH(QString, redirect);
    QFETCH(QList<QByteArray>, challenges);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Answer, "HTTP/1.1 " + head + "Content-Length: 0\r\n\r\n");
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Failed);
    QCOMPARE(net.session->status(id).redirectUrl, redirect);
    QCOMPARE(net.session->status(id).challenges, challenges);
    QCOMPARE(net.capture->connectionCount(), 1u); // not followed
    QTRY_VERIFY(peer.clientEnded());
}

void TestClientConnection::interimAnswers()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    peer.dribble("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + peer.acceptance() +
                 frame(Opcode::Text, "glued"));
    QTRY_VERIFY(net.has(u"in text 5 fin"_qs));
    QCOMPARE(net.state(id), State::Open);
    QCOMPARE(net.rows().mid(1), (QStringList{u"out request"_qs, u"in response hs.interim"_qs,
                                             u"in response hs.interim"_qs, u"in response"_qs, u"in text 5 fin"_qs}));
}

void TestClientConnection::cookiesKept_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("101") << QByteArray();
    QTest::newRow("302") << QByteArray(
        "HTTP/1.1 302 Found\r\nLocation: /x\r\nSet-Cookie: id=7\r\nSet-Cookie: b=2\r\n\r\n");
    QTest::newRow("401") << QByteArray("HTTP/1.1 401 No\r\nset-cookie: id=7\r\nSet-Cookie: b=2\r\n\r\n");
}

void TestClientConnection::cookiesKept()
{
    QFETCH(QByteArray, answer);
    NetFixture net;
    const auto store = std::make_shared<net::CookieStore>(net.folder.filePath(u"cookies"_qs));
    net.session->setCookieStore(store);
    net.settings.cookieProfile = u"p"_qs;
    for (const char *sent : {"", "Cookie: id=7; b=2\r\n"}) {
        const bool accepts = answer.isEmpty();
        ScriptedPeer peer(accepts ? ScriptedPeer::Upgrade::Accept : ScriptedPeer::Upgrade::Answer, answer);
        peer.extraResponseFields = "Set-Cookie: id=7\r\nSet-Cookie: b=2\r\nSet-Cookie: foreign=1; Domain=x.com\r\n";
        peer.endAfterAnswer = !accepts;
        const ConnectionId id = net.open(peer.url());
        QTRY_COMPARE(net.state(id), accepts ? State::Open : State::Failed);
        QVERIFY2(peer.request().contains(sent) && peer.request().contains("Cookie") == (*sent != 0),
                 peer.request().constData());
        net.session->abort(id);
    }
    QCOMPARE(store->all(u"p"_qs).cookies.size(), qsizetype(2));
    const QString note = net.event(EventKind::Note).value(u"text"_qs).toString();
    QCOMPARE(note.contains(u"x.com"), answer.isEmpty()); // what was not kept is told
    QVERIFY(!note.contains(u"foreign"));
}

void TestClientConnection::secretsStayInTheRequest()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Answer, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
    NetFixture net;
    net.settings.auth = {net::AuthKind::Basic, u"user-name"_qs, u"pass-word"_qs};
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY(peer.request().contains("Authorization: Basic " + QByteArray("user-name:pass-word").toBase64()));
    const auto request = net.find(u"out request"_qs);
    QVERIFY(request);
    QVERIFY(net.payload(*request).contains("Authorization"));
    QVERIFY(!net.reason(id).contains(u"word"));
    QVERIFY(!net.capture->facts(id).url.contains(u"word"));
    QFile file(net.capture->path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray octets = file.readAll();
    QVERIFY(!octets.contains("pass-word") && !octets.contains("user-name"));
    QCOMPARE(octets.count(QByteArray("user-name:pass-word").toBase64()), qsizetype(1));
}

void TestClientConnection::writtenByHand_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QString>("row");
    const QByteArray rest = "Upgrade: websocket\r\nConnection: Upgrade\r\nHost: a\r\n\r\n";
    QTest::newRow("version 7, own key") << "GET / HTTP/1.1\r\nSec-WebSocket-Version: 7\r\nSEC-WEBSOCKET-KEY: mine\r\n" +
                                               rest
                                        << u"out request hs.wsversion hs.key.value"_qs;
    QTest::newRow("no key") << "GET / HTTP/1.1\r\nSec-WebSocket-Version: 13\r\n" + rest
                            << u"out request hs.key.missing"_qs;
    QTest::newRow("LF") << QByteArray("GET / HTTP/1.1\nHost: a\nsec-websocket-key: x\nX-\xff: \x01\n\n")
                        << u"out request hs."_qs;
    QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01\x00\r\n\r\n", 8) << u"out raw 8 hs.requestline"_qs;
    QTest::newRow("frame behind") << "POST / HTTP/1.1\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Key: b\r\n" + rest +
                                         frame(Opcode::Text, "hi", true, ws::MaskKey{1, 2, 3, 4})
                                  << u"out request hs.method"_qs;
}

/// The octets go out as they are, whatever they are, and an answer of 101 opens the connection.
void TestClientConnection::writtenByHand()
{
    QFETCH(QByteArray, request);
    QFETCH(QString, row);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    net.settings.rawRequest = request;
    net.settings.auth = {net::AuthKind::Bearer, {}, u"unused"_qs};
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(peer.request() + peer.received(), request);
    QVERIFY2(net.has(row), qPrintable(net.rows().join(u'\n')));
    peer.send("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
              http::acceptFor("mine") + "\r\n\r\n" + frame(Opcode::Text, "yes"));
    QTRY_COMPARE(net.state(id), State::Open);
    QTRY_VERIFY(net.has(u"in text 3 fin"_qs));
    net.session->send(id, frame(Opcode::Text, "sent", true, ws::MaskKey{1, 2, 3, 4}));
    QTRY_VERIFY(net.has(u"out text 4 fin"_qs));
}

void TestClientConnection::earlyFrames_data()
{
    QTest::addColumn<QByteArray>("octets"); ///< behind the request
    QTest::addColumn<int>("early");         ///< of them sent with it
    const ws::MaskKey key{1, 2, 3, 4};
    const QByteArray ping = frame(Opcode::Ping, "are you there?", true, key);
    const QByteArray close = frame(Opcode::Close, ws::closePayload(1000, {}), true, key);
    QTest::newRow("a close frame") << close << int(close.size());
    QTest::newRow("half a close frame") << close << 3;
    QTest::newRow("half a ping before it") << ping + close << 9;
}

/// Frames behind a request written by hand are followed like those sent later: one close frame is enough.
void TestClientConnection::earlyFrames()
{
    QFETCH(QByteArray, octets);
    QFETCH(int, early);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    net.settings.rawRequest = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: mine\r\n\r\n" +
                              octets.first(early);
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(peer.received(), octets.first(early));
    peer.send("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
              http::acceptFor("mine") + "\r\n\r\n");
    QTRY_COMPARE(net.state(id) == State::Open || net.state(id) == State::Closing, true);
    if (early < octets.size())
        net.session->send(id, octets.sliced(early));
    QTRY_COMPARE(net.state(id), State::Closing);
    peer.send(frame(Opcode::Close, ws::closePayload(1000, {})));
    QTRY_VERIFY(net.has(u"in close"_qs));
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QVERIFY(net.event(capture::EventKind::Closed).value(u"clean"_qs).toBool());
    QCOMPARE(net.event(capture::EventKind::Closed).value(u"initiator"_qs).toString(), u"us"_qs);
    QCOMPARE(peer.received(), octets);
}

QTEST_GUILESS_MAIN(TestClientConnection)
#include "tst_clientconnection.moc"
