#include "core/base/platform/tcp.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <memory>

using namespace framescope;

class TestTcp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<QTcpServer>();
        m_server->setProxy(QNetworkProxy::NoProxy);
        QVERIFY(m_server->listen(QHostAddress::LocalHost));
        m_client = std::make_unique<QTcpSocket>();
        m_client->setProxy(QNetworkProxy::NoProxy);
        m_client->connectToHost(QHostAddress(QHostAddress::LocalHost), m_server->serverPort());
        QTRY_VERIFY(m_server->hasPendingConnections());
        QTRY_COMPARE(m_client->state(), QAbstractSocket::ConnectedState);
        m_accepted = m_server->nextPendingConnection();
    }
    void endTellsFromReset_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::newRow("FIN") << false;
        QTest::newRow("RST") << true;
    }
    void endTellsFromReset()
    {
#if !defined(Q_OS_LINUX) && !defined(Q_OS_MACOS)
        QSKIP("the system does not tell");
#endif
        QFETCH(bool, reset);
        const platform::SocketHandle probe(m_client->socketDescriptor());
        QSignalSpy disconnected(m_client.get(), &QTcpSocket::disconnected);
        QVERIFY(!probe.wasReset());
        if (reset)
            QVERIFY(platform::resetOnClose(m_accepted->socketDescriptor()));
        m_accepted->abort();
        QTRY_COMPARE(disconnected.count(), 1);
        QCOMPARE(probe.wasReset(), reset);
    }
    void endSendingLeavesReading()
    {
        QVERIFY(platform::endSending(m_client->socketDescriptor()));
        // At once: QTcpSocket closes on the FIN as soon as it hears of it.
        m_accepted->write("still read");
        m_accepted->flush();
        QTRY_COMPARE(m_client->bytesAvailable(), qint64(10));
        QTRY_COMPARE(m_accepted->state(), QAbstractSocket::UnconnectedState);
    }
    /// QTcpSocket closes on the peer's end; the handle still sends, until the peer is gone.
    void handleSendsAfterTheEndOfThePeer()
    {
        platform::SocketHandle handle(m_client->socketDescriptor());
        if (!handle.isValid())
            QSKIP("the system has no second handles");
        QVERIFY(platform::endSending(m_accepted->socketDescriptor()));
        QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
        std::size_t count = 0;
        QVERIFY(handle.send("sent", 4, count) == platform::SocketHandle::Sent::Some);
        QCOMPARE(count, std::size_t(4));
        QTRY_COMPARE(m_accepted->bytesAvailable(), qint64(4));
        QVERIFY(!handle.wasReset());
        QVERIFY(platform::resetOnClose(m_accepted->socketDescriptor()));
        m_accepted->abort();
        QTRY_VERIFY(handle.wasReset());
        QVERIFY(handle.send("never", 5, count) == platform::SocketHandle::Sent::Never);
        QCOMPARE(count, std::size_t(0));
        handle.close();
        QVERIFY(!handle.isValid());
    }
    void handleWaitsForRoom()
    {
        const platform::SocketHandle handle(m_client->socketDescriptor());
        if (!handle.isValid())
            QSKIP("the system has no second handles");
        m_accepted->setReadBufferSize(1);
        const QByteArray octets(1024 * 1024, 'x');
        std::size_t count = 0;
        std::size_t all = 0;
        auto result = platform::SocketHandle::Sent::Some;
        for (; result == platform::SocketHandle::Sent::Some && all < 1024 * 1024 * 1024; all += count)
            result = handle.send(octets.constData(), std::size_t(octets.size()), count);
        QVERIFY(result == platform::SocketHandle::Sent::Later);
        m_accepted->setReadBufferSize(0);
        QByteArray received;
        QTRY_COMPARE((received += m_accepted->readAll()).size(), qsizetype(all));
    }
    void badDescriptor()
    {
        QVERIFY(!platform::endSending(-1));
        QVERIFY(!platform::resetOnClose(-1));
        QVERIFY(!platform::SocketHandle(-1).wasReset());
        QVERIFY(!platform::SocketHandle(-1).isValid());
    }

private:
    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<QTcpSocket> m_client;
    QTcpSocket *m_accepted = nullptr;
};

QTEST_GUILESS_MAIN(TestTcp)
#include "tst_tcp.moc"
