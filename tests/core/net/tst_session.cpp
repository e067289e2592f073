#include "core/net/session.h"

#include "core/ws/closecode.h"
#include "core/ws/findings.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <utility>

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

std::uint16_t codeOf(const QByteArray &closePayload)
{
    return closePayload.size() < 2 ? std::uint16_t(0)
                                   : std::uint16_t((quint8(closePayload[0]) << 8) | quint8(closePayload[1]));
}

QString stateText(const NetFixture &net, ConnectionId id)
{
    return net::stateName(net.state(id));
}
} // namespace

/// The client against a peer that does what the test says, on loopback.
class TestSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensAndRecordsInOrder();
    void gluedFramesAreRead();
    void responseSplitAnywhere();
    void serverFrames_data();
    void serverFrames();
    void strictCloseCode_data();
    void strictCloseCode();
    void handshakeFailures_data();
    void handshakeFailures();
    void wrongAcceptStrict();
    void answersInStreamOrder();
    void answersCanBeOff();
    void closeFromHere();
    void closeFromPeer();
    void endsWithoutClose_data();
    void endsWithoutClose();
    void timeouts_data();
    void timeouts();
    void stalledFrame();
    void roundTripTime();
    void notSentWhenNotOpen();
    void refusedPort();
    void unknownHost();
    void badUrl();
    void abortInEveryState_data();
    void abortInEveryState();
    void ownThreadEndsFast();
    void manyConnections();
    void backPressure();
};

void TestSession::opensAndRecordsInOrder()
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
    const QStringList expected{u"in event connected"_qs, u"out request"_qs,  u"in response"_qs,
                               u"out text 2 fin"_qs,     u"in text 3 fin"_qs, u"in close 2 fin"_qs,
                               u"out close 2 fin"_qs,    u"in event finished"_qs, u"out event finished"_qs,
                               u"in event closed"_qs};
    QCOMPARE(net.rows(), expected);
    const QJsonObject connected = net.event(EventKind::Connected);
    QCOMPARE(connected.value(u"peer"_qs).toString(), u"127.0.0.1:%1"_qs.arg(peer.serverPort()));
    QCOMPARE(net.capture->facts(id).peerPort, peer.serverPort());
    QVERIFY(net.session->liveConnections().empty());
}

void TestSession::gluedFramesAreRead()
{
    ScriptedPeer peer;
    constexpr int count = 10'000;
    for (int i = 0; i < count; ++i)
        peer.after101 += frame(Opcode::Text, QByteArray::number(i));
    peer.after101 += frame(Opcode::Ping, "glued");
    NetFixture net;
    QSignalSpy changed(net.session.get(), &net::Session::changed);
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.capture->totals(id).framesIn, std::uint64_t(count + 1));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(1));
    QCOMPARE(readFrames(peer.received())[0].payload, QByteArray("glued"));
    // One signal a read or a change of state, not one a frame.
    QVERIFY2(changed.count() < 100, qPrintable(QString::number(changed.count())));
}

void TestSession::responseSplitAnywhere()
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

