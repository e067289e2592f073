#include "core/net/connection.h"

#include "core/base/platform.h"
#include "core/net/clientconnection.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <utility>

using namespace framescope;
using capture::EventKind;
using net::Policy;
using net::State;
using test::closeFrame;
using test::codeOf;
using test::frame;
using test::NetFixture;
using test::readFrames;
using test::ScriptedPeer;
using ws::Opcode;

/// A client's open connection against a peer that does what the test says, on loopback.
class TestConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void gluedFramesAreRead();
    void sendingFromInsideASend();
    void pingsOfOneWhoDoesNotRead();
    void keepAlive_data();
    void keepAlive();
    void serverFrames_data();
    void serverFrames();
    void strictCloseCode_data();
    void strictCloseCode();
    void answersInStreamOrder();
    void stalledFrame();
    void roundTripTime();
    void backPressure_data();
    void backPressure();
};

void TestConnection::gluedFramesAreRead()
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

// Writing says at once that TCP took some, and whoever hears of it may send more.
void TestConnection::sendingFromInsideASend()
{
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.capture->reserveConnection();
    net.settings.url = peer.url();
    net::ClientConnection connection({*net.capture, net.clock, net::makeReadBuffer()}, id, net.settings);
    connection.start();
    QTRY_VERIFY(connection.isOpen());
    QTRY_COMPARE(connection.unsent(), 0);
    bool sent = false;
    connect(&connection, &net::Connection::written, this, [&] {
        if (!std::exchange(sent, true))
            connection.send(frame(Opcode::Text, "second", true, ws::MaskKey{1, 2, 3, 4}));
    });
    connection.send(frame(Opcode::Text, "1st", true, ws::MaskKey{1, 2, 3, 4}));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(2));
    QCOMPARE(readFrames(peer.received())[0].payload, QByteArray("1st"));
    QCOMPARE(net.payload(*net.find(u"out text"_qs)), QByteArray("1st"));
    QVERIFY(net.has(u"out text 6"_qs));
}

// Pings flood in from a peer that never reads: what waits for it stays small, and every ping is recorded.
void TestConnection::pingsOfOneWhoDoesNotRead()
{
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.capture->reserveConnection();
    net.settings.url = peer.url();
    net::ClientConnection connection({*net.capture, net.clock, net::makeReadBuffer()}, id, net.settings);
    connection.start();
    QTRY_VERIFY(connection.isOpen());
    peer.setReading(false);
    qint64 most = 0;
    connect(&connection, &net::Connection::changed, this, [&] { most = std::max(most, connection.unsent()); });
    std::uint64_t sent = 0;
    std::uint64_t afterFull = 0; // pings while pongs waited
    while (afterFull < 20'000) {
        QByteArray pings;
        for (int i = 0; i < 5'000; ++i)
            pings += frame(Opcode::Ping, QByteArray::number(qulonglong(sent++)).rightJustified(125, '0'));
        peer.send(pings);
        QTRY_COMPARE(net.capture->totals(id).framesIn, sent);
        afterFull += connection.unsent() >= net::Connection::pongQueueLimit ? 5'000 : 0;
        QVERIFY(sent < 1'000'000);
    }
    constexpr qint64 oneRead = 256 * 1024;
    QVERIFY2(most < net::Connection::pongQueueLimit + 2 * oneRead, qPrintable(QString::number(most)));
    QVERIFY(net.capture->totals(id).framesOut < sent);
    peer.setReading(true);
    const QByteArray last = QByteArray::number(qulonglong(sent - 1)).rightJustified(125, '0');
    const auto lastPong = [&] {
        const auto frames = readFrames(peer.received());
        return frames.empty() ? QByteArray() : frames.back().payload;
    };
    QTRY_COMPARE(connection.unsent(), 0);
    QTRY_COMPARE(lastPong(), last);
}

void TestConnection::keepAlive_data()
{
    QTest::addColumn<bool>("answers");
    QTest::newRow("answered") << true;
    QTest::newRow("unanswered") << false;
}

void TestConnection::keepAlive()
{
    QFETCH(bool, answers);
    ScriptedPeer peer;
    NetFixture net;
    net.settings.keepAlive = std::chrono::milliseconds(answers ? 50 : 10);
    std::size_t seen = 0;
    QObject::connect(&peer, &ScriptedPeer::receivedMore, &peer, [&] {
        const auto pings = readFrames(peer.received());
        for (; answers && seen < pings.size(); ++seen)
            peer.send(frame(Opcode::Pong, pings[seen].payload));
    });
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(readFrames(peer.received()).size() >= 2);
    const auto pings = readFrames(peer.received());
    QCOMPARE(pings[0].header.opcode(), Opcode::Ping);
    QVERIFY(pings[0].header.masked());
    QCOMPARE(pings[0].payload.size(), qsizetype(8));
    QVERIFY(pings[0].payload != pings[1].payload);
    if (answers) {
        QTRY_VERIFY(net.session->status(id).rttNs > 0);
        QVERIFY(!net.has(u"in pong 8 fin pong"_qs)); // asked for, and the right payload
    } else {
        QTRY_VERIFY(net.has(u"in event note ping.unanswered"_qs));
        QCOMPARE(net.event(EventKind::Note).value(u"text"_qs).toString(),
                 u"No pong answered the keep-alive ping within 10 ms."_qs);
        QCOMPARE(net.state(id), State::Open); // told, not judged
    }
    net.session->close(id);
    QTRY_VERIFY(net.has(u"out close"_qs));
    const auto closed = net.rows().size();
    QVERIFY(net.rows().mid(closed).filter(u"out ping"_qs).isEmpty());
}

void TestConnection::serverFrames_data()
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
    QTest::newRow("F14 all RSV") << fields(1, 7, "abc") << u"in text 3 fin"_qs << u"frame.rsv1 frame.rsv2 frame.rsv3"_qs
                                 << false << 1002;
    QTest::newRow("F15 16-bit length of 3")
        << form(ws::LengthForm::Bits16, "abc") << u"in text 3 fin"_qs << u"frame.length.nonminimal"_qs << false << 1002;
    QTest::newRow("F16 64-bit length of 3")
        << form(ws::LengthForm::Bits64, "abc") << u"in text 3 fin"_qs << u"frame.length.nonminimal"_qs << false << 1002;
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
        QTest::addRow("F30 %s", hex) << frame(Opcode::Text, QByteArray::fromHex(hex)) << u"in text"_qs << u"msg.utf8"_qs
                                     << false << 1007;
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
        QTest::addRow("F43 text of %d", size)
            << frame(Opcode::Text, QByteArray(size, 'x')) << u"in text %1 fin"_qs.arg(size) << QString() << false << 0;
    }
}

