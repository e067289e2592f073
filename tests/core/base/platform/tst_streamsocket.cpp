#include "core/base/platform/streamsocket.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using platform::StreamSocket;
using State = StreamSocket::State;

namespace
{
/// Waits as an owner would: for the descriptor to be writable, then asks.
State settled(StreamSocket &socket, State state)
{
    if (state != State::Pending)
        return state;
    QSocketNotifier writable(socket.descriptor(), QSocketNotifier::Write);
    QObject::connect(&writable, &QSocketNotifier::activated, &writable, [&] {
        state = socket.check();
        writable.setEnabled(state == State::Pending);
    });
    [&] { QTRY_VERIFY(state != State::Pending); }();
    return state;
}
} // namespace

/// Connecting without blocking, on loopback.
class TestStreamSocket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connects_data();
    void connects();
    void refused();
    void unreachable();
    void unixSocket();
    void unixRefusals_data();
    void unixRefusals();
};

void TestStreamSocket::connects_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
}

void TestStreamSocket::connects()
{
    QFETCH(QHostAddress, address);
    QTcpServer server;
    if (!server.listen(address))
        QSKIP("this address is not to be had here");
    StreamSocket socket;
    QCOMPARE(settled(socket, socket.connectTo(address, server.serverPort())), State::Connected);
    QCOMPARE(socket.error(), 0);
    QTcpSocket tcp;
    QVERIFY(tcp.setSocketDescriptor(socket.release()));
    QCOMPARE(socket.descriptor(), qintptr(-1));
    QCOMPARE(tcp.peerPort(), server.serverPort());
    QTRY_VERIFY(server.hasPendingConnections());
    tcp.write("hello");
    QTcpSocket *accepted = server.nextPendingConnection();
    QTRY_COMPARE(accepted->bytesAvailable(), qint64(5));
}

void TestStreamSocket::refused()
{
    quint16 port = 0;
    {
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        port = gone.serverPort();
    }
    StreamSocket socket;
    QCOMPARE(settled(socket, socket.connectTo(QHostAddress(QHostAddress::LocalHost), port)), State::Failed);
    QVERIFY(platform::isRefusal(socket.error()));
#ifdef Q_OS_LINUX
    QCOMPARE(platform::socketErrorText(socket.error()), u"Connection refused"_qs);
#endif
}

/// TCP has no broadcast: the system says so at once, in its own words.
void TestStreamSocket::unreachable()
{
    StreamSocket socket;
    QCOMPARE(socket.connectTo(QHostAddress(QHostAddress::Broadcast), 80), State::Failed);
    QVERIFY(socket.error() != 0);
    QVERIFY(!platform::isRefusal(socket.error()));
    QVERIFY(!platform::socketErrorText(socket.error()).isEmpty());
    StreamSocket none;
    QCOMPARE(none.connectTo(QHostAddress(), 80), State::Failed);
}

void TestStreamSocket::unixSocket()
{
#ifdef Q_OS_WIN
    QSKIP("no Unix domain sockets here");
#endif
    QTemporaryDir folder;
    const QString path = folder.filePath(u"a socket"_qs);
    QLocalServer server;
    QVERIFY(server.listen(path));
    StreamSocket socket;
    QCOMPARE(socket.connectTo(path), State::Connected);
    QTcpSocket tcp;
    QVERIFY(tcp.setSocketDescriptor(socket.release()));
    tcp.write("hello");
    QTRY_VERIFY(server.hasPendingConnections());
    QLocalSocket *accepted = server.nextPendingConnection();
    QTRY_COMPARE(accepted->bytesAvailable(), qint64(5));
    accepted->write("you");
    QTRY_COMPARE(tcp.bytesAvailable(), qint64(3));
}

void TestStreamSocket::unixRefusals_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::newRow("not there") << u"/nonexistent/framescope.sock"_qs << u"No such file or directory"_qs;
    QTest::newRow("too long") << u'/' + QString(200, u'x') << u"File name too long"_qs;
}

void TestStreamSocket::unixRefusals()
{
#ifndef Q_OS_LINUX
    QSKIP("the texts are those of Linux");
#endif
    QFETCH(QString, path);
    StreamSocket socket;
    QCOMPARE(socket.connectTo(path), State::Failed);
    QTEST(platform::socketErrorText(socket.error()), "text");
}

QTEST_GUILESS_MAIN(TestStreamSocket)
#include "tst_streamsocket.moc"