void TestSession::serverFrames_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QString>("row"); ///< how the row with the finding begins
    QTest::addColumn<QString>("finding");
    QTest::addColumn<bool>("lost");
    QTest::addColumn<int>("strictCode"); ///< what a strict client fails with; 0: goes on

    const auto fields = [](std::uint8_t opcode, std::uint8_t rsv, const QByteArray &payload, bool fin = true) {
        ws::FrameFields f;
        f.opcode = Opcode(opcode);
        f.rsv = rsv;
        f.fin = fin;
        QByteArray octets;
        ws::writeFrame(f, byteView(payload), octets);
        return octets;
    };
    const auto form = [](ws::LengthForm length, const QByteArray &payload) {
        ws::FrameFields f;
        f.form = length;
        QByteArray octets;
        ws::writeFrame(f, byteView(payload), octets);
        return octets;
    };
    for (const int opcode : {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
        QTest::addRow("F01-F10 opcode %X", opcode)
            << fields(std::uint8_t(opcode), 0, "abc") << u"in 0x%1 3 fin"_qs.arg(QString::number(opcode, 16).toUpper())
            << u"frame.opcode.reserved"_qs << false << 1002;
    }
    QTest::newRow("F11 RSV1") << fields(1, 4, "abc") << u"in text 3 fin"_qs << u"frame.rsv1"_qs << false << 1002;
    QTest::newRow("F12 RSV2") << fields(1, 2, "abc") << u"in text 3 fin"_qs << u"frame.rsv2"_qs << false << 1002;
    QTest::newRow("F13 RSV3") << fields(1, 1, "abc") << u"in text 3 fin"_qs << u"frame.rsv3"_qs << false << 1002;
    QTest::newRow("F14 all RSV") << fields(1, 7, "abc") << u"in text 3 fin"_qs
                                 << u"frame.rsv1 frame.rsv2 frame.rsv3"_qs << false << 1002;
    QTest::newRow("F15 16-bit length of 3") << form(ws::LengthForm::Bits16, "abc") << u"in text 3 fin"_qs
                                            << u"frame.length.nonminimal"_qs << false << 1002;
    QTest::newRow("F16 64-bit length of 3") << form(ws::LengthForm::Bits64, "abc") << u"in text 3 fin"_qs
                                            << u"frame.length.nonminimal"_qs << false << 1002;
    QTest::newRow("F17 top bit") << QByteArray::fromHex("817f8000000000000001") + "x" << u"in text"_qs
                                 << u"frame.length.msb"_qs << true << 1002;
    QTest::newRow("F21 masked") << frame(Opcode::Text, "abc", true, ws::MaskKey{9, 8, 7, 6}) << u"in text 3 fin"_qs
                                << u"frame.mask.server"_qs << false << 1002;
    QTest::newRow("F23 zero key") << frame(Opcode::Text, "abc", true, ws::MaskKey{}) << u"in text 3 fin"_qs
                                  << u"frame.mask.weak"_qs << false << 1002;
    QTest::newRow("F24 half a ping") << frame(Opcode::Ping, "abc", false) << u"in ping 3"_qs
                                     << u"frame.control.fragmented"_qs << false << 1002;
    QTest::newRow("F25 ping of 126") << frame(Opcode::Ping, QByteArray(126, 'x')) << u"in ping 126 fin"_qs
                                     << u"frame.control.toolong"_qs << false << 1002;
    QTest::newRow("F25 ping of 65536") << frame(Opcode::Ping, QByteArray(65536, 'x')) << u"in ping 65536 fin"_qs
                                       << u"frame.control.toolong"_qs << false << 1002;
    QTest::newRow("F26 orphan") << frame(Opcode::Continuation, "abc") << u"in cont 3 fin"_qs << u"msg.orphan"_qs
                                << false << 1002;
    QTest::newRow("F27 interleaved") << frame(Opcode::Text, "a", false) + frame(Opcode::Binary, "bc")
                                     << u"in binary 2 fin"_qs << u"msg.interleaved"_qs << false << 1002;
    QTest::newRow("F28 ping between fragments")
        << frame(Opcode::Text, "a", false) + frame(Opcode::Ping, {}) + frame(Opcode::Continuation, "bc")
        << u"in cont 2 fin"_qs << QString() << false << 0;
    for (const char *hex : {"c0af", "eda080", "f4908080", "80", "fe", "ff"}) {
        QTest::addRow("F30 %s", hex) << frame(Opcode::Text, QByteArray::fromHex(hex)) << u"in text"_qs
                                     << u"msg.utf8"_qs << false << 1007;
    }
    QTest::newRow("F30 in a fragment") << frame(Opcode::Text, "\xE4\xBD", false) + frame(Opcode::Continuation, "\xFF")
                                       << u"in cont 1 fin"_qs << u"msg.utf8"_qs << false << 1007;
    QTest::newRow("F32 cut") << frame(Opcode::Text, "\xE4\xBD") << u"in text 2 fin"_qs << u"msg.utf8.truncated"_qs
                             << false << 1007;
    QTest::newRow("F33 odd text") << frame(Opcode::Text, QByteArray(1, '\0')) << u"in text 1 fin"_qs
                                  << u"msg.text.odd"_qs << false << 0;
    QTest::newRow("F42 pong") << frame(Opcode::Pong, "abc") << u"in pong 3 fin"_qs << u"pong.unsolicited"_qs << false
                              << 0;
    for (const int size : {0, 125, 126, 65535, 65536}) {
        QTest::addRow("F43 text of %d", size) << frame(Opcode::Text, QByteArray(size, 'x'))
                                              << u"in text %1 fin"_qs.arg(size) << QString() << false << 0;
    }
}

