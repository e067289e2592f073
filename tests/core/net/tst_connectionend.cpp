#include "core/net/connection.h"

#include "core/ws/closecode.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QJsonObject>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::closeFrame;
using test::codeOf;
using test::frame;
using test::NetFixture;
using test::readFrames;
using test::ScriptedPeer;
using ws::Opcode;

/// How a client's connection ends, against a peer that does what the test says, on loopback.
class TestConnectionEnd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersCanBeOff();
    void closeInAnswerByHand();
    void closeFromHere();
    void closeFromPeer();
    void endsWithoutClose_data();
    void endsWithoutClose();
    void closingInsideAFrame_data();
    void closingInsideAFrame();
    void thePeerClosesWhileOursIsUnseen();
    void thePeerClosesBehindOneThatIsUnseen();
    void theFrameIsCompletedAfterTheClose();
};

void TestConnectionEnd::answersCanBeOff()
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

/// RFC 6455 §5.5.1, §7.1.3: who is asked to close answers the peer's close frame, where that is not done by itself.
void TestConnectionEnd::closeInAnswerByHand()
{
    ScriptedPeer peer;
    NetFixture net;
    net.settings.answerClose = false;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.send(closeFrame(1001, "going"));
    QTRY_COMPARE(net.state(id), State::Closing);
    QVERIFY(readFrames(peer.received()).empty());
    net.session->close(id, 4001, "by hand");
    net.session->close(id); // no other goes after it
    QTRY_VERIFY(net.event(EventKind::Note).value(u"text"_qs).toString().startsWith(u"No second close frame"));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(1));
    QCOMPARE(readFrames(peer.received())[0].payload, ws::closePayload(4001, "by hand"));
    QVERIFY(!peer.clientEnded()); // RFC 6455 §7.1.1: the server ends TCP first
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.session->status(id).closeCode, std::uint16_t(1001));
    QCOMPARE(readFrames(peer.received()).size(), std::size_t(1));
    const QJsonObject closed = net.event(EventKind::Closed);
    QCOMPARE(closed.value(u"initiator"_qs).toString(), u"peer"_qs);
    QCOMPARE(closed.value(u"clean"_qs).toBool(), true);
}

void TestConnectionEnd::closeFromHere()
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

void TestConnectionEnd::closeFromPeer()
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

void TestConnectionEnd::endsWithoutClose_data()
{
    QTest::addColumn<QByteArray>("last");
    QTest::addColumn<bool>("reset");
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("reason");
    QTest::newRow("T01 end") << QByteArray() << false << u"in event finished tcp.eof"_qs
                             << u"The server ended TCP without a close frame."_qs;
    QTest::newRow("T01 end in a frame") << QByteArray::fromHex("810a68656c6c6f") << false
                                        << u"in text 10 fin incomplete frame.truncated"_qs << u"7 of 12 bytes"_qs;
    QTest::newRow("T01 end in a header") << QByteArray::fromHex("817e00") << false << u"in text"_qs
                                         << u"3 of 4 bytes"_qs;
    QTest::newRow("T01 reset") << QByteArray() << true << u"in event reset tcp.rst"_qs
                               << u"The server reset the TCP connection."_qs;
}

void TestConnectionEnd::endsWithoutClose()
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

void TestConnectionEnd::closingInsideAFrame_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<bool>("twice");
    const QByteArray declares200 = QByteArray::fromHex("81fe00c801020304") + "half";
    QTest::newRow("payload to come") << declares200 << false;
    QTest::newRow("header to come") << QByteArray::fromHex("81ff00") << false;
    QTest::newRow("no frame at all") << QByteArray::fromHex("81ff80000000000000ff01020304") << false;
    QTest::newRow("asked for twice") << declares200 << true;
}

/// The peer cannot see the close frame, and will not answer it: it is not waited for longer than for any other.
void TestConnectionEnd::closingInsideAFrame()
{
    QFETCH(QByteArray, sent);
    QFETCH(bool, twice);
    ScriptedPeer peer;
    NetFixture net;
    net.settings.closeTimeout = twice ? std::chrono::hours(1) : std::chrono::milliseconds(50);
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, sent);
    QTRY_COMPARE(peer.received(), sent);
    net.session->close(id);
    if (twice) {
        QTRY_COMPARE(net.state(id), State::Closing);
        net.session->close(id);
    }
    QTRY_COMPARE(net.state(id), State::Closed);
    QTRY_VERIFY(peer.clientEnded());
    QVERIFY2(net.reason(id).contains(u"the server cannot see it"), qPrintable(net.reason(id)));
    const QJsonObject closed = net.event(EventKind::Closed);
    QCOMPARE(closed.value(u"code"_qs).toInt(), int(ws::closecode::abnormal));
    QCOMPARE(closed.value(u"initiator"_qs).toString(), u"us"_qs);
    QCOMPARE(closed.value(u"clean"_qs).toBool(), false);
}

void TestConnectionEnd::thePeerClosesWhileOursIsUnseen()
{
    ScriptedPeer peer;
    NetFixture net;
    net.settings.closeTimeout = std::chrono::milliseconds(50);
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, QByteArray::fromHex("81fe00c801020304"));
    peer.send(closeFrame(1001)); // what answers it goes into the frame
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.has(u"in event failed timeout.close"_qs), qPrintable(net.rows().join(u'\n')));
    QCOMPARE(net.session->status(id).closeCode, std::uint16_t(1001));
}

/// What ended it is the peer's close frame: ours was never one.
void TestConnectionEnd::thePeerClosesBehindOneThatIsUnseen()
{
    ScriptedPeer peer;
    NetFixture net;
    net.settings.closeTimeout = std::chrono::hours(1);
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, QByteArray::fromHex("81fe00c801020304"));
    net.session->close(id);
    QTRY_COMPARE(net.state(id), State::Closing);
    peer.send(closeFrame(1001, "bye"));
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QVERIFY2(net.reason(id).contains(u"1001") && net.reason(id).contains(u"bye"), qPrintable(net.reason(id)));
    const QJsonObject closed = net.event(EventKind::Closed);
    QCOMPARE(closed.value(u"code"_qs).toInt(), 1001);
    QVERIFY(closed.value(u"initiator"_qs).toString() != u"us");
}

void TestConnectionEnd::theFrameIsCompletedAfterTheClose()
{
    ScriptedPeer peer;
    NetFixture net;
    net.settings.closeTimeout = std::chrono::hours(1);
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->send(id, QByteArray::fromHex("81fe00c801020304"));
    net.session->close(id);
    net.session->send(id, QByteArray(192, 'x')); // with the 8 of the close frame
    net.session->send(id, frame(Opcode::Close, ws::closePayload(1000, {}), true, ws::MaskKey{1, 2, 3, 4}));
    QTRY_COMPARE(readFrames(peer.received()).size(), std::size_t(2));
    peer.send(closeFrame(1000));
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.event(EventKind::Closed).value(u"clean"_qs).toBool(), true);
}

QTEST_GUILESS_MAIN(TestConnectionEnd)
#include "tst_connectionend.moc"
