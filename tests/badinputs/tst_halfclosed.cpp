#include "core/base/platform/tcp.h"
#include "core/net/connection.h"
#include "core/ws/closecode.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/serverfixture.h"
#include "tests/support/story.h"

#include <QDir>
#include <QJsonObject>
#include <QTest>
#include <QTimer>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::frame;
using test::NetFixture;
using test::PeerScript;
using test::readFrames;
using test::ScriptedPeer;
using test::ServerFixture;
using ws::Opcode;

namespace
{
constexpr ws::MaskKey key{1, 2, 3, 4};
/// More than the system's buffers hold while the peer does not read.
constexpr qsizetype large = qsizetype(24) * 1024 * 1024;

qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::System | QDir::Files).size();
}

/// Different at each place, so that a lost or doubled piece is seen.
QByteArray pattern(qsizetype size)
{
    QByteArray octets(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        octets[i] = char((i * 31) ^ (i >> 11));
    return octets;
}
} // namespace

/// T03: the peer ends its side of TCP (FIN) and goes on reading.
class TestHalfClosed : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void sendingGoesOn_data();
    void sendingGoesOn();
    void queuedIsStillSent_data();
    void queuedIsStillSent();
    void resetLater_data();
    void resetLater();
    void nobodyTakesIt();
    void overTls();
    void echoToAClient();

private:
    static bool peerDone(const NetFixture &net, ConnectionId id) { return net.session->status(id).peerDone; }
};

void TestHalfClosed::initTestCase()
{
#ifdef Q_OS_WIN
    QSKIP("Qt does the sending there and closes on FIN");
#endif
}

void TestHalfClosed::sendingGoesOn_data()
{
    QTest::addColumn<QString>("end");
    QTest::newRow("closed from here") << u"close"_qs;
    QTest::newRow("aborted") << u"abort"_qs;
    QTest::newRow("the peer sent a close frame before") << u"answer"_qs;
}

/// Octet for octet, until it is ended from here; and then at once, without waiting for an answer that cannot come.
void TestHalfClosed::sendingGoesOn()
{
    QFETCH(QString, end);
    const qsizetype descriptors = openDescriptors();
    {
        const bool closed = end == u"answer";
        const QByteArray last = closed ? frame(Opcode::Close, ws::closePayload(1001, {})) : QByteArray();
        ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
        peer.play(PeerScript().accept(frame(Opcode::Text, "last") + last).halfClose());
        NetFixture net;
        net.settings.keepHalfOpen = true;
        net.settings.answerClose = false;
        net.settings.closeTimeout = std::chrono::hours(1);
        net.settings.keepAlive = std::chrono::minutes(30);
        const ConnectionId id = net.open(peer.url());
        QTRY_VERIFY(peerDone(net, id));
        QCOMPARE(net.state(id), closed ? State::Closing : State::Open);
        const QString finished = closed ? u"in event finished"_qs : u"in event finished tcp.eof"_qs;
        QVERIFY2(net.has(finished), qPrintable(net.rows().join(u'\n')));
        QVERIFY(net.event(EventKind::Note).value(u"text"_qs).toString().startsWith(u"Peer done sending"));
        QByteArray sent;
        for (int i = 0; i < 50; ++i) {
            const QByteArray octets = frame(Opcode::Binary, pattern(i * 997), true, key);
            sent += octets;
            net.session->send(id, octets);
        }
        QTRY_COMPARE(peer.received().size(), sent.size());
        QVERIFY(peer.received() == sent);
        QVERIFY(net.session->isLive(id) && !peer.clientEnded());
        QVERIFY(test::octetsIn(*net.capture, Direction::Out).endsWith(sent));

        if (end == u"abort")
            net.session->abort(id);
        else
            net.session->close(id, 1000, "done");
        QTRY_COMPARE(net.state(id), State::Closed);
        QTRY_VERIFY(peer.clientEnded());
        const QJsonObject event = net.event(EventKind::Closed);
        QCOMPARE(event.value(u"clean"_qs).toBool(), closed);
        QCOMPARE(event.value(u"initiator"_qs).toString(), closed ? u"peer"_qs : u"us"_qs);
        if (end == u"abort") {
            QVERIFY(net.has(u"out event reset"_qs));
        } else {
            QTRY_VERIFY(readFrames(peer.received()).back().header.opcode() == Opcode::Close);
            QVERIFY(net.has(u"out event finished"_qs));
        }
        QVERIFY(!net.has(u"event failed"_qs));
        QCOMPARE(test::differsWhenReopened(*net.capture), QString());
    }
    QTRY_COMPARE(openDescriptors(), descriptors);
}

void TestHalfClosed::queuedIsStillSent_data()
{
    QTest::addColumn<bool>("keep");
    QTest::addColumn<bool>("slow");
    QTest::newRow("and the connection stays") << true << false;
    QTest::newRow("and then our end follows") << false << false;
    QTest::newRow("little by little, longer than we linger") << false << true;
}

