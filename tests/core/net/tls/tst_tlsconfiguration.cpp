#include "core/net/tls/tlsconfiguration.h"

#include "tests/support/certificatemaker.h"

#include <QSslSocket>
#include <QTest>

using namespace framescope;
using namespace framescope::net;
using test::CertificateMaker;
using test::MadeCertificate;

class TestTlsConfiguration : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void usual();
    void extraAuthorities();
    void clientCertificate();
    void versions_data();
    void versions();
    void uselessFile();
    void names();

private:
    CertificateMaker m_maker;
};

void TestTlsConfiguration::usual()
{
    const auto configuration = tlsConfiguration({});
    QVERIFY(configuration.ok());
    QCOMPARE(configuration->peerVerifyMode(), QSslSocket::VerifyPeer);
    QCOMPARE(configuration->allowedNextProtocols(), QList<QByteArray>{"http/1.1"});
    QVERIFY(configuration->localCertificateChain().isEmpty());
    QVERIFY(configuration->ocspStaplingEnabled());
    QVERIFY(configuration->backendConfiguration().isEmpty());
}

void TestTlsConfiguration::extraAuthorities()
{
    const MadeCertificate a = m_maker.make({.commonName = u"a"_qs, .ca = true});
    const MadeCertificate b = m_maker.make({.commonName = u"b"_qs, .ca = true});
    TlsSettings settings;
    settings.caFiles = QStringList{m_maker.file(u"both.pem"_qs, a.pem + b.pem)};
    const auto configuration = tlsConfiguration(settings);
    QVERIFY(configuration.ok());
    QVERIFY(configuration->caCertificates().contains(a.certificate));
    QVERIFY(configuration->caCertificates().contains(b.certificate));
    // Besides the system's, not instead of them.
    QCOMPARE(configuration->caCertificates().size(), QSslConfiguration::systemCaCertificates().size() + 2);
}

void TestTlsConfiguration::clientCertificate()
{
    const MadeCertificate made = m_maker.make({.commonName = u"client"_qs});
    TlsSettings settings;
    settings.certificateFile = made.file;
    settings.keyFile = made.keyFile;
    const auto configuration = tlsConfiguration(settings);
    QVERIFY(configuration.ok());
    QCOMPARE(configuration->localCertificateChain(), QList<QSslCertificate>{made.certificate});
    QVERIFY(!configuration->privateKey().isNull());
    settings.keyFile = u"/nowhere"_qs;
    QVERIFY(!tlsConfiguration(settings).ok());
}

void TestTlsConfiguration::versions_data()
{
    QTest::addColumn<TlsVersion>("minimum");
    QTest::addColumn<int>("protocol");
    QTest::addColumn<bool>("lowered");
    QTest::newRow("1.0") << TlsVersion::Tls1_0 << 5 << true; // QSsl::TlsV1_0OrLater, called deprecated
    QTest::newRow("1.2") << TlsVersion::Tls1_2 << int(QSsl::TlsV1_2OrLater) << false;
    QTest::newRow("1.3") << TlsVersion::Tls1_3 << int(QSsl::TlsV1_3OrLater) << false;
}

void TestTlsConfiguration::versions()
{
    QFETCH(TlsVersion, minimum);
    QFETCH(int, protocol);
    QFETCH(bool, lowered);
    TlsSettings settings;
    settings.minimum = minimum;
    const auto configuration = tlsConfiguration(settings);
    QVERIFY(configuration.ok());
    QCOMPARE(int(configuration->protocol()), protocol);
    QCOMPARE(!configuration->backendConfiguration().isEmpty(), lowered);
}

void TestTlsConfiguration::uselessFile()
{
    TlsSettings settings;
    settings.caFiles = QStringList{u"/nowhere/ca.pem"_qs};
    const auto configuration = tlsConfiguration(settings);
    QVERIFY(!configuration.ok());
    QVERIFY(configuration.error().message.contains(u"/nowhere/ca.pem"));
}

void TestTlsConfiguration::names()
{
    QCOMPARE(protocolName(QSsl::TlsV1_3), u"TLS 1.3"_qs);
    QCOMPARE(protocolName(QSsl::TlsV1_2), u"TLS 1.2"_qs);
    QCOMPARE(protocolName(QSsl::SslProtocol(1)), u"TLS 1.1"_qs);
    QCOMPARE(protocolName(QSsl::SslProtocol(0)), u"TLS 1.0"_qs);
    QCOMPARE(protocolName(QSsl::UnknownProtocol), QString());
    QCOMPARE(versionName(TlsVersion::Tls1_0), u"TLS 1.0"_qs);
    QCOMPARE(versionName(TlsVersion::Tls1_2), u"TLS 1.2"_qs);
    QCOMPARE(versionName(TlsVersion::Tls1_3), u"TLS 1.3"_qs);
}

QTEST_GUILESS_MAIN(TestTlsConfiguration)
#include "tst_tlsconfiguration.moc"
