#include "core/net/sendqueue.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <memory>

using namespace framescope;
using net::SendQueue;

/// Sends over a socket of 127.0.0.1; the other end is a QTcpSocket.
class TestSendQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<QTcpServer>();
        m_server->setProxy(QNetworkProxy::NoProxy);
        QVERIFY(m_server->listen(QHostAddress::LocalHost));
        m_ours = std::make_unique<QTcpSocket>();
        m_ours->setProxy(QNetworkProxy::NoProxy);
        m_ours->connectToHost(QHostAddress(QHostAddress::LocalHost), m_server->serverPort());
        QTRY_VERIFY(m_server->hasPendingConnections());
        QTRY_COMPARE(m_ours->state(), QAbstractSocket::ConnectedState);
        m_peer = m_server->nextPendingConnection();
        m_queue = std::make_unique<SendQueue>(m_ours->socketDescriptor());
        if (!m_queue->canSend())
            QSKIP("the system has no second handles");
    }
    void cleanup() { m_queue.reset(); }

    void atOnceWhereThereIsRoom()
    {
        QSignalSpy written(m_queue.get(), &SendQueue::written);
        m_queue->write("one");
        m_queue->write("two");
        m_queue->write({});
        QCOMPARE(m_queue->bytesToWrite(), qint64(0));
        QCOMPARE(written.count(), 0); // not from inside
        QTRY_COMPARE(written.count(), 1);
        QTRY_COMPARE(m_peer->peek(6), QByteArray("onetwo"));
    }

    /// More than the system takes, in pieces, while the peer reads little by little: all of it, in order.
    void whatWaitsGoesOutInOrder()
    {
        m_peer->setReadBufferSize(64 * 1024);
        QByteArray all;
        for (int i = 0; i < 40; ++i) {
            const QByteArray piece(i % 2 == 0 ? 997 : 1024 * 1024 - i, char('a' + i % 26));
            all += piece;
            m_queue->write(piece);
        }
        QVERIFY(m_queue->bytesToWrite() > 0);
        QVERIFY(m_queue->bytesToWrite() < all.size());
        readAll();
        QTRY_COMPARE_WITH_TIMEOUT(m_received.size(), all.size(), 60'000);
        QVERIFY(m_received == all);
        QCOMPARE(m_queue->bytesToWrite(), qint64(0));
    }

    /// The peer's FIN makes QTcpSocket close; what waits is still there, and more can be written.
    void thePeersEndTakesNothingAway()
    {
        m_peer->setReadBufferSize(64 * 1024);
        QByteArray all(12 * 1024 * 1024, 'q');
        m_queue->write(all);
        QVERIFY(platform::endSending(m_peer->socketDescriptor()));
        QTRY_COMPARE(m_ours->state(), QAbstractSocket::UnconnectedState);
        QVERIFY(m_queue->bytesToWrite() > 0);
        m_queue->write("more");
        all += "more";
        readAll();
        QTRY_COMPARE_WITH_TIMEOUT(m_received.size(), all.size(), 60'000);
        QVERIFY(m_received == all);
    }

    void resetWhileSomethingWaits()
    {
        QSignalSpy broken(m_queue.get(), &SendQueue::broken);
        m_peer->setReadBufferSize(1);
        m_queue->write(QByteArray(16 * 1024 * 1024, 'x'));
        QVERIFY(m_queue->bytesToWrite() > 0);
        platform::resetOnClose(m_peer->socketDescriptor());
        m_peer->abort();
        QTRY_COMPARE(broken.count(), 1);
        QCOMPARE(m_queue->bytesToWrite(), qint64(0));
        QVERIFY(!m_queue->canSend());
        m_queue->write("nobody takes it");
        QCOMPARE(m_queue->bytesToWrite(), qint64(0));
    }

    /// Nothing is written, nothing is read: only the watch hears of it.
    void resetAfterTheEndOfThePeer()
    {
        QSignalSpy broken(m_queue.get(), &SendQueue::broken);
        QVERIFY(platform::endSending(m_peer->socketDescriptor()));
        QTRY_COMPARE(m_ours->state(), QAbstractSocket::UnconnectedState);
        m_queue->watch();
        m_queue->write("unread");
        QTRY_COMPARE(m_peer->bytesAvailable(), qint64(6));
        QCOMPARE(broken.count(), 0);
        platform::resetOnClose(m_peer->socketDescriptor());
        m_peer->abort();
        QTRY_COMPARE(broken.count(), 1);
        QVERIFY(m_queue->handle().wasReset());
    }

    void closeLetsGo()
    {
        m_ours->abort();
        m_queue->write("last");
        m_queue->close();
        QVERIFY(!m_queue->canSend());
        QTRY_COMPARE(m_peer->state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(m_peer->readAll(), QByteArray("last"));
    }

    void noSocket()
    {
        SendQueue queue(-1);
        QVERIFY(!queue.canSend());
        queue.write("x");
        QCOMPARE(queue.bytesToWrite(), qint64(0));
        queue.watch();
        queue.close();
    }

private:
    void readAll()
    {
        m_received = m_peer->readAll();
        connect(m_peer, &QTcpSocket::readyRead, this, [this] { m_received += m_peer->readAll(); });
    }

    QByteArray m_received;
    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<QTcpSocket> m_ours;
    QTcpSocket *m_peer = nullptr;
    std::unique_ptr<SendQueue> m_queue;
};

QTEST_GUILESS_MAIN(TestSendQueue)
#include "tst_sendqueue.moc"
