#include "core/net/connection.h"

#include "core/base/platform.h"
#include "core/ws/closecode.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/serverfixture.h"
#include "tests/support/story.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QJsonObject>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <vector>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::frame;
using test::NetFixture;
using test::PeerScript;
using test::ScriptedPeer;
using test::ServerFixture;
using ws::Opcode;

namespace
{
qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::System | QDir::Files).size();
}
qsizetype threads()
{
    return QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
}
} // namespace

/// Section 4: ends and waits at every place of a connection, over real sockets.
class TestBadTcp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resets_data();
    void resets();
    void stalls_data();
    void stalls();
    void trickle();
    void unreadOctetsAreKept_data();
    void unreadOctetsAreKept();
    void silence();
    void badPorts_data();
    void badPorts();
    void manyCycles();
};

void TestBadTcp::resets_data()
{
    QTest::addColumn<QByteArray>("octets"); ///< after the 101
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("row"); ///< of what was cut
    QTest::addColumn<int>("code");
    QTest::newRow("T01 between frames") << frame(Opcode::Text, "whole") << u"The server reset the TCP connection."_qs
                                        << u"in text 5 fin"_qs << 1006;
    QTest::newRow("T01 in a header") << QByteArray::fromHex("827f0000") << u"after 4 of 10 bytes of a frame"_qs
                                     << u"in binary"_qs << 1006;
    QTest::newRow("T01 in a payload") << QByteArray::fromHex("820a010203") << u"after 5 of 12 bytes of a frame"_qs
                                      << u"in binary 10 fin incomplete frame.truncated"_qs << 1006;
    QTest::newRow("T01 after close") << frame(Opcode::Close, ws::closePayload(1000, {}))
                                     << u"The server closed the connection with code 1000"_qs << u"in close 2 fin"_qs
                                     << 1000;
}

void TestBadTcp::resets()
{
    QFETCH(QByteArray, octets);
    QFETCH(QString, reason);
    QFETCH(QString, row);
    QFETCH(int, code);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().accept(octets).stall().reset());
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id) == State::Open || net.state(id) == State::Closing, true);
    QTRY_COMPARE(net.capture->totals(id).octetsIn, std::uint64_t(peer.acceptance().size() + octets.size()));
    peer.goOn();
    QTRY_COMPARE(net.state(id), State::Closed);
    QVERIFY2(net.has(u"in event reset tcp.rst"_qs), qPrintable(net.rows().join(u'\n')));
    QVERIFY2(net.reason(id).contains(reason), qPrintable(net.reason(id)));
    QVERIFY2(net.has(row), qPrintable(net.rows().join(u'\n')));
    QCOMPARE(net.event(EventKind::Closed).value(u"code"_qs).toInt(), code);
    QVERIFY(test::octetsIn(*net.capture, Direction::In) == peer.acceptance() + octets);
    const auto end = std::uint64_t(peer.acceptance().size() + octets.size());
    QVERIFY(test::findingsIn(*net.capture).contains(u"tcp.rst at %1"_qs.arg(end)));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

void TestBadTcp::stalls_data()
{
    QTest::addColumn<QByteArray>("octets"); ///< with @ for the right 101
    QTest::addColumn<bool>("open");
    QTest::addColumn<QString>("what");
    QTest::newRow("T04 before the head") << QByteArray() << false << u"did not answer the upgrade request within"_qs;
    QTest::newRow("T04 in the head") << QByteArray("HTTP/1.1 101 Swi") << false
                                     << u"did not finish its answer within"_qs;
    QTest::newRow("T04 in a frame header") << QByteArray("@") + QByteArray::fromHex("827e00") << true << u"3 4"_qs;
    QTest::newRow("T04 in a payload") << QByteArray("@") + QByteArray::fromHex("820a0102") << true << u"4 12"_qs;
}

/// Each place has its own reason. While open nobody is cut off: a row tells what is missing.
void TestBadTcp::stalls()
{
    QFETCH(QByteArray, octets);
    QFETCH(bool, open);
    QFETCH(QString, what);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    if (!open)
        net.settings.handshakeTimeout = std::chrono::milliseconds(200);
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    const QByteArray sent = octets.replace("@", peer.acceptance());
    if (!sent.isEmpty())
        peer.send(sent);
    if (open) {
        QTRY_VERIFY(net.has(u"in event stalled"_qs));
        const QJsonObject stalled = net.event(EventKind::Stalled);
        QCOMPARE(
            QStringLiteral("%1 %2").arg(stalled.value(u"octets"_qs).toInt()).arg(stalled.value(u"needed"_qs).toInt()),
            what);
        QCOMPARE(net.state(id), State::Open);
    } else {
        QTRY_COMPARE(net.state(id), State::Failed);
        QVERIFY2(net.reason(id).contains(what), qPrintable(net.reason(id)));
        QTRY_VERIFY(!net.session->isLive(id));
    }
    QVERIFY(test::octetsIn(*net.capture, Direction::In).size() <= sent.size());
}