void TestSession::serverFrames()
{
    QFETCH(QByteArray, octets);
    QFETCH(QString, row);
    QFETCH(QString, finding);
    QFETCH(bool, lost);
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.send(octets + frame(Opcode::Text, "what follows"));
    QTRY_VERIFY(net.has(lost ? u"in raw"_qs : u"in text 12 fin"_qs));
    const auto index = net.find(row);
    QVERIFY2(index, qPrintable(net.rows().join(u'\n')));
    const QStringList expected = finding.split(u' ', Qt::SkipEmptyParts);
    for (const QString &name : expected)
        QVERIFY2(net.findings(*index).contains(name), qPrintable(net.rows().join(u'\n')));
    if (finding.isEmpty())
        QVERIFY2(net.findings(*index).isEmpty(), qPrintable(net.rows().join(u'\n')));
    // Observe: nothing is failed, and the connection goes on both ways.
    QCOMPARE(net.state(id), State::Open);
    const qsizetype before = peer.received().size();
    net.session->send(id, frame(Opcode::Text, "still here", true, ws::MaskKey{1, 2, 3, 4}));
    QTRY_VERIFY(peer.received().size() > before);
}

void TestSession::strictCloseCode_data()
{
    serverFrames_data();
    QTest::newRow("F34 close without code") << frame(Opcode::Close) << u"in close 0"_qs << u"close.nostatus"_qs << false
                                            << -1;
    QTest::newRow("F35 close of one octet") << frame(Opcode::Close, "x") << u"in close 1"_qs << u"close.length"_qs
                                            << false << 1002;
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535}) {
        QByteArray payload(2, '\0');
        payload[0] = char(code >> 8);
        payload[1] = char(code & 0xFF);
        QTest::addRow("F36 close %d", code)
            << frame(Opcode::Close, payload) << u"in close 2"_qs << u"close.code"_qs << false << 1002;
    }
    for (const int code : {1000, 1001, 1012, 1013, 1014, 3000, 4999}) {
        QTest::addRow("F36 close %d", code)
            << closeFrame(std::uint16_t(code)) << u"in close 2"_qs << QString() << false << code;
    }
    QTest::newRow("F38 reason") << closeFrame(1000, "bad \xFF") << u"in close 7"_qs << u"close.reason.utf8"_qs << false
                                << 1007;
}

void TestSession::strictCloseCode()
{
    QFETCH(QByteArray, octets);
    QFETCH(QString, finding);
    QFETCH(int, strictCode);
    ScriptedPeer peer;
    NetFixture net;
    net.settings.policy = Policy::Strict;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    // A whole message before the fault, and one after it in the same write.
    peer.send(frame(Opcode::Ping, "before") + octets + frame(Opcode::Ping, "after"));
    const bool goesOn = strictCode == 0;
    if (goesOn) {
        QTRY_VERIFY(readFrames(peer.received()).size() >= 2);
        QCOMPARE(net.state(id), State::Open);
        return;
    }
    QTRY_VERIFY(!readFrames(peer.received()).empty() &&
                readFrames(peer.received()).back().header.opcode() == Opcode::Close);
    const auto frames = readFrames(peer.received());
    QCOMPARE(frames.front().payload, QByteArray("before"));
    QCOMPARE(frames.size(), std::size_t(2)); // no answer to what came after it
    QVERIFY(frames.back().header.masked());
    QCOMPARE(int(codeOf(frames.back().payload)), qMax(0, strictCode));
    const bool failed = net.state(id) == State::Failed;
    const bool legalClose = finding.isEmpty() || finding == u"close.nostatus";
    QCOMPARE(failed, !legalClose);
    if (failed) {
        QVERIFY(net.reason(id).contains(QString::number(strictCode)));
        QTRY_VERIFY(peer.clientEnded()); // RFC 6455 §7.1.7: TCP ends, without waiting for an answer
    }
}

