#include "core/net/session.h"

#include "core/http/acceptkey.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QPointer>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::closeFrame;
using test::frame;
using test::NetFixture;
using test::ScriptedPeer;
using ws::Opcode;

namespace
{
/// Answers the request of its n-th connection with the n-th answer, or the last; "101" opens, and "101 end" ends TCP
/// then.
class AnsweringServer : public QTcpServer
{
public:
    explicit AnsweringServer(const QList<QByteArray> &answers)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, answers] {
            QTcpSocket *socket = nextPendingConnection();
            sockets.push_back(socket);
            const QByteArray answer = answers.value(qsizetype(sockets.size()) - 1, answers.last());
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer, request = QByteArray()]() mutable {
                request += socket->readAll();
                const qsizetype from = request.indexOf("Sec-WebSocket-Key: ") + 19;
                if (!request.endsWith("\r\n\r\n") || from < 19)
                    return;
                if (answer.startsWith("101")) {
                    socket->write("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Accept: " +
                                  http::acceptFor(request.mid(from, 24)) + "\r\n\r\n");
                } else {
                    socket->write(answer + "Content-Length: 0\r\n\r\n");
                }
                if (answer != "101")
                    socket->disconnectFromHost();
            });
        });
    }
    QString url() const { return u"ws://127.0.0.1:%1/"_qs.arg(serverPort()); }
    std::vector<QPointer<QTcpSocket>> sockets;
};

QStringList notes(const NetFixture &net)
{
    capture::CaptureReader reader(*net.capture);
    QStringList texts;
    for (std::uint64_t i = 0; i < net.capture->rowCount(); ++i) {
        if (const auto event = reader.event(RowIndex(i)); event.kind == EventKind::Note && !event.details.isEmpty())
            texts += u"%1: %2"_qs.arg(net.capture->row(RowIndex(i)).connection().value())
                         .arg(event.details.value(u"text"_qs).toString());
    }
    return texts;
}

net::ReconnectSettings quickly(int attempts = 3)
{
    return {true, std::chrono::milliseconds(20), std::chrono::milliseconds(40), attempts};
}

net::ReconnectSettings slowly() { return {true, std::chrono::hours(1), std::chrono::hours(1), 0}; }

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
    void rowsComeBeforeTheNewsOfTheClose();
    void ownThreadEndsFast();
    void manyConnections();
    void connectsAgain();
    void opensAndEndsAtOnce();
    void attemptsEnd();
    void doesNotConnectAgain_data();
    void doesNotConnectAgain();
    void cancelled_data();
    void cancelled();
    void manyCycles();
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

