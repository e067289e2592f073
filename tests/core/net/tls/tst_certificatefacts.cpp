#include "core/net/tls/certificatefacts.h"

#include "tests/support/certificatemaker.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QTest>

using namespace framescope::net;
using framescope::test::CertificateMaker;
using framescope::test::MadeCertificate;

class TestCertificateFacts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void facts();
    void strength_data();
    void strength();
    void namesAreBounded();
    void lines();
    void peersText();

private:
    CertificateMaker m_maker;
};

void TestCertificateFacts::facts()
{
    const MadeCertificate ca = m_maker.make({.commonName = u"An authority"_qs, .ca = true});
    const MadeCertificate made = m_maker.make(
        {u"server"_qs, {u"DNS:b.example"_qs, u"DNS:a.example"_qs, u"IP:127.0.0.1"_qs, u"email:me@a.example"_qs}}, &ca);
    const CertificateFacts facts = certificateFacts(made.certificate);
    QCOMPARE(facts.subject, u"CN=server"_qs);
    QCOMPARE(facts.issuer, u"CN=An authority"_qs);
    QCOMPARE(facts.names,
             (QStringList{u"DNS:a.example"_qs, u"DNS:b.example"_qs, u"IP:127.0.0.1"_qs, u"email:me@a.example"_qs}));
    QCOMPARE(facts.key, u"EC 256 bits (prime256v1)"_qs);
    QCOMPARE(facts.signature, u"ecdsa-with-SHA256"_qs);
    QCOMPARE(facts.sha256, made.certificate.digest(QCryptographicHash::Sha256));
    QCOMPARE(facts.sha1, made.certificate.digest(QCryptographicHash::Sha1));
    QVERIFY(!facts.selfIssued);
    QVERIFY(certificateFacts(ca.certificate).selfIssued);

    const QJsonObject json = toJson(facts, {});
    QCOMPARE(json.value(u"names"_qs).toArray().size(), 4);
    QVERIFY(json.value(u"notBefore"_qs).toString().endsWith(u'Z'));
    QVERIFY(json.value(u"notBefore"_qs).toString() < json.value(u"notAfter"_qs).toString());
    QCOMPARE(json.value(u"sha256"_qs).toString().size(), 95);
    QCOMPARE(json.value(u"sha1"_qs).toString().size(), 59);
    QCOMPARE(json.value(u"serial"_qs).toString().toLower(), QString::fromLatin1(made.certificate.serialNumber()));
    QVERIFY(!json.contains(u"namesOmitted"_qs));
}

void TestCertificateFacts::strength_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("faults");
    QTest::newRow("P-256") << QByteArray("ec") << QByteArray("SHA256")
                           << u"EC 256 bits (prime256v1) ecdsa-with-SHA256"_qs << QString();
    QTest::newRow("RSA 2048") << QByteArray("rsa2048") << QByteArray("SHA256")
                              << u"RSA 2048 bits sha256WithRSAEncryption"_qs << QString();
    QTest::newRow("RSA 1024") << QByteArray("rsa1024") << QByteArray("SHA256")
                              << u"RSA 1024 bits sha256WithRSAEncryption"_qs << u"weak"_qs;
    QTest::newRow("S06 RSA 512") << QByteArray("rsa512") << QByteArray("SHA256")
                                 << u"RSA 512 bits sha256WithRSAEncryption"_qs << u"weak broken"_qs;
    QTest::newRow("S06 SHA-1") << QByteArray("ec") << QByteArray("SHA1")
                               << u"EC 256 bits (prime256v1) ecdsa-with-SHA1"_qs << u"signature"_qs;
    QTest::newRow("MD5") << QByteArray("rsa2048") << QByteArray("MD5") << u"RSA 2048 bits md5WithRSAEncryption"_qs
                         << u"signature"_qs;
    QTest::newRow("Ed25519") << QByteArray("ed25519") << QByteArray() << u"ED25519 256 bits ED25519"_qs << QString();
}

void TestCertificateFacts::strength()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, digest);
    QFETCH(QString, text);
    QFETCH(QString, faults);
    const CertificateFacts facts =
        certificateFacts(m_maker.make({.commonName = u"x"_qs, .key = key, .digest = digest}).certificate);
    QCOMPARE(QString(facts.key + u' ' + facts.signature), text);
    QStringList found;
    if (facts.keyWeak)
        found += u"weak"_qs;
    if (facts.keyBroken)
        found += u"broken"_qs;
    if (facts.signatureWeak)
        found += u"signature"_qs;
    QCOMPARE(found.join(u' '), faults);
}

void TestCertificateFacts::namesAreBounded()
{
    CertificateFacts facts;
    for (int i = 0; i < 30; ++i)
        facts.names += u"DNS:"_qs + QString(100, u'x');
    const QJsonObject json = toJson(facts, {10, 20});
    QCOMPARE(json.value(u"names"_qs).toArray().size(), 10);
    QCOMPARE(json.value(u"names"_qs).toArray().first().toString(), u"DNS:xxxxxxxxxxxxxxxx…"_qs);
    QCOMPARE(json.value(u"namesOmitted"_qs).toInt(), 20);
}

void TestCertificateFacts::lines()
{
    const MadeCertificate made = m_maker.make({u"server"_qs, {u"DNS:a.example"_qs}});
    const QStringList lines = certificateLines(certificateFacts(made.certificate));
    QCOMPARE(lines.value(0), u"Subject: CN=server"_qs);
    QCOMPARE(lines.value(1), u"Issuer: CN=server"_qs);
    QCOMPARE(lines.value(2), u"Names: DNS:a.example"_qs);
    QVERIFY(lines.value(3).startsWith(u"Valid from: 20"));
    QVERIFY(lines.value(4).startsWith(u"Valid to: 20"));
    QCOMPARE(lines.value(5), u"Key: EC 256 bits (prime256v1), signed with ecdsa-with-SHA256"_qs);
    QCOMPARE(lines.value(6), u"SHA-256: "_qs + fingerprintText(made.certificate));
}

void TestCertificateFacts::peersText()
{
    const MadeCertificate made = m_maker.make({.commonName = u"evil\nSubject: CN=good"_qs});
    QCOMPARE(certificateFacts(made.certificate).subject, u"CN=evil\uFFFDSubject: CN=good"_qs);
}

QTEST_GUILESS_MAIN(TestCertificateFacts)
#include "tst_certificatefacts.moc"
