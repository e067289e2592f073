#include "core/net/dial/dialer.h"

#include "tests/support/scriptedpeer.h"

#include <QSignalSpy>
#include <QSslSocket>
#include <QTest>

using namespace framescope;
using net::Dialer;
using net::Failure;
using test::ScriptedPeer;

/// The way to the server, over real sockets on loopback.
class TestDialer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connects_data();
    void connects();
    void refused();
};

void TestDialer::connects_data()
{
    QTest::addColumn<bool>("secure");
    QTest::newRow("plain") << false;
    QTest::newRow("a socket that can start TLS") << true;
}

void TestDialer::connects()
{
    QFETCH(bool, secure);
    ScriptedPeer peer;
    auto url = http::parseWsUrl(secure ? peer.url().replace(u"ws:"_qs, u"wss:"_qs) : peer.url());
    QVERIFY(url.ok());
    Dialer dialer({}, *url);
    QSignalSpy connected(&dialer, &Dialer::connected);
    dialer.start();
    QTRY_COMPARE(connected.size(), 1);
    const auto socket = dialer.takeSocket();
    QVERIFY(socket);
    QCOMPARE(socket->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(socket->peerPort(), peer.serverPort());
    auto *tls = qobject_cast<QSslSocket *>(socket.get());
    QCOMPARE(tls != nullptr, secure);
    if (tls != nullptr)
        QCOMPARE(tls->mode(), QSslSocket::UnencryptedMode);
    QTRY_VERIFY(peer.hasClient());
}

void TestDialer::refused()
{
    QString text;
    {
        ScriptedPeer gone;
        text = gone.url();
    }
    Dialer dialer({}, *http::parseWsUrl(text));
    std::vector<Failure> failures;
    connect(&dialer, &Dialer::failed, this, [&](const Failure &failure) { failures.push_back(failure); });
    dialer.start();
    QTRY_COMPARE(failures.size(), std::size_t(1));
    QCOMPARE(failures[0].stage, u"connect"_qs);
    QVERIFY2(failures[0].reason.contains(u"Connection refused"), qPrintable(failures[0].reason));
}

QTEST_GUILESS_MAIN(TestDialer)
#include "tst_dialer.moc"