void TestSession::handshakeFailures_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("end"); ///< stay, fin, rst
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("rowStart");
    QTest::newRow("H01 200") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") << u"stay"_qs
                             << u"The server answered 200 OK instead of 101. Its body is in Handshake."_qs
                             << u"in raw 5"_qs;
    QTest::newRow("H01 200 until the end") << QByteArray("HTTP/1.1 200 OK\r\n\r\nhello") << u"fin"_qs
                                           << u"The server answered 200 OK instead of 101. Its body is in Handshake."_qs
                                           << u"in raw 5"_qs;
    QTest::newRow("H01 chunked") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                                 << u"stay"_qs << u"instead of 101"_qs << u"in raw 15"_qs;
    QTest::newRow("H02 301") << QByteArray("HTTP/1.1 301 Moved\r\nLocation: http://x.example/\r\nContent-Length: 0\r\n\r\n")
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
    QTest::newRow("H30 end in the status line") << QByteArray("HTTP/1.1 10") << u"fin"_qs
                                                << u"after 11 octets, in the middle of the status line"_qs
                                                << u"in response hs.truncated"_qs;
    QTest::newRow("H30 end in the header") << QByteArray("HTTP/1.1 101 X\r\nUpgrade: web") << u"fin"_qs
                                           << u"after 28 octets, in the middle of the header"_qs
                                           << u"in response hs.truncated"_qs;
    QTest::newRow("H30 reset") << QByteArray() << u"rst"_qs << u"reset the connection before it answered"_qs
                               << u"in event reset tcp.rst"_qs;
}

void TestSession::handshakeFailures()
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

void TestSession::wrongAcceptStrict()
{
    for (const Policy policy : {Policy::Observe, Policy::Strict}) {
        ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
        NetFixture net;
        net.settings.policy = policy;
        const ConnectionId id = net.open(peer.url());
        QTRY_VERIFY(!peer.request().isEmpty());
        peer.send("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n" +
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

void TestSession::answersInStreamOrder()
{
    ScriptedPeer peer;
    NetFixture net;
    net.settings.echo = true;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.send(frame(Opcode::Text, "one ", false) + frame(Opcode::Ping, "between") +
              frame(Opcode::Continuation, "message") + frame(Opcode::Ping, "behind") + frame(Opcode::Binary, "two"));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(4));
    QStringList seen;
    for (const auto &read : readFrames(peer.received())) {
        QVERIFY(read.header.masked());
        seen += u"%1:%2"_qs.arg(int(read.header.opcode())).arg(QString::fromUtf8(read.payload));
    }
    QCOMPARE(seen, (QStringList{u"10:between"_qs, u"1:one message"_qs, u"10:behind"_qs, u"2:two"_qs}));
    const auto frames = readFrames(peer.received());
    QVERIFY(frames[0].header.key != frames[1].header.key); // a fresh key a frame
    QVERIFY(net.has(u"out pong 7 fin"_qs));
}

void TestSession::answersCanBeOff()
{
    ScriptedPeer peer;
    NetFixture net;
    net.settings.answerPing = false;
    net.settings.answerClose = false;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.send(frame(Opcode::Ping, "?") + closeFrame(1000));
    QTRY_COMPARE(net.state(id), State::Closing);
    // By hand, then: the closing handshake is complete all the same.
    net.session->send(id, frame(Opcode::Close, ws::closePayload(1000, {}), true, ws::MaskKey{1, 2, 3, 4}));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(1));
    QCOMPARE(readFrames(peer.received())[0].header.opcode(), Opcode::Close);
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.event(EventKind::Closed).value(u"clean"_qs).toBool(), true);
}