/// What was sent before the peer's FIN, and lies here because the peer has not read it yet, arrives whole.
void TestHalfClosed::queuedIsStillSent()
{
    QFETCH(bool, keep);
    QFETCH(bool, slow);
    ScriptedPeer peer;
    NetFixture net;
    net.settings.keepHalfOpen = keep;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.setReading(false);
    const QByteArray sent = frame(Opcode::Binary, pattern(large), true, key);
    net.session->send(id, sent);
    QTRY_COMPARE(net.capture->totals(id).framesOut, std::uint64_t(1));
    peer.endSending();
    QTRY_VERIFY(peerDone(net, id));
    QVERIFY(net.session->isLive(id));
    QVERIFY(net.has(u"in event finished tcp.eof"_qs)); // at once
    QCOMPARE(net.state(id), keep ? State::Open : State::Closing);
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { peer.takeSome(256 * 1024); });
    if (slow)
        timer.start(50);
    else
        peer.setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), sent.size(), 60'000);
    timer.stop();
    QVERIFY(peer.received() == sent);
    if (slow)
        peer.setReading(true);
    if (keep) {
        QCOMPARE(net.state(id), State::Open);
        net.session->send(id, frame(Opcode::Text, "and more", true, key));
        QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(2));
        net.session->close(id);
    }
    QTRY_COMPARE(net.state(id), State::Closed);
    QTRY_VERIFY(peer.clientEnded());
    QVERIFY(net.has(u"out event finished"_qs));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

void TestHalfClosed::resetLater_data()
{
    QTest::addColumn<bool>("keep");
    QTest::addColumn<bool>("queued");
    QTest::newRow("nothing is sent") << true << false;
    QTest::newRow("while something waits") << true << true;
    QTest::newRow("while something waits, before our end") << false << true;
}

void TestHalfClosed::resetLater()
{
    QFETCH(bool, keep);
    QFETCH(bool, queued);
    ScriptedPeer peer;
    NetFixture net;
    net.settings.keepHalfOpen = keep;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.setReading(false);
    if (queued)
        net.session->send(id, frame(Opcode::Binary, QByteArray(large, 'x'), true, key));
    peer.endSending();
    QTRY_VERIFY(peerDone(net, id));
    peer.reset();
    QTRY_COMPARE(net.state(id), State::Closed);
    QVERIFY2(net.has(u"in event reset tcp.rst"_qs), qPrintable(net.rows().join(u'\n')));
    QVERIFY2(net.reason(id).contains(u"reset the TCP connection"), qPrintable(net.reason(id)));
    QCOMPARE(net.event(EventKind::Closed).value(u"code"_qs).toInt(), int(ws::closecode::abnormal));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

/// The peer ends its side and reads nothing of what waits for it: that is told, and it ends.
void TestHalfClosed::nobodyTakesIt()
{
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.setReading(false);
    net.session->send(id, frame(Opcode::Binary, QByteArray(large, 'x'), true, key));
    peer.endSending();
    QTRY_COMPARE_WITH_TIMEOUT(net.state(id), State::Closed, 30'000);
    const QString text = net.event(EventKind::Note).value(u"text"_qs).toString();
    QVERIFY2(text.contains(u"bytes were never sent: the server does not take them"), qPrintable(text));
    QVERIFY2(net.reason(id).contains(u"ended TCP without a close frame"), qPrintable(net.reason(id)));
}

/// TLS has no half-closed state here: the end of the peer's side is the end.
void TestHalfClosed::overTls()
{
    ScriptedPeer peer;
    peer.useTls(QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.pem"),
                QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.key"));
    NetFixture net;
    net.settings.tls.insecure = true;
    net.settings.keepHalfOpen = true;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.endSending();
    QTRY_COMPARE(net.state(id), State::Closed);
    QVERIFY(!peerDone(net, id));
}

/// A client that asks, says that this was all, and reads: it gets every echo, however slowly it takes them.
void TestHalfClosed::echoToAClient()
{
    net::ListenerSettings settings;
    settings.port = 0;
    settings.echo = true;
    ServerFixture server(settings);
    test::RawClient client(server.listener->port());
    client.socket.setReadBufferSize(64 * 1024);
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QTRY_COMPARE(client.status(), QByteArray("101"));
    QByteArray octets;
    constexpr int count = 24;
    const QByteArray message = pattern(1024 * 1024);
    for (int i = 0; i < count; ++i)
        octets += frame(Opcode::Binary, message, true, key);
    client.send(octets);
    QTRY_COMPARE_WITH_TIMEOUT(client.socket.bytesToWrite(), qint64(0), 30'000);
    QVERIFY(platform::endSending(client.socket.socketDescriptor()));
    QTRY_VERIFY_WITH_TIMEOUT(client.ended(), 60'000);
    client.received += client.socket.readAll();
    const auto echoes = client.frames();
    QCOMPARE(echoes.size(), std::size_t(count));
    for (const test::ReadFrame &echo : echoes)
        QVERIFY(echo.payload == message);
    QTRY_VERIFY(server.record.has(u"in event closed"_qs));
}

QTEST_GUILESS_MAIN(TestHalfClosed)
#include "tst_halfclosed.moc"
