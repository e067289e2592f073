#include "core/net/clienttls.h"

#include "tests/support/scriptedpeer.h"

#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>

using namespace framescope;
using net::ClientTls;
using test::ScriptedPeer;

namespace
{
QString data(const QString &name) { return QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/") + name; }
} // namespace

/// TLS begun on a socket that is connected already. How a whole connection fares with it: tst_tlssetup.cpp.
class TestClientTls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsOnConnectedSocket_data();
    void startsOnConnectedSocket();
    void uselessFile();
    void failures();
};

void TestClientTls::startsOnConnectedSocket_data()
{
    QTest::addColumn<bool>("trusted");
    QTest::newRow("verified") << true;
    QTest::newRow("refused") << false;
}

void TestClientTls::startsOnConnectedSocket()
{
    QFETCH(bool, trusted);
    ScriptedPeer peer;
    peer.useTls(data(u"server.pem"_qs), data(u"server.key"_qs));
    net::TlsSettings settings;
    if (trusted)
        settings.caFiles = QStringList{data(u"ca.pem"_qs)};
    ClientTls tls(settings, *http::parseWsUrl(peer.url()));
    QVERIFY(!tls.prepare());
    QSslSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QHostAddress::LocalHost, peer.serverPort());
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
    QSignalSpy encrypted(&tls, &ClientTls::encrypted);
    QSignalSpy errors(&socket, &QSslSocket::errorOccurred);
    tls.start(socket);
    if (trusted) {
        QTRY_COMPARE(encrypted.size(), 1);
        QVERIFY(tls.excused().isEmpty());
        QVERIFY(tls.refusedSha256().isEmpty());
    } else {
        QTRY_VERIFY(!errors.isEmpty());
        QCOMPARE(encrypted.size(), 0);
        QCOMPARE(tls.refusedSha256().size(), 32);
        QVERIFY(tls.refusedCertificate().contains(u"Subject: CN=server"));
        QVERIFY(tls.failed(socket.errorString()).reason.contains(u"certificate"));
    }
}

void TestClientTls::uselessFile()
{
    net::TlsSettings settings;
    settings.caFiles = QStringList{data(u"server.key"_qs)};
    ClientTls tls(settings, *http::parseWsUrl(u"wss://localhost"_qs));
    const auto failure = tls.prepare();
    QVERIFY(failure);
    QCOMPARE(failure->stage, u"tls"_qs);
    QVERIFY(failure->reason.contains(u"server.key"));
}

void TestClientTls::failures()
{
    const ClientTls tls({}, *http::parseWsUrl(u"wss://example.com"_qs));
    QVERIFY(tls.ended(true).reason.startsWith(u"example.com:443 reset the connection during the TLS handshake."));
    QVERIFY(tls.ended(false).reason.startsWith(u"example.com:443 ended the connection during the TLS handshake."));
    QVERIFY(tls.timedOut(std::chrono::seconds(3)).reason.contains(u"not done within 3 s"));
}

QTEST_GUILESS_MAIN(TestClientTls)
#include "tst_clienttls.moc"
