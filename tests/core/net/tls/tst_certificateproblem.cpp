#include "core/net/tls/certificateproblem.h"

#include "tests/support/certificatemaker.h"

#include <QTest>
#include <QTimeZone>

#include <openssl/x509_vfy.h>

using namespace framescope;
using namespace framescope::net;
using test::CertificateMaker;
using test::MadeCertificate;
using ws::FindingId;

/// Errors as the library gives them; over real sockets: tst_clienttls.cpp.
class TestCertificateProblem : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void problems_data();
    void problems();
    void order();
    void unseen_data();
    void unseen();
    void texts();

private:
    CertificateMaker m_maker;
    MadeCertificate m_ca, m_server;
    const QDateTime m_now{QDate(2026, 5, 4), QTime(3, 2), Qt::UTC};
};

void TestCertificateProblem::initTestCase()
{
    m_ca = m_maker.make({.commonName = u"CA"_qs, .ca = true});
    m_server = m_maker.make({u"server"_qs, {u"DNS:a.example"_qs}}, &m_ca);
}

void TestCertificateProblem::problems_data()
{
    QTest::addColumn<QList<int>>("errors");
    QTest::addColumn<int>("libraryCode");
    QTest::addColumn<QList<int>>("findings");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QList<QSslError::SslError> &errors, int code,
                        const QList<FindingId> &findings, const QString &text) {
        QList<int> errorNumbers, findingNumbers;
        for (const auto error : errors)
            errorNumbers += int(error);
        for (const auto finding : findings)
            findingNumbers += int(finding);
        QTest::newRow(name) << errorNumbers << code << findingNumbers << text;
    };
    using E = QSslError;
    row("nothing", {}, 0, {}, {});
    row("no OCSP answer is no problem", {E::OcspNoResponseFound}, 0, {}, {});
    row("nor is one of no use", {E::OcspResponseCertIdUnknown, E::OcspMalformedResponse, E::OcspStatusUnknown}, 0, {},
        {});
    row("one broken chain told in three ways",
        {E::UnableToGetLocalIssuerCertificate, E::UnableToVerifyFirstCertificate, E::CertificateUntrusted}, 0,
        {FindingId::TlsUntrusted}, u"\"server\" is signed by \"CA\", which is not known here and was not sent"_qs);
    row("self-signed says it all", {E::SelfSignedCertificate, E::CertificateUntrusted}, 0, {FindingId::TlsSelfSigned},
        u"it is signed by itself"_qs);
    row("host", {E::HostNameMismatch}, 0, {FindingId::TlsHost},
        u"the certificate is for a.example; not for b.example"_qs);
    row("revoked", {E::CertificateRevoked}, 0, {FindingId::TlsRevoked}, u"it is revoked, says its CA"_qs);
    row("blacklisted", {E::CertificateBlacklisted}, 0, {FindingId::TlsRevoked}, u"given out wrongly"_qs);
    row("none", {E::NoPeerCertificate}, 0, {FindingId::TlsCertificate}, u"the server sent none"_qs);
    row("what Qt has a word for", {E::InvalidPurpose}, 0, {FindingId::TlsCertificate}, u"the TLS library says: "_qs);
    row("what OpenSSL has a word for", {E::UnspecifiedError}, X509_V_ERR_UNSUPPORTED_NAME_SYNTAX,
        {FindingId::TlsCertificate}, u"the TLS library says: unsupported or invalid name syntax"_qs);
}

void TestCertificateProblem::problems()
{
    QFETCH(QList<int>, errors);
    QFETCH(int, libraryCode);
    QFETCH(QList<int>, findings);
    QFETCH(QString, text);
    QList<QSslError> sslErrors;
    for (const int error : errors)
        sslErrors += QSslError(QSslError::SslError(error), m_server.certificate);
    const auto problems = problemsOf(sslErrors, {m_server.certificate}, u"b.example"_qs, m_now, libraryCode);
    QList<int> found;
    for (const CertificateProblem &problem : problems)
        found += int(problem.finding);
    QCOMPARE(found, findings);
    if (!problems.isEmpty()) {
        QVERIFY2(problems.first().text.contains(text), qPrintable(problems.first().text));
        QVERIFY(problems.first().advice.endsWith(u'.'));
    }
}