void TestSession::closeFromHere()
{
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    // Cut between characters: 2 octets code, 123 octets reason (RFC 6455 §5.5).
    net.session->close(id, 4001, QByteArray("€").repeated(60));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(1));
    const QByteArray payload = readFrames(peer.received())[0].payload;
    QCOMPARE(int(codeOf(payload)), 4001);
    QCOMPARE(payload.mid(2), QByteArray("€").repeated(41));
    QCOMPARE(net.state(id), State::Closing);
    peer.send(closeFrame(4001));
    QTRY_VERIFY(net.has(u"in close 2 fin"_qs));
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    const QJsonObject closed = net.event(EventKind::Closed);
    QCOMPARE(closed.value(u"code"_qs).toInt(), 4001);
    QCOMPARE(closed.value(u"initiator"_qs).toString(), u"us"_qs);
    QCOMPARE(closed.value(u"clean"_qs).toBool(), true);
    QCOMPARE(readFrames(peer.received()).size(), std::size_t(1));
}

void TestSession::closeFromPeer()
{
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.send(closeFrame(1001, "going"));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(1));
    QCOMPARE(int(codeOf(readFrames(peer.received())[0].payload)), 1001);
    QVERIFY(!peer.clientEnded()); // RFC 6455 §7.1.1: the server ends TCP first
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.session->status(id).closeCode, std::uint16_t(1001));
    QVERIFY2(net.reason(id).contains(u"1001") && net.reason(id).contains(u"going"), qPrintable(net.reason(id)));
    const QJsonObject closed = net.event(EventKind::Closed);
    QCOMPARE(closed.value(u"initiator"_qs).toString(), u"peer"_qs);
    QCOMPARE(closed.value(u"reason"_qs).toString(), u"going"_qs);
}

void TestSession::endsWithoutClose_data()
{
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<bool>("reset");
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("reason");
    QTest::newRow("T01 end") << QByteArray() << false << u"in event finished tcp.eof"_qs
                             << u"The server ended TCP without a close frame."_qs;
    QTest::newRow("T01 end in a frame") << QByteArray::fromHex("810a68656c6c6f") << false
                                        << u"in text 10 fin incomplete frame.truncated"_qs << u"7 of 12 octets"_qs;
    QTest::newRow("T01 end in a header") << QByteArray::fromHex("817e00") << false << u"in text"_qs
                                         << u"3 of 4 octets"_qs;
    QTest::newRow("T01 reset") << QByteArray() << true << u"in event reset tcp.rst"_qs
                               << u"The server reset the TCP connection."_qs;
}

void TestSession::endsWithoutClose()
{
    QFETCH(QByteArray, last);
    QFETCH(bool, reset);
    QFETCH(QString, row);
    QFETCH(QString, reason);
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    if (!last.isEmpty())
        peer.send(last);
    if (reset)
        peer.reset();
    else
        peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QVERIFY2(net.has(row), qPrintable(net.rows().join(u'\n')));
    QVERIFY2(net.reason(id).contains(reason), qPrintable(net.reason(id)));
    const QJsonObject closed = net.event(EventKind::Closed);
    QCOMPARE(closed.value(u"code"_qs).toInt(), int(ws::closecode::abnormal));
    QCOMPARE(closed.value(u"clean"_qs).toBool(), false);
}

void TestSession::timeouts_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("reason");
    QTest::newRow("T04 no answer") << u"silent"_qs << u"did not answer the upgrade request within 200 ms"_qs;
    QTest::newRow("T04 half an answer") << u"half"_qs << u"12 octets of it came"_qs;
    QTest::newRow("T04 TLS") << u"tls"_qs << u"TLS handshake"_qs;
    QTest::newRow("no close frame") << u"close"_qs << u"did not answer the close frame within 200 ms"_qs;
    QTest::newRow("no end of TCP") << u"end"_qs << u"did not end TCP within 200 ms"_qs;
}

