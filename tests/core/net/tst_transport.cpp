#include "core/net/transport.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

#ifdef Q_OS_UNIX
#include <poll.h>
#include <sys/socket.h>
#endif

using namespace framescope;
using net::Transport;

/// One end over 127.0.0.1 against a QTcpSocket. TLS is tested with the connections.
class TestTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<QTcpServer>();
        m_server->setProxy(QNetworkProxy::NoProxy);
        QVERIFY(m_server->listen(QHostAddress::LocalHost));
        auto socket = std::make_unique<QTcpSocket>();
        socket->setProxy(QNetworkProxy::NoProxy);
        socket->connectToHost(QHostAddress(QHostAddress::LocalHost), m_server->serverPort());
        QTRY_VERIFY(m_server->hasPendingConnections());
        QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
        m_peer = m_server->nextPendingConnection();
        m_transport = std::make_unique<Transport>(std::move(socket));
        QVERIFY(!m_transport->isTls());
    }
    void cleanup() { m_transport.reset(); }

    void bothWays()
    {
        QSignalSpy written(m_transport.get(), &Transport::written);
        m_transport->write("ping");
        QCOMPARE(written.count(), 0);
        QTRY_COMPARE(written.count(), 1);
        QCOMPARE(m_transport->unsent(), qint64(0));
        QTRY_COMPARE(m_peer->peek(4), QByteArray("ping"));
        m_peer->write("pong");
        QTRY_COMPARE(m_transport->bytesAvailable(), qint64(4));
        QCOMPARE(read(), QByteArray("pong"));
        QVERIFY(!m_transport->receive());
        m_peer->write("later");
        m_peer->flush();
        QTRY_VERIFY(m_transport->receive() || m_transport->bytesAvailable() > 0);
        QCOMPARE(read(), QByteArray("later"));
    }

    /// However fast a peer sends, one turn of reading ends.
    void floodIsReadInTurns()
    {
#ifdef Q_OS_WIN
        QSKIP("Qt does the reading there");
#else
        constexpr qint64 all = 64 * 1024 * 1024;
        std::atomic<bool> given = false;
        std::thread sender([&given, socket = int(m_peer->socketDescriptor())] {
            const QByteArray block(256 * 1024, 'x');
            for (qint64 sent = 0; sent < all;) {
                const auto size = std::size_t(std::min<qint64>(block.size(), all - sent));
                const ssize_t count = ::send(socket, block.constData(), size, MSG_NOSIGNAL);
                pollfd wait{socket, POLLOUT, 0};
                if (count > 0)
                    sent += count;
                else if (::poll(&wait, 1, 30'000) <= 0)
                    return;
            }
            given = true;
        });
        QByteArray buffer(64 * 1024, Qt::Uninitialized);
        qint64 taken = 0, most = 0;
        connect(m_transport.get(), &Transport::readable, this, [&] {
            qint64 turn = 0;
            for (qint64 count = 1; count > 0; turn += std::max<qint64>(count, 0))
                count = m_transport->read(buffer.data(), buffer.size());
            taken += turn;
            most = std::max(most, turn);
        });
        QTRY_COMPARE(taken, all);
        sender.join();
        QVERIFY(given);
        QVERIFY2(most <= 1024 * 1024 + 128 * 1024, qPrintable(QString::number(most)));
#endif
    }

    /// The end of the peer's side: what came is there, what goes arrives; then our end.
    void halfClosed()
    {
#ifdef Q_OS_WIN
        QSKIP("Qt does the sending there");
#endif
        QSignalSpy ended(m_transport.get(), &Transport::ended);
        m_peer->write("last");
        m_peer->flush();
        platform::endSending(m_peer->socketDescriptor());
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(read(), QByteArray("last"));
        QVERIFY(!m_transport->wasReset());
        QVERIFY(m_transport->canWrite());
        m_transport->write("answer");
        m_transport->endSending();
        QTRY_COMPARE(m_peer->state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(m_peer->readAll(), QByteArray("answer"));
        QCOMPARE(ended.count(), 1);
    }

    void resetAfterTheEnd()
    {
#ifdef Q_OS_WIN
        QSKIP("Qt does the sending there");
#endif
        QSignalSpy ended(m_transport.get(), &Transport::ended);
        platform::endSending(m_peer->socketDescriptor());
        QTRY_COMPARE(ended.count(), 1);
        m_transport->watchForReset();
        platform::resetOnClose(m_peer->socketDescriptor());
        m_peer->abort();
        QTRY_COMPARE(ended.count(), 2);
        QVERIFY(m_transport->wasReset());
        QVERIFY(!m_transport->canWrite());
    }

    void resetByThePeer()
    {
        QSignalSpy ended(m_transport.get(), &Transport::ended);
        platform::resetOnClose(m_peer->socketDescriptor());
        m_peer->abort();
        QTRY_COMPARE(ended.count(), 1);
        QVERIFY(!m_transport->canWrite());
    }

    /// Writing hears of the reset first: what came before it can be read, and the end is told once.
    void resetNoticedByWriting()
    {
        QByteArray received;
        connect(m_transport.get(), &Transport::readable, this, [&] { received += read(); });
        QSignalSpy ended(m_transport.get(), &Transport::ended);
        m_peer->setReadBufferSize(1);
        m_transport->write(QByteArray(16 * 1024 * 1024, 'x'));
        QVERIFY(m_transport->unsent() > 0);
        m_peer->write("before");
        m_peer->flush();
        platform::resetOnClose(m_peer->socketDescriptor());
        m_peer->abort();
        QTRY_VERIFY(ended.count() > 0);
        QCOMPARE(received, QByteArray("before"));
        QCOMPARE(m_transport->unsent(), qint64(0));
        QVERIFY(!m_transport->canWrite());
    }

    void reset()
    {
        QSignalSpy errors(m_peer, &QTcpSocket::errorOccurred);
        QSignalSpy ended(m_transport.get(), &Transport::ended);
        const platform::SocketHandle handle(m_peer->socketDescriptor());
        m_transport->reset();
        QTRY_COMPARE(m_peer->state(), QAbstractSocket::UnconnectedState);
#if defined(Q_OS_LINUX) || defined(Q_OS_MACOS)
        QVERIFY(handle.wasReset());
#endif
        QCOMPARE(ended.count(), 0); // who closes is not told
    }

    void endedBefore()
    {
        auto socket = std::make_unique<QTcpSocket>();
        Transport transport(std::move(socket));
        QSignalSpy ended(&transport, &Transport::ended);
        QVERIFY(!transport.canWrite());
        QTRY_COMPARE(ended.count(), 1);
    }

private:
    QByteArray read()
    {
        QByteArray data(1024, Qt::Uninitialized);
        data.truncate(qMax<qint64>(0, m_transport->read(data.data(), data.size())));
        return data;
    }

    std::unique_ptr<QTcpServer> m_server;
    QTcpSocket *m_peer = nullptr;
    std::unique_ptr<Transport> m_transport;
};

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