/// T05: single octets do not prolong the time for the handshake.
void TestBadTcp::trickle()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    net.settings.handshakeTimeout = std::chrono::milliseconds(1000);
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    const QByteArray answer = peer.acceptance();
    qsizetype next = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
        if (next < answer.size() - 1)
            peer.send(answer.mid(next++, 1));
    });
    timer.start(20);
    QTRY_COMPARE(net.state(id), State::Failed);
    timer.stop();
    QVERIFY(next > 1 && next < answer.size() - 1);
}

void TestBadTcp::unreadOctetsAreKept_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("abort");
    QTest::newRow("refused") << QByteArray("HTTP/1.1 403 No\r\nContent-Length: 3\r\n\r\nno!") << false;
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-x\r\n") << false;
    QTest::newRow("given up by us") << QByteArray("@") << true;
}

/// What came before the end is recorded, also what lay unread in the socket.
void TestBadTcp::unreadOctetsAreKept()
{
    QFETCH(QByteArray, head);
    QFETCH(bool, abort);
    const QByteArray body = frame(Opcode::Binary, QByteArray(700'000, 'x'));
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(!peer.request().isEmpty());
    const QByteArray all = head.replace("@", peer.acceptance()) + body;
    peer.send(all);
    if (abort) {
        QTRY_COMPARE(net.state(id), State::Open);
        net.session->abort(id);
    }
    QTRY_VERIFY(!net.session->isLive(id));
    const QByteArray kept = test::octetsIn(*net.capture, Direction::In);
    QVERIFY(all.startsWith(kept));
    QVERIFY2(kept.size() > 256 * 1024, qPrintable(QString::number(kept.size())));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

/// T11: a silence is told, once, and nothing is done about it.
void TestBadTcp::silence()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.play(PeerScript().accept().stall().send(frame(Opcode::Text, "again")));
    NetFixture net;
    net.settings.idleAfter = std::chrono::milliseconds(1000);
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY(net.has(u"in event note tcp.idle"_qs));
    QVERIFY(test::findingsIn(*net.capture).contains(u"tcp.idle at %1 (1)"_qs.arg(peer.acceptance().size())));
    QCOMPARE(net.state(id), State::Open);
    peer.goOn();
    QTRY_VERIFY(net.has(u"in text 5 fin"_qs));
    QCOMPARE(test::differsWhenReopened(*net.capture), QString());
}

void TestBadTcp::badPorts_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("T09 port 0") << u"ws://127.0.0.1:0/"_qs;
    QTest::newRow("T09 port 65536") << u"ws://127.0.0.1:65536/"_qs;
    QTest::newRow("T08 bad name") << u"ws://a..b/"_qs;
}

void TestBadTcp::badPorts()
{
    QFETCH(QString, url);
    NetFixture net;
    const ConnectionId id = net.open(url);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY(!net.reason(id).isEmpty());
    QVERIFY(!net.has(u"in event connected"_qs));
}

/// T14: what a connection took, it gives back.
void TestBadTcp::manyCycles()
{
#ifdef FRAMESCOPE_SANITIZED
    constexpr int cycles = 1000;
#else
    constexpr int cycles = 10'000;
#endif
    constexpr int together = 50;
    ServerFixture server({});
    NetFixture net;
    const auto round = [&] {
        std::vector<ConnectionId> ids;
        for (int i = 0; i < together; ++i)
            ids.push_back(net.open(server.listener->url()));
        return ids;
    };
    const auto run = [&](int count) {
        for (int done = 0; done < count; done += together) {
            const std::vector<ConnectionId> ids = round();
            // The event loop only: waiting in steps of 50 ms would take minutes.
            while (!std::all_of(ids.begin(), ids.end(), [&](ConnectionId id) { return net.state(id) == State::Open; }))
                QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
            for (const ConnectionId id : ids)
                net.session->abort(id);
            while (!net.session->liveConnections().empty())
                QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        }
    };
    run(together);
    QTRY_COMPARE(server.record.rows().filter(u"event closed"_qs).size(), together);
    const qsizetype descriptors = openDescriptors();
    const qsizetype threadsBefore = threads();
    [[maybe_unused]] const std::uint64_t memory = platform::residentMemory();
    run(cycles);
    QTRY_COMPARE(openDescriptors(), descriptors);
    QCOMPARE(threads(), threadsBefore);
#ifndef FRAMESCOPE_SANITIZED
    // Two captures keep a few facts and rows of every connection; no buffers, no parsers and no sockets.
    const std::uint64_t grown = platform::residentMemory() - memory;
    QVERIFY2(grown < std::uint64_t(cycles) * 8 * 1024, qPrintable(QString::number(grown)));
#endif
}

QTEST_GUILESS_MAIN(TestBadTcp)
#include "tst_tcp.moc"