void TestSession::timeouts()
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

void TestSession::stalledFrame()
{
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.send(QByteArray::fromHex("817e"));
    QTRY_VERIFY(net.has(u"in event stalled"_qs));
    QCOMPARE(net.event(EventKind::Stalled).value(u"octets"_qs).toInt(), 2);
    QCOMPARE(net.event(EventKind::Stalled).value(u"needed"_qs).toInt(), 4);
    peer.send(QByteArray::fromHex("0080") + "half");
    QTRY_COMPARE(net.session->status(id).frameDeclared, std::uint64_t(128));
    QCOMPARE(net.session->status(id).frameProgress, std::uint64_t(4));
    QTRY_COMPARE(net.rows().filter(u"stalled"_qs).size(), 2);
    peer.send(QByteArray(124, 'x'));
    QTRY_VERIFY(net.has(u"in text 128 fin"_qs));
    QCOMPARE(net.session->status(id).frameDeclared, std::uint64_t(0));
    QCOMPARE(net.rows().filter(u"stalled"_qs).size(), 2); // once a stall
}

void TestSession::roundTripTime()
{
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.send(frame(Opcode::Pong, "never asked"));
    QTRY_VERIFY(net.has(u"in pong"_qs));
    QCOMPARE(net.session->status(id).rttNs, std::int64_t(-1));
    net.session->send(id, frame(Opcode::Ping, "mine", true, ws::MaskKey{4, 3, 2, 1}));
    QTRY_VERIFY(!peer.received().isEmpty());
    peer.send(frame(Opcode::Pong, "mine"));
    QTRY_VERIFY(net.session->status(id).rttNs > 0);
}

void TestSession::notSentWhenNotOpen()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    net.session->send(id, "early");
    QTRY_VERIFY(!peer.request().isEmpty());
    QTRY_VERIFY(net.has(u"out event note"_qs));
    QVERIFY(net.event(EventKind::Note).value(u"text"_qs).toString().contains(u"not open yet"));
    net.session->abort(id);
    QTRY_COMPARE(net.state(id), State::Closed);
    net.session->send(id, "late");
    QTRY_COMPARE(net.rows().filter(u"note"_qs).size(), 2);
    QVERIFY(peer.received().isEmpty());
}

void TestSession::refusedPort()
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

void TestSession::unknownHost()
{
    NetFixture net;
    net.settings.connectTimeout = std::chrono::seconds(2);
    const ConnectionId id = net.open(u"ws://nonexistent.invalid/"_qs);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(u"nonexistent.invalid"), qPrintable(net.reason(id)));
}

void TestSession::badUrl()
{
    NetFixture net;
    const ConnectionId id = net.open(u"ws://host:99999/"_qs);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY(!net.reason(id).isEmpty());
    QCOMPARE(net.rows(), QStringList{u"in event failed"_qs});
    QCOMPARE(net.capture->facts(id).url, u"ws://host:99999/"_qs);
}

void TestSession::abortInEveryState_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when : {"queued", "connecting", "securing", "upgrading", "body", "open", "in a frame", "closing", "over"})
        QTest::newRow(when) << QString::fromLatin1(when);
}

