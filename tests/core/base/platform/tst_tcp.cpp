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
    void badDescriptor()
    {
        QVERIFY(!platform::endSending(-1));
        QVERIFY(!platform::resetOnClose(-1));
        QVERIFY(!platform::SocketHandle(-1).wasReset());
    }

private:
    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<QTcpSocket> m_client;
    QTcpSocket *m_accepted = nullptr;
};

QTEST_GUILESS_MAIN(TestTcp)
#include "tst_tcp.moc"
