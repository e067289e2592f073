#include "core/net/tls/tlswatch.h"

#include "tests/support/certificatemaker.h"
#include "tests/support/scriptedpeer.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

#include <memory>

using namespace framescope;
using namespace framescope::net;
using test::CertificateMaker;
using test::MadeCertificate;
using test::ScriptedPeer;

class TestTlsWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void seesTheHandshake_data();
    void seesTheHandshake();
    void twoAtOnce();
    void outlivesTheSocket();
    void endsBeforeTheSocket();
    void seesNothingYet();
    void alertNames();

private:
    std::unique_ptr<QSslSocket> connected(const ScriptedPeer &peer);

    CertificateMaker m_maker;
    MadeCertificate m_ca, m_server;
};

void TestTlsWatch::initTestCase()
{
    m_ca = m_maker.make({.commonName = u"CA"_qs, .ca = true});
    m_server = m_maker.make({u"server"_qs, {u"IP:127.0.0.1"_qs}}, &m_ca);
}

std::unique_ptr<QSslSocket> TestTlsWatch::connected(const ScriptedPeer &peer)
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setProxy(QNetworkProxy::NoProxy);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates({m_ca.certificate});
    socket->setSslConfiguration(configuration);
    socket->setPeerVerifyName(u"127.0.0.1"_qs);
    socket->connectToHost(QHostAddress::LocalHost, peer.serverPort());
    return socket;
}

void TestTlsWatch::seesTheHandshake_data()
{
    QTest::addColumn<bool>("requested");
    QTest::addColumn<bool>("tls12");
    QTest::newRow("TLS 1.3") << false << false;
    QTest::newRow("TLS 1.3, certificate requested") << true << false;
    QTest::newRow("TLS 1.2") << false << true;
    QTest::newRow("TLS 1.2, certificate requested") << true << true;
}

void TestTlsWatch::seesTheHandshake()
{
    QFETCH(bool, requested);
    QFETCH(bool, tls12);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.useTls(m_server.file, m_server.keyFile);
    if (requested) {
        peer.tls().setPeerVerifyMode(QSslSocket::QueryPeer);
        peer.tls().setCaCertificates({m_ca.certificate});
    }
    if (tls12)
        peer.tls().setProtocol(QSsl::TlsV1_2);
    auto socket = connected(peer);
    QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
    TlsWatch watch;
    QSignalSpy encrypted(socket.get(), &QSslSocket::encrypted);
    watch.startClientEncryption(*socket);
    QTRY_COMPARE(encrypted.size(), 1);
    QCOMPARE(watch.certificateRequested(), requested);
    QVERIFY(watch.lastMessage() == u"Finished" || watch.lastMessage() == u"NewSessionTicket");
    QCOMPARE(watch.resumed(), std::optional<bool>(false));
    QCOMPARE(watch.verifyResult(), 0);
    QCOMPARE(watch.group(), u"X25519"_qs);
    QCOMPARE(watch.verifiedPath(), (QList<QSslCertificate>{m_server.certificate, m_ca.certificate}));
    QVERIFY(!watch.peerAlert());
    QVERIFY(!watch.ourAlert());
}

void TestTlsWatch::twoAtOnce()
{
    ScriptedPeer good(ScriptedPeer::Upgrade::Silent), bad(ScriptedPeer::Upgrade::Silent);
    good.useTls(m_server.file, m_server.keyFile);
    auto one = connected(good), two = connected(bad);
    QTRY_COMPARE(one->state(), QAbstractSocket::ConnectedState);
    QTRY_COMPARE(two->state(), QAbstractSocket::ConnectedState);
    QSignalSpy encrypted(one.get(), &QSslSocket::encrypted);
    TlsWatch first, second;
    first.startClientEncryption(*one);
    second.startClientEncryption(*two);
    QTRY_VERIFY(bad.hasClient());
    bad.send(QByteArray("\x15\x03\x03\x00\x02\x02\x28", 7)); // alert: fatal, handshake_failure
    QTRY_COMPARE(second.peerAlert(), std::optional<int>(40));
    QTRY_COMPARE(encrypted.size(), 1);
    QVERIFY(first.alerts().isEmpty());
    QCOMPARE(second.alerts().size(), 1);
    QVERIFY(second.lastMessage().isEmpty());
}

void TestTlsWatch::outlivesTheSocket()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.useTls(m_server.file, m_server.keyFile);
    auto socket = connected(peer);
    QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
    TlsWatch watch;
    QSignalSpy encrypted(socket.get(), &QSslSocket::encrypted);
    watch.startClientEncryption(*socket);
    QTRY_COMPARE(encrypted.size(), 1);
    socket.reset();
    QVERIFY(watch.lastMessage() == u"Finished" || watch.lastMessage() == u"NewSessionTicket");
    QVERIFY(!watch.resumed());
    QVERIFY(watch.group().isEmpty());
    QVERIFY(watch.verifiedPath().isEmpty());
}

void TestTlsWatch::endsBeforeTheSocket()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    peer.useTls(m_server.file, m_server.keyFile);
    auto socket = connected(peer);
    QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
    auto watch = std::make_unique<TlsWatch>();
    QSignalSpy encrypted(socket.get(), &QSslSocket::encrypted);
    watch->startClientEncryption(*socket);
    watch.reset();
    QTRY_COMPARE(encrypted.size(), 1);
}

void TestTlsWatch::seesNothingYet()
{
    const TlsWatch watch;
    QVERIFY(!watch.certificateRequested());
    QVERIFY(watch.acceptableIssuers().isEmpty());
    QVERIFY(watch.lastMessage().isEmpty());
    QVERIFY(!watch.resumed());
    QCOMPARE(watch.verifyResult(), 0);
}

void TestTlsWatch::alertNames()
{
    QCOMPARE(alertText(40), u"handshake_failure (40)"_qs);
    QCOMPARE(alertText(116), u"certificate_required (116)"_qs);
    QCOMPARE(alertText(255), u"255"_qs);
}

QTEST_GUILESS_MAIN(TestTlsWatch)
#include "tst_tlswatch.moc"