void TestSession::abortInEveryState()
{
    QFETCH(QString, when);
    const bool silent = when == u"securing" || when == u"upgrading" || when == u"body";
    ScriptedPeer peer(silent ? ScriptedPeer::Upgrade::Silent : ScriptedPeer::Upgrade::Accept);
    NetFixture net;
    const ConnectionId id = net.open(when == u"securing" ? peer.url().replace(u"ws:"_qs, u"wss:"_qs) : peer.url());
    if (when == u"connecting")
        QCoreApplication::processEvents();
    else if (when == u"securing")
        QTRY_COMPARE(stateText(net, id), u"securing"_qs);
    else if (when == u"upgrading" || when == u"body")
        QTRY_VERIFY(!peer.request().isEmpty());
    else if (when != u"queued")
        QTRY_COMPARE(stateText(net, id), u"open"_qs);
    if (when == u"body") {
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
        QTRY_VERIFY(net.has(u"in response"_qs));
    } else if (when == u"in a frame") {
        peer.send(QByteArray::fromHex("810548"));
        QTRY_COMPARE(net.session->status(id).frameDeclared, std::uint64_t(5));
    } else if (when == u"closing" || when == u"over") {
        net.session->close(id);
        QTRY_COMPARE(stateText(net, id), u"closing"_qs);
    }
    if (when == u"over") {
        QTRY_VERIFY(!peer.received().isEmpty());
        peer.send(closeFrame(1000));
        peer.end();
        QTRY_COMPARE(stateText(net, id), u"closed"_qs);
    }
    net.session->abort(id);
    QTRY_VERIFY(!net.session->isLive(id));
    QTRY_COMPARE(stateText(net, id), u"closed"_qs);
    QTRY_VERIFY(!peer.hasClient() || peer.clientEnded());
    QCOMPARE(net.rows().filter(u"event closed"_qs).size(), 1);
    if (when == u"open")
        QVERIFY2(net.has(u"out event reset tcp.rst"_qs), qPrintable(net.rows().join(u'\n')));
    if (when == u"in a frame")
        QVERIFY2(net.has(u"in text 5 fin incomplete"_qs), qPrintable(net.rows().join(u'\n')));
}

void TestSession::ownThreadEndsFast()
{
    ScriptedPeer open;
    ScriptedPeer silent(ScriptedPeer::Upgrade::Silent);
    NetFixture net(net::Session::Threading::OwnThread);
    const ConnectionId first = net.open(open.url());
    net.open(silent.url());
    QTRY_COMPARE(net.state(first), State::Open);
    QTRY_VERIFY(!silent.request().isEmpty());
    QElapsedTimer timer;
    timer.start();
    net.session.reset();
    QVERIFY(timer.elapsed() < 1000);
    QTRY_VERIFY(open.clientEnded() && silent.clientEnded());
    QCOMPARE(net.rows().filter(u"event closed"_qs).size(), 2);
}

void TestSession::manyConnections()
{
    constexpr std::size_t count = 100;
    NetFixture net(net::Session::Threading::OwnThread);
    std::vector<std::unique_ptr<ScriptedPeer>> peers;
    for (std::size_t i = 0; i < count; ++i) {
        peers.push_back(std::make_unique<ScriptedPeer>());
        peers.back()->after101 = frame(Opcode::Text, QByteArray::number(qulonglong(i)));
        QCOMPARE(net.open(peers.back()->url()), ConnectionId(std::uint32_t(i)));
    }
    QTRY_COMPARE(net.session->liveConnections().size(), count);
    for (std::uint32_t i = 0; i < count; ++i)
        QTRY_COMPARE(net.capture->totals(ConnectionId(i)).framesIn, std::uint64_t(1));
    for (std::uint32_t i = 0; i < count; ++i)
        net.session->abort(ConnectionId(i));
    QTRY_VERIFY(net.session->liveConnections().empty());
}

/// Echo to a peer that reads nothing until the end: the client stops reading too, and loses nothing.
void TestSession::backPressure()
{
    ScriptedPeer peer;
    NetFixture net;
    net.settings.echo = true;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.setReading(false);
    const QByteArray message = frame(Opcode::Binary, QByteArray(1024 * 1024, 'm'));
    constexpr int count = 24;
    for (int i = 0; i < count; ++i)
        peer.send(message);
    QTRY_VERIFY(net.capture->totals(id).framesIn > 0);
    std::uint64_t seen = 0;
    QTRY_VERIFY(std::exchange(seen, net.capture->totals(id).framesIn) == net.capture->totals(id).framesIn);
    QVERIFY(seen < count);
    peer.setReading(true);
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(count));
    QCOMPARE(net.capture->totals(id).framesOut, std::uint64_t(count));
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
