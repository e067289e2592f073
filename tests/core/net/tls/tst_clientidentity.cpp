#include "core/net/tls/clientidentity.h"

#include "tests/support/certificatemaker.h"

#include <QTest>

using namespace framescope;
using namespace framescope::net;
using test::CertificateMaker;
using test::MadeCertificate;

class TestClientIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void loads_data();
    void loads();
    void refuses_data();
    void refuses();
    void none();

private:
    CertificateMaker m_maker;
    MadeCertificate m_ca, m_ec, m_rsa;
};

void TestClientIdentity::initTestCase()
{
    m_ca = m_maker.make({.commonName = u"An authority"_qs, .ca = true});
    m_ec = m_maker.make({.commonName = u"ec client"_qs}, &m_ca);
    m_rsa = m_maker.make({.commonName = u"rsa client"_qs, .key = "rsa2048"}, &m_ca);
}

void TestClientIdentity::loads_data()
{
    QTest::addColumn<TlsSettings>("settings");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<int>("length");
    const auto row = [](const char *name, const QString &certificate, const QString &key, const QString &passphrase,
                        const QString &subject, int length) {
        TlsSettings settings;
        settings.certificateFile = certificate;
        settings.keyFile = key;
        settings.passphrase = passphrase;
        QTest::newRow(name) << settings << subject << length;
    };
    const QString secret = u"gr\u00fcn geheim"_qs;
    const QByteArray octets = secret.toUtf8();
    row("EC, two files", m_ec.file, m_ec.keyFile, {}, u"ec client"_qs, 1);
    row("RSA, two files", m_rsa.file, m_rsa.keyFile, {}, u"rsa client"_qs, 1);
    row("one file with the chain", m_maker.file(u"all.pem"_qs, m_ec.pem + m_ca.pem + m_ec.keyPem), {}, {},
        u"ec client"_qs, 2);
    row("the key first, then the authority", m_maker.file(u"turned.pem"_qs, m_rsa.keyPem + m_ca.pem + m_rsa.pem), {},
        {}, u"rsa client"_qs, 2);
    row("encrypted key", m_ec.file, m_maker.file(u"encrypted.key"_qs, CertificateMaker::encryptedKey(m_ec, octets)),
        secret, u"ec client"_qs, 1);
    row("encrypted RSA key in the same file",
        m_maker.file(u"encrypted.pem"_qs, m_rsa.pem + CertificateMaker::encryptedKey(m_rsa, octets)), {}, secret,
        u"rsa client"_qs, 1);
    row("PKCS#12", m_maker.file(u"client.p12"_qs, CertificateMaker::pkcs12(m_ec, {m_ca}, octets)), {}, secret,
        u"ec client"_qs, 2);
    row("PKCS#12 without a passphrase", m_maker.file(u"open.pfx"_qs, CertificateMaker::pkcs12(m_rsa, {}, "")), {}, {},
        u"rsa client"_qs, 1);
    const MadeCertificate ed = m_maker.make({.commonName = u"ed client"_qs, .key = "ed25519"}, &m_ca);
    row("Ed25519", ed.file, ed.keyFile, {}, u"ed client"_qs, 1);
}

void TestClientIdentity::loads()
{
    QFETCH(TlsSettings, settings);
    QFETCH(QString, subject);
    QFETCH(int, length);
    const auto identity = loadClientIdentity(settings);
    QVERIFY2(identity.ok(), identity ? "" : qPrintable(identity.error().message));
    QCOMPARE(identity->chain.size(), length);
    QCOMPARE(identity->chain.first().subjectDisplayName(), subject);
    QVERIFY(!identity->key.isNull());
    QCOMPARE(identity->key.type(), QSsl::PrivateKey);
}

void TestClientIdentity::refuses_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("passphrase");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("what");
    const QString nothing = m_maker.folder() + u"/nothing.pem"_qs;
    const QString encrypted = m_maker.file(u"e.key"_qs, CertificateMaker::encryptedKey(m_ec, "right"));
    const QString bag = m_maker.file(u"e.p12"_qs, CertificateMaker::pkcs12(m_ec, {}, "right"));
    const QString noKey = m_maker.file(u"nokey.p12"_qs, CertificateMaker::pkcs12(m_ec, {}, "right", false));
    const QString garbage = m_maker.file(u"garbage"_qs, "neither this nor that");
    const QString halfKey =
        m_maker.file(u"half.key"_qs, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    const auto row = [](const char *name, const QString &certificate, const QString &key, const QString &passphrase,
                        const QString &file, const QString &what) {
        QTest::newRow(name) << certificate << key << passphrase << file << what;
    };
    row("no such file", nothing, {}, {}, nothing, u"cannot be read"_qs);
    row("no such key file", m_ec.file, nothing, {}, nothing, u"cannot be read"_qs);
    row("a key alone", {}, m_ec.keyFile, {}, m_ec.keyFile, u"no certificate was given"_qs);
    row("no key", m_ec.file, {}, {}, m_ec.file, u"has no private key in it"_qs);
    row("no certificate", m_ec.keyFile, {}, {}, m_ec.keyFile, u"has no certificate in PEM form"_qs);
    row("S08 key of another certificate", m_ec.file, m_rsa.keyFile, {}, m_rsa.keyFile,
        u"does not belong to the certificate in %1"_qs.arg(m_ec.file));
    row("S08 encrypted key, no passphrase", m_ec.file, encrypted, {}, encrypted, u"no passphrase was given"_qs);
    row("S08 encrypted key, wrong passphrase", m_ec.file, encrypted, u"wrong"_qs, encrypted, u"another passphrase"_qs);
    row("a key that is none", m_ec.file, halfKey, {}, halfKey, u"cannot be read"_qs);
    row("PKCS#12, no passphrase", bag, {}, {}, bag, u"no passphrase was given"_qs);
    row("PKCS#12, wrong passphrase", bag, {}, u"wrong"_qs, bag, u"another passphrase"_qs);
    row("PKCS#12 without a key", noKey, {}, u"right"_qs, noKey, u"has no certificate that belongs to a key"_qs);
    row("neither PEM nor PKCS#12", garbage, {}, {}, garbage, u"neither PEM nor PKCS#12"_qs);
}

void TestClientIdentity::refuses()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, passphrase);
    QFETCH(QString, file);
    QFETCH(QString, what);
    TlsSettings settings;
    settings.certificateFile = certificate;
    settings.keyFile = key;
    settings.passphrase = passphrase;
    const auto identity = loadClientIdentity(settings);
    QVERIFY(!identity.ok());
    QVERIFY2(identity.error().message.contains(file), qPrintable(identity.error().message));
    QVERIFY2(identity.error().message.contains(what), qPrintable(identity.error().message));
    QVERIFY(!identity.error().message.contains(u"right"));
}

void TestClientIdentity::none()
{
    const auto identity = loadClientIdentity({});
    QVERIFY(identity.ok());
    QVERIFY(identity->chain.isEmpty());
}

QTEST_GUILESS_MAIN(TestClientIdentity)
#include "tst_clientidentity.moc"
