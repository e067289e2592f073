#include "core/net/session.h"

#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::frame;
using test::NetFixture;
using test::ScriptedPeer;
using ws::Opcode;

namespace
{
QByteArray closeFrame(std::uint16_t code, const QByteArray &reason = {})
{
    return frame(Opcode::Close, ws::closePayload(code, reason));
}

QString stateText(const NetFixture &net, ConnectionId id) { return net::stateName(net.state(id)); }
} // namespace

/// What any thread may ask of a session.
class TestSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void notSentWhenNotOpen();
    void abortInEveryState_data();
    void abortInEveryState();
    void ownThreadEndsFast();
    void manyConnections();
};

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

void TestSession::abortInEveryState_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when :
         {"queued", "connecting", "securing", "upgrading", "body", "open", "in a frame", "closing", "over"})
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

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