void TestSession::rowsComeBeforeTheNewsOfTheClose()
{
    ScriptedPeer peer;
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    QStringList seen;
    QObject::connect(net.session.get(), &net::Session::changed, net.session.get(), [&] {
        if (seen.isEmpty() && net.state(id) == State::Closing)
            seen = net.rows();
    });
    peer.send(frame(Opcode::Text, "bye") + closeFrame(1000));
    QTRY_VERIFY(!seen.isEmpty());
    QVERIFY2(!seen.filter(u"in text 3"_qs).isEmpty() && !seen.filter(u"in close 2"_qs).isEmpty(),
             qPrintable(seen.join(u'\n')));
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

void TestSession::connectsAgain()
{
    AnsweringServer server({"HTTP/1.1 503 Busy\r\n", "101 end", "HTTP/1.1 429 Slow\r\n", "101"});
    std::vector<ConnectionId> begun; // outlives the session, which tells of its end
    NetFixture net;
    net.settings.reconnect = quickly(2);
    net.settings.reconnect.steady = std::chrono::milliseconds(0);
    QObject::connect(net.session.get(), &net::Session::changed, net.session.get(), [&](ConnectionId id) {
        if (std::find(begun.begin(), begun.end(), id) == begun.end())
            begun.push_back(id);
    });
    const ConnectionId first = net.open(server.url());
    QTRY_COMPARE(net.capture->connectionCount(), 4u);
    QTRY_COMPARE(net.state(ConnectionId(3)), State::Open);
    QCOMPARE(begun, (std::vector<ConnectionId>{first, ConnectionId(1), ConnectionId(2), ConnectionId(3)}));
    // Counting began again with the connection that was open.
    const QStringList told = notes(net);
    QCOMPARE(told.size(), qsizetype(3));
    QVERIFY2(
        QRegularExpression(u"^0: Connecting again in \\d+ ms \\(attempt 1 of 2\\)\\.$"_qs).match(told[0]).hasMatch(),
        qPrintable(told[0]));
    QVERIFY2(told[1].startsWith(u"1: ") && told[1].endsWith(u"(attempt 1 of 2)."), qPrintable(told[1]));
    QVERIFY2(told[2].startsWith(u"2: ") && told[2].endsWith(u"(attempt 2 of 2)."), qPrintable(told[2]));
    for (std::uint32_t i = 0; i < 3; ++i) {
        const net::Status status = net.session->status(ConnectionId(i));
        QVERIFY(!status.retryAt);
        QCOMPARE(status.retriedAs, ConnectionId(i + 1));
    }
    QVERIFY(!net.session->status(ConnectionId(3)).retriedAs);
}

/// Connections that end at once are no success: the waits grow, and end.
void TestSession::opensAndEndsAtOnce()
{
    AnsweringServer server({"101 end", "101 end", "101 end", "101 end", "101 end"});
    NetFixture net;
    net.settings.reconnect = quickly(2);
    net.open(server.url());
    QTRY_COMPARE(notes(net).size(), qsizetype(3));
    QVERIFY2(notes(net)[1].endsWith(u"(attempt 2 of 2)."), qPrintable(notes(net)[1]));
    QVERIFY2(notes(net)[2].contains(u"did not stay open"_qs), qPrintable(notes(net)[2]));
    QCOMPARE(net.capture->connectionCount(), 3u);
}

void TestSession::attemptsEnd()
{
    QString url;
    {
        ScriptedPeer gone;
        url = gone.url();
    }
    NetFixture net(net::Session::Threading::OwnThread);
    net.settings.reconnect = quickly(3);
    net.open(url);
    QTRY_COMPARE(notes(net).size(), qsizetype(4));
    QCOMPARE(net.capture->connectionCount(), 4u);
    QCOMPARE(notes(net).last(),
             u"3: Not connecting again by itself: 3 attempts in a row failed or did not stay open."_qs);
    QVERIFY(!net.session->status(ConnectionId(3)).retryAt);
}

void TestSession::doesNotConnectAgain_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("note"); ///< empty: nothing to say, somebody here wanted it
    QTest::newRow("off") << u"off"_qs << QString();
    QTest::newRow("close") << u"close"_qs << QString();
    QTest::newRow("abort") << u"abort"_qs << QString();
    QTest::newRow("crafted close frame") << u"crafted"_qs << QString();
    QTest::newRow("bad URL") << u"url"_qs << u"this is no address"_qs;
    for (const char *status : {"301", "400", "401", "403", "404", "407", "426"})
        QTest::newRow(status) << QString::fromLatin1(status)
                              << u"the server refused with %1"_qs.arg(QString::fromLatin1(status));
    QTest::newRow("not HTTP") << u"garbage"_qs << u"the answer was no WebSocket handshake"_qs;
    QTest::newRow("certificate") << u"tls"_qs << u"refused"_qs;
    QTest::newRow("broken rule") << u"rule"_qs << u"a rule was broken"_qs;
}

void TestSession::doesNotConnectAgain()
{
    QFETCH(QString, what);
    QFETCH(QString, note);
    const bool opens = what == u"off" || what == u"close" || what == u"abort" || what == u"crafted" || what == u"rule";
    ScriptedPeer peer(opens ? ScriptedPeer::Upgrade::Accept : ScriptedPeer::Upgrade::Answer,
                      what == u"garbage" ? "SSH-2.0-x\r\n"
                                         : "HTTP/1.1 " + what.toLatin1() + " No\r\nContent-Length: 0\r\n\r\n");
    if (what == u"tls") {
        const QString data = QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/");
        peer.useTls(data + u"server.pem"_qs, data + u"server.key"_qs);
    }
    NetFixture net;
    if (what == u"rule") {
        peer.after101 = frame(Opcode(0x3));
        net.settings.policy = net::Policy::Strict;
    }
    net.settings.reconnect = quickly();
    net.settings.reconnect.enabled = what != u"off";
    net.settings.closeTimeout = std::chrono::milliseconds(50);
    const ConnectionId id = net.open(what == u"url" ? u"ws://:::/"_qs : peer.url());
    if (opens && what != u"rule")
        QTRY_COMPARE(net.state(id), State::Open);
    if (what == u"close")
        net.session->close(id);
    else if (what == u"abort")
        net.session->abort(id);
    else if (what == u"crafted")
        net.session->send(id, frame(Opcode::Close, {}, true, ws::MaskKey{}));
    else if (what == u"off")
        peer.end();
    QTRY_VERIFY(!net.session->isLive(id));
    if (!note.isEmpty()) {
        QTRY_COMPARE(notes(net).size(), qsizetype(1));
        QVERIFY2(notes(net)[0].contains(note), qPrintable(notes(net)[0]));
    } else {
        QVERIFY2(notes(net).isEmpty(), qPrintable(notes(net).join(u'\n')));
    }
    const net::Status status = net.session->status(id);
    QVERIFY(!status.retryAt && !status.retriedAs);
    QCOMPARE(net.capture->connectionCount(), 1u);
}

