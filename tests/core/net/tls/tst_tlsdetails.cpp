#include "core/net/tls/tlsdetails.h"

#include "core/capture/packetcomment.h"
#include "tests/support/certificatemaker.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace framescope;
using namespace framescope::net;
using test::CertificateMaker;
using test::CertificateWish;
using test::MadeCertificate;

class TestTlsDetails : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shape();
    void leavesOutWhatIsNotKnown();
    void fitsAComment_data();
    void fitsAComment();
    void summary();

private:
    CertificateMaker m_maker;
};

void TestTlsDetails::shape()
{
    const MadeCertificate ca = m_maker.make({.commonName = u"CA"_qs, .ca = true});
    const MadeCertificate server = m_maker.make({u"server"_qs, {u"DNS:a.example"_qs}}, &ca);
    TlsFacts facts;
    facts.protocol = u"TLS 1.3"_qs;
    facts.cipher = u"TLS_AES_256_GCM_SHA384"_qs;
    facts.resumed = true;
    facts.chain = {server.certificate, ca.certificate};
    facts.problems = {{ws::FindingId::TlsHost, 0, u"not for b"_qs, u"advice"_qs}};
    facts.exceptedBy = u"fingerprint"_qs;
    facts.previousSha256 = QByteArray(32, '\x0f');
    facts.certificateRequested = true;
    facts.acceptableIssuers = QStringList{u"CN=CA"_qs};
    const QJsonObject details = tlsDetails(facts);
    QCOMPARE(details.value(u"verified"_qs), QJsonValue(false));
    QCOMPARE(details.value(u"excepted"_qs).toString(), u"fingerprint"_qs);
    QCOMPARE(details.value(u"resumed"_qs), QJsonValue(true));
    QVERIFY(details.value(u"previousSha256"_qs).toString().startsWith(u"0F:0F:"));
    QCOMPARE(details.value(u"errors"_qs).toArray(),
             (QJsonArray{
                 QJsonObject{{u"text"_qs, u"not for b"_qs}, {u"certificate"_qs, 0}, {u"finding"_qs, u"tls.host"_qs}}}));
    QCOMPARE(details.value(u"clientCertificate"_qs).toObject(),
             (QJsonObject{{u"requested"_qs, true}, {u"issuers"_qs, QJsonArray{u"CN=CA"_qs}}}));
    const QJsonArray chain = details.value(u"chain"_qs).toArray();
    QCOMPARE(chain.size(), 2);
    const QStringList keys{u"issuer"_qs, u"key"_qs,  u"names"_qs,  u"notAfter"_qs,  u"notBefore"_qs,
                           u"serial"_qs, u"sha1"_qs, u"sha256"_qs, u"signature"_qs, u"subject"_qs};
    QCOMPARE(chain.first().toObject().keys(), keys);
    QCOMPARE(chain.first()[u"names"_qs].toArray(), QJsonArray{u"DNS:a.example"_qs});
    // What the first version wrote is still there.
    for (const QString &key : {u"subject"_qs, u"issuer"_qs, u"sha256"_qs, u"notAfter"_qs})
        QCOMPARE(details.value(key), chain.first()[key]);
}

void TestTlsDetails::leavesOutWhatIsNotKnown()
{
    const QJsonObject details = tlsDetails({});
    QCOMPARE(details.keys(), (QStringList{u"errors"_qs, u"verified"_qs}));
}

void TestTlsDetails::fitsAComment_data()
{
    QTest::addColumn<int>("names");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("chain");
    QTest::addColumn<int>("issuers");
    QTest::newRow("a few names") << 5 << u"a"_qs << 3 << 3;
    QTest::newRow("many names") << 4000 << QString(60, u'n') << 2 << 0;
    QTest::newRow("long names") << 200 << QString(500, u'n') << 10 << 0;
    QTest::newRow("a long chain") << 10 << u"n"_qs << 100 << 0;
    QTest::newRow("many issuers") << 1 << u"n"_qs << 2 << 1000;
    QTest::newRow("all at once, in characters that JSON escapes") << 1000 << QString(500, u'"') << 50 << 1000;
}

void TestTlsDetails::fitsAComment()
{
    QFETCH(int, names);
    QFETCH(QString, name);
    QFETCH(int, chain);
    QFETCH(int, issuers);
    CertificateWish wish{.commonName = u"server"_qs};
    for (int i = 0; i < names; ++i)
        wish.names += u"email:%1%2@x"_qs.arg(QString(name).replace(u'"', u"%"_qs)).arg(i);
    const MadeCertificate made = m_maker.make(wish);
    TlsFacts facts;
    for (int i = 0; i < chain; ++i)
        facts.chain += made.certificate;
    for (int i = 0; i < issuers; ++i)
        facts.acceptableIssuers += name + QString(500, u'"');
    facts.certificateRequested = true;
    facts.nameRule = QString(5000, u'"');
    for (int i = 0; i < 50; ++i)
        facts.problems += CertificateProblem{ws::FindingId::TlsHost, 0, QString(5000, u'"'), {}};
    const QJsonObject details = tlsDetails(facts);
    const QByteArray json = QJsonDocument(details).toJson(QJsonDocument::Compact);
    QVERIFY2(json.size() <= 48 * 1024, QByteArray::number(json.size()).constData());
    // Nothing was taken away again for want of room.
    const auto read = capture::parseComment(capture::eventComment({capture::EventKind::Secured, details}));
    QVERIFY(read.event);
    QCOMPARE(read.event->details, details);
    QVERIFY(!details.value(u"chain"_qs).toArray().isEmpty());
    QVERIFY(!details.value(u"chain"_qs).toArray().first()[u"names"_qs].toArray().isEmpty());
}

void TestTlsDetails::summary()
{
    QCOMPARE(tlsSummary(u"TLS 1.3"_qs, u"TLS_AES_256_GCM_SHA384"_qs), u"TLS 1.3 · AES-256-GCM"_qs);
    QCOMPARE(tlsSummary(u"TLS 1.2"_qs, u"ECDHE-RSA-AES256-GCM-SHA384"_qs), u"TLS 1.2 · ECDHE-RSA-AES256-GCM-SHA384"_qs);
}

QTEST_GUILESS_MAIN(TestTlsDetails)
#include "tst_tlsdetails.moc"
