#include "core/http/handshake.h"

#include "core/http/head.h"
#include "core/ws/closecode.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/serverfixture.h"

#include <QSet>
#include <QTest>
#include <QtAlgorithms>

#include <cstdlib>

using namespace framescope;
using net::State;
using test::frame;
using test::NetFixture;
using test::PeerScript;
using test::RawClient;
using test::readFrames;
using test::ScriptedPeer;
using test::ServerFixture;
using ws::Opcode;

namespace
{
http::Head headOf(http::HeadKind kind, const QByteArray &octets)
{
    http::HeadParser parser(kind);
    ByteView view = byteView(octets);
    parser.feed(view);
    return parser.head();
}

QByteArray request(const QByteArray &fields)
{
    return "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
           fields + "\r\n";
}
} // namespace

/// What RFC 6455 asks of our own ends, seen from the other side of a socket. tests/data/rfc-musts.csv names for each
/// sentence of the RFCs the test that covers it; these are the ones that no other test has.
class TestMusts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ourRequest();
    void freshKeys();
    void everyFrameIsMaskedAnew();
    void nothingAfterOurClose();
    void reservedCodesAreNotSent_data();
    void reservedCodesAreNotSent();
    void noSubprotocolNoField();
    void noForeignExtension();
};

/// §4.1, requirements 1 to 10: what the server reads is right in each respect that our own listener judges.
void TestMusts::ourRequest()
{
    ScriptedPeer peer;
    NetFixture net;
    net.settings.subprotocols = {"a", "b"};
    net.settings.origin = "http://localhost";
    const ConnectionId id = net.open(peer.url(QStringLiteral("/path?q=1")));
    QTRY_COMPARE(net.state(id), State::Open);
    const http::Head head = headOf(http::HeadKind::Request, peer.request());
    const http::RequestVerdict verdict = http::judgeRequest(head);
    QVERIFY(verdict.valid && verdict.findings.empty());
    QCOMPARE(head.startLine, QByteArray("GET /path?q=1 HTTP/1.1"));
    QCOMPARE(head.value("Host"), "127.0.0.1:" + QByteArray::number(peer.serverPort()));
    QVERIFY(head.hasToken("Upgrade", "websocket") && head.hasToken("Connection", "Upgrade"));
    QCOMPARE(QByteArray::fromBase64(head.value("Sec-WebSocket-Key")).size(), 16);
    QCOMPARE(head.value("Sec-WebSocket-Version"), QByteArray("13"));
    QCOMPARE(head.value("Sec-WebSocket-Protocol"), QByteArray("a, b"));
    for (const char *name : {"Host", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Origin"})
        QCOMPARE(head.all(name).size(), std::size_t(1));
}

/// §4.1, requirement 7: "The nonce MUST be selected randomly for each connection."
void TestMusts::freshKeys()
{
    QSet<QByteArray> keys;
    for (int i = 0; i < 8; ++i) {
        ScriptedPeer peer;
        NetFixture net;
        net.open(peer.url());
        QTRY_VERIFY(!peer.request().isEmpty());
        keys.insert(headOf(http::HeadKind::Request, peer.request()).value("Sec-WebSocket-Key"));
    }
    QCOMPARE(keys.size(), 8);
}

/// §5.1 and §5.3: every frame a client sends by itself is masked, and no key can be told from those before.
void TestMusts::everyFrameIsMaskedAnew()
{
    constexpr int count = 2000;
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().accept((frame(Opcode::Ping, "p") + frame(Opcode::Text, "t")).repeated(count / 2)));
    NetFixture net;
    net.settings.echo = true;
    net.open(peer.url());
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(count));
    QSet<QByteArray> keys;
    int bits = 0;
    for (const test::ReadFrame &read : readFrames(peer.received())) {
        QVERIFY(read.header.masked());
        const QByteArray key(reinterpret_cast<const char *>(read.header.key.data()), 4);
        keys.insert(key);
        for (const char octet : key)
            bits += qPopulationCount(quint8(octet));
    }
    // Two equal keys among 2,000 of 32 random bits come once in two thousand runs; ten never.
    QVERIFY2(keys.size() > count - 10, qPrintable(QString::number(keys.size())));
    // Half of all bits are set; twenty standard deviations are allowed.
    QVERIFY2(std::abs(bits - count * 16) < 20 * 127, qPrintable(QString::number(bits)));
}

/// §5.5.1: "The application MUST NOT send any more data frames after sending a Close frame." Nor does it answer any.
void TestMusts::nothingAfterOurClose()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript()
                  .accept()
                  .awaitFrame(Opcode::Close)
                  .send(frame(Opcode::Text, "echo me"))
                  .send(frame(Opcode::Ping, "answer me"))
                  .send(frame(Opcode::Close, ws::closePayload(1000, {})))
                  .end());
    NetFixture net;
    net.settings.echo = true;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->close(id, 1000);
    net.session->close(id, 1000);
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(readFrames(peer.received()).size(), std::size_t(1));
    // What came until then is recorded.
    QVERIFY(net.has(u"in text 7 fin"_qs) && net.has(u"in ping 9 fin"_qs));
}

void TestMusts::reservedCodesAreNotSent_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
        QTest::addRow("%d", code) << code;
}

/// §7.4.1: a code that must not be in a close frame is not given back, in either policy.
void TestMusts::reservedCodesAreNotSent()
{
    QFETCH(int, code);
    for (const net::Policy policy : {net::Policy::Observe, net::Policy::Strict}) {
        ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
        QByteArray payload(2, '\0');
        payload[0] = char(code >> 8);
        payload[1] = char(code & 0xFF);
        peer.play(PeerScript().accept(frame(Opcode::Close, payload)));
        NetFixture net;
        net.settings.policy = policy;
        net.open(peer.url());
        QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(1));
        // 1005 may also be answered by what it stands for: a close frame without a code.
        const QByteArray answer = readFrames(peer.received())[0].payload;
        QVERIFY(answer == ws::closePayload(1002, {}) || (code == 1005 && answer.isEmpty()));
    }
}

/// §4.2.2: without a subprotocol in common the answer has no such field.
void TestMusts::noSubprotocolNoField()
{
    net::ListenerSettings settings;
    settings.subprotocols = {"ours"};
    ServerFixture server(settings);
    for (const QByteArray &fields : {QByteArray(), QByteArray("Sec-WebSocket-Protocol: theirs, OURS\r\n")}) {
        RawClient client(server.listener->port());
        client.send(request(fields));
        QTRY_COMPARE(client.status(), QByteArray("101"));
        QTRY_VERIFY(client.received.contains("\r\n\r\n"));
        QVERIFY2(!client.received.toLower().contains("sec-websocket-protocol"), client.received.constData());
    }
}

/// §9.1: "A server MUST NOT respond with any extension not requested by the client."
void TestMusts::noForeignExtension()
{
    net::ListenerSettings settings;
    settings.echo = true;
    ServerFixture server(settings);
    for (const QByteArray &fields : {QByteArray(), QByteArray("Sec-WebSocket-Extensions: x-other; y=1\r\n")}) {
        RawClient client(server.listener->port());
        client.send(request(fields));
        QTRY_COMPARE(client.status(), QByteArray("101"));
        QTRY_VERIFY(client.received.contains("\r\n\r\n"));
        QVERIFY2(!client.received.toLower().contains("sec-websocket-extensions"), client.received.constData());
    }
}

QTEST_GUILESS_MAIN(TestMusts)
#include "tst_musts.moc"