void TestSession::cancelled_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : {"cancelReconnect", "close", "abort", "end of the session"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestSession::cancelled()
{
    QFETCH(QString, how);
    AnsweringServer server({"101 end"});
    NetFixture net(how == u"abort" ? net::Session::Threading::CallersThread : net::Session::Threading::OwnThread);
    net.settings.reconnect = slowly();
    const ConnectionId id = net.open(server.url());
    QTRY_VERIFY(net.session->status(id).retryAt);
    QCOMPARE(net.session->status(id).retryAttempt, 1);
    QVERIFY(*net.session->status(id).retryAt > net.clock.now());
    QVERIFY(!net.session->isLive(id));
    if (how == u"cancelReconnect")
        net.session->cancelReconnect(id);
    else if (how == u"close")
        net.session->close(id);
    else if (how == u"abort")
        net.session->abort(id);
    if (how == u"end of the session") {
        net.session.reset();
        QCOMPARE(net.capture->connectionCount(), 1u);
        return;
    }
    QTRY_VERIFY(!net.session->status(id).retryAt);
    QCOMPARE(net.session->status(id).retryAttempt, 0);
    QTRY_COMPARE(notes(net).last(), u"0: Connecting again was cancelled."_qs);
    // A connection that lives can be told as well.
    AnsweringServer other({"101"});
    const ConnectionId second = net.open(other.url());
    QTRY_COMPARE(net.state(second), State::Open);
    net.session->cancelReconnect(second);
    other.sockets[0]->disconnectFromHost();
    QTRY_VERIFY(!net.session->isLive(second));
    QVERIFY(!net.session->status(second).retryAt);
}

namespace
{
/// How many of something the system counts for this program; 0 where it does not tell.
qsizetype counted(const char *what)
{
    return QDir(u"/proc/self/%1"_qs.arg(QLatin1String(what))).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size();
}
} // namespace

/// T14: what connections open they give back.
void TestSession::manyCycles()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    int serverSockets = 0;
    connect(&server, &QTcpServer::newConnection, &server, [&] {
        while (QTcpSocket *socket = server.nextPendingConnection()) {
            ++serverSockets;
            connect(socket, &QObject::destroyed, &server, [&serverSockets] { --serverSockets; });
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                if (socket->readAll().endsWith("\r\n\r\n"))
                    socket->write("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
            });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    NetFixture net(net::Session::Threading::OwnThread);
    const auto cycles = [&](int count) {
        constexpr int atOnce = 50;
        for (int i = 0; i < count; i += atOnce) {
            std::vector<ConnectionId> ids;
            for (int k = 0; k < atOnce; ++k)
                ids.push_back(net.open(u"ws://127.0.0.1:%1"_qs.arg(server.serverPort())));
            const auto isOpen = [&](ConnectionId id) { return net.state(id) == State::Open; };
            QTRY_VERIFY(std::all_of(ids.begin(), ids.end(), isOpen));
            for (const ConnectionId id : ids)
                net.session->abort(id);
            QTRY_VERIFY(net.session->liveConnections().empty());
            QTRY_COMPARE(serverSockets, 0);
        }
    };
    cycles(100); // what is made once is there after them
    const qsizetype descriptors = counted("fd");
    const qsizetype threads = counted("task");
    cycles(1'000);
    QTRY_COMPARE(counted("fd"), descriptors);
    QCOMPARE(counted("task"), threads);
    QVERIFY(net.session->liveConnections().empty());
    // The first is long forgotten but for its facts.
    const net::Status first = net.session->status(ConnectionId(0));
    QCOMPARE(first.state, State::Closed);
    QVERIFY(first.opened != Timestamp());
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