void TestCertificateProblem::order()
{
    const QList<QSslError> errors{QSslError(QSslError::CertificateUntrusted, m_server.certificate),
                                  QSslError(QSslError::CertificateExpired, m_ca.certificate),
                                  QSslError(QSslError::CertificateNotYetValid, m_server.certificate),
                                  QSslError(QSslError::HostNameMismatch, m_server.certificate)};
    const QList<QSslCertificate> chain{m_server.certificate, m_ca.certificate};
    const auto problems = problemsOf(errors, chain, u"b.example"_qs, m_now);
    QCOMPARE(problems.size(), 4);
    QCOMPARE(problems[0].finding, FindingId::TlsHost);
    QCOMPARE(problems[1].finding, FindingId::TlsExpired);
    QCOMPARE(problems[1].certificate, 1);
    QVERIFY(problems[1].text.startsWith(u"the certificate of CA above it expired on "));
    QVERIFY(problems[1].advice.contains(u"2026-05-04 03:02 UTC"));
    QCOMPARE(problems[2].finding, FindingId::TlsNotYetValid);
    QCOMPARE(problems[2].certificate, 0);
    QCOMPARE(problems[3].finding, FindingId::TlsUntrusted);
    QCOMPARE(problemLine(problems[1], chain), u"CA: "_qs + problems[1].text);
}

void TestCertificateProblem::unseen_data()
{
    QTest::addColumn<QString>("commonName");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<QString>("text");
    const QStringList here{u"DNS:a.example"_qs};
    QTest::newRow("good") << u"x"_qs << here << QByteArray("ec") << QByteArray("SHA256") << QString();
    QTest::newRow("RSA 1024, for the library to judge")
        << u"x"_qs << here << QByteArray("rsa1024") << QByteArray("SHA256") << QString();
    QTest::newRow("S06 RSA 512") << u"x"_qs << here << QByteArray("rsa512") << QByteArray("SHA256")
                                 << u"the key of the certificate is too weak to trust: RSA 512 bits"_qs;
    QTest::newRow("S06 SHA-1") << u"x"_qs << here << QByteArray("ec") << QByteArray("SHA1")
                               << u"it is signed with ecdsa-with-SHA1, which can be forged"_qs;
    QTest::newRow("S07 common name beside names")
        << u"a.example"_qs << QStringList{u"DNS:b.example"_qs} << QByteArray("ec") << QByteArray("SHA256")
        << u"the certificate is for b.example; not for a.example (its common name does not count, because the "
           u"certificate lists names: RFC 6125 §6.4.4)"_qs;
    QTest::newRow("common name alone") << u"a.example"_qs << QStringList() << QByteArray("ec") << QByteArray("SHA256")
                                       << QString();
}

void TestCertificateProblem::unseen()
{
    QFETCH(QString, commonName);
    QFETCH(QStringList, names);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, digest);
    QFETCH(QString, text);
    const MadeCertificate made =
        m_maker.make({.commonName = commonName, .names = names, .key = key, .digest = digest}, &m_ca);
    // A root signed with SHA-1 is trusted because it is known.
    const MadeCertificate oldRoot = m_maker.make({.commonName = u"root"_qs, .digest = "SHA1", .ca = true});
    const QList<QSslCertificate> chain{made.certificate, oldRoot.certificate};
    const auto problems = problemsUnseen(chain, chain, u"a.example"_qs);
    QCOMPARE(problems.size(), text.isEmpty() ? 0 : 1);
    if (!text.isEmpty())
        QCOMPARE(problems.first().text, text);
    // What was sent besides and verified nothing is not judged.
    if (text.contains(u"SHA1"))
        QVERIFY(problemsUnseen(chain, {oldRoot.certificate}, u"a.example"_qs).isEmpty());
}

void TestCertificateProblem::texts()
{
    const QList<CertificateProblem> problems{{FindingId::TlsHost, 0, u"it is for b"_qs, u"Do this."_qs},
                                             {FindingId::TlsExpired, -1, u"it expired"_qs, u"Do that."_qs}};
    QCOMPARE(refusalText(u"a:443"_qs, problems),
             u"The certificate of a:443 was refused: it is for b; it expired. Do this."_qs);
    QCOMPARE(problemLine(problems[0], {m_server.certificate}), u"server: it is for b"_qs);
    QCOMPARE(problemLine(problems[1], {m_server.certificate}), u"it expired"_qs);
}

QTEST_GUILESS_MAIN(TestCertificateProblem)
#include "tst_certificateproblem.moc"