void TestConnection::serverFrames()
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

void TestConnection::strictCloseCode_data()
{
    serverFrames_data();
    QTest::newRow("F34 close without code")
        << frame(Opcode::Close) << u"in close 0"_qs << u"close.nostatus"_qs << false << -1;
    QTest::newRow("F35 close of one byte")
        << frame(Opcode::Close, "x") << u"in close 1"_qs << u"close.length"_qs << false << 1002;
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

void TestConnection::strictCloseCode()
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

void TestConnection::answersInStreamOrder()
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

void TestConnection::stalledFrame()
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

void TestConnection::roundTripTime()
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

void TestConnection::backPressure_data()
{
    QTest::addColumn<bool>("secure");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS") << true;
}

/// T07: echo to a peer that reads nothing until the end: the client stops reading too, holds little, and loses nothing.
void TestConnection::backPressure()
{
    QFETCH(bool, secure);
    ScriptedPeer peer;
    NetFixture net;
    net.settings.echo = true;
    if (secure) {
        peer.useTls(QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.pem"),
                    QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/server.key"));
        net.settings.tls.insecure = true;
    }
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.setReading(false);
    const QByteArray message = frame(Opcode::Binary, QByteArray(1024 * 1024, 'm'));
    constexpr int count = 48;
    for (int i = 0; i < count; ++i)
        peer.send(message);
    [[maybe_unused]] const std::uint64_t before = platform::residentMemory();
    QTRY_VERIFY(net.capture->totals(id).framesIn > 0);
    std::uint64_t seen = 0;
    QTRY_VERIFY(std::exchange(seen, net.capture->totals(id).framesIn) == net.capture->totals(id).framesIn);
    QVERIFY(seen < count);
#ifndef FRAMESCOPE_SANITIZED
    // What the client holds: its read buffer, the message it assembles, and the answers that the peer does not take.
    const std::uint64_t now = platform::residentMemory();
    QVERIFY2(now < before + 24 * 1024 * 1024, qPrintable(QString::number(now - before)));
#endif
    peer.setReading(true);
    const auto echoed = [&] { return net.capture->totals(id).framesOut; };
    QTRY_COMPARE_WITH_TIMEOUT(echoed(), std::uint64_t(count), 60'000);
    const qsizetype echoes = count * (message.size() + qsizetype(sizeof(ws::MaskKey)));
    QTRY_COMPARE_WITH_TIMEOUT(peer.received().size(), echoes, 60'000);
    QCOMPARE(readFrames(peer.received()).size(), std::size_t(count));
    QCOMPARE(net.capture->totals(id).framesIn, std::uint64_t(count));
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
