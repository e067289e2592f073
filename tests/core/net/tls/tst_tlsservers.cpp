#include "core/net/tls/clienttls.h"

#include "tests/support/certificatemaker.h"
#include "tests/support/netfixture.h"
#include "tests/support/peerprocess.h"

#include <QJsonArray>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::CertificateMaker;
using test::CertificateWish;
using test::MadeCertificate;
using test::NetFixture;
using test::PeerProcess;

namespace
{
QStringList findingsOf(const QJsonObject &details)
{
    QStringList names;
    for (const QJsonValue told : details.value(u"findings"_qs).toArray())
        names += told[u"id"_qs].toString();
    return names;
}

/// OpenSSL's own server on 127.0.0.1.
class OpensslServer
{
public:
    /// Empty when it listens, else why not.
    QString start(const MadeCertificate &made, const QStringList &more)
    {
        m_port = test::freePort();
        const QStringList arguments{u"s_server"_qs, u"-accept"_qs, u"127.0.0.1:%1"_qs.arg(m_port),
                                    u"-cert"_qs,    made.file,     u"-key"_qs,
                                    made.keyFile,   u"-quiet"_qs};
        return m_process.start(u"openssl"_qs, arguments + more, m_port);
    }
    QString url() const { return u"wss://127.0.0.1:%1/"_qs.arg(m_port); }

private:
    PeerProcess m_process;
    quint16 m_port = 0;
};
} // namespace

/// ClientTls against what no server of Qt's does: weak keys, old versions, demands, refusals by alert, stapled answers.
class TestTlsServers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void opensslServer_data();
    void opensslServer();
    void revoked_data();
    void revoked();

private:
    MadeCertificate signedBy(const MadeCertificate &ca, CertificateWish wish) { return m_maker.make(wish, &ca); }

    CertificateMaker m_maker;
    MadeCertificate m_ca, m_otherCa, m_server, m_client, m_strangeClient;
    QStringList m_trusted;
};

void TestTlsServers::initTestCase()
{
    m_ca = m_maker.make({.commonName = u"Good CA"_qs, .ca = true});
    m_otherCa = m_maker.make({.commonName = u"Other CA"_qs, .ca = true});
    m_server = signedBy(m_ca, {u"server"_qs, {u"IP:127.0.0.1"_qs, u"DNS:localhost"_qs}});
    m_client = signedBy(m_ca, {.commonName = u"client"_qs});
    m_strangeClient = signedBy(m_otherCa, {.commonName = u"strange client"_qs});
    m_trusted = QStringList{m_ca.file};
}

void TestTlsServers::opensslServer_data()
{
    QTest::addColumn<MadeCertificate>("server");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<net::TlsSettings>("settings");
    QTest::addColumn<QStringList>("findings"); // none: it gets through TLS
    QTest::addColumn<QStringList>("words");
    const QStringList low{u"-cipher"_qs, u"ALL:@SECLEVEL=0"_qs};
    const QStringList demand{u"-Verify"_qs, u"3"_qs, u"-verify_return_error"_qs, u"-CAfile"_qs, m_ca.file};
    net::TlsSettings usual;
    usual.caFiles = m_trusted;
    net::TlsSettings old = usual, newest = usual, client = usual, stranger = usual;
    old.minimum = net::TlsVersion::Tls1_0;
    newest.minimum = net::TlsVersion::Tls1_3;
    client.certificateFile = m_client.file;
    client.keyFile = m_client.keyFile;
    stranger.certificateFile = m_strangeClient.file;
    stranger.keyFile = m_strangeClient.keyFile;
    const auto row = [](const char *name, const MadeCertificate &server, const QStringList &options,
                        const net::TlsSettings &settings, const QStringList &findings, const QStringList &words) {
        QTest::newRow(name) << server << options << settings << findings << words;
    };
    const QStringList here{u"IP:127.0.0.1"_qs};
    const MadeCertificate rsa512 = signedBy(m_ca, {.commonName = u"x"_qs, .names = here, .key = "rsa512"});
    const MadeCertificate rsa1024 = signedBy(m_ca, {.commonName = u"x"_qs, .names = here, .key = "rsa1024"});
    const MadeCertificate rsa = signedBy(m_ca, {.commonName = u"x"_qs, .names = here, .key = "rsa2048"});
    const MadeCertificate sha1 = signedBy(m_ca, {.commonName = u"x"_qs, .names = here, .digest = "SHA1"});
    row("S06 key of 512 bits", rsa512, low + QStringList{u"-tls1_2"_qs}, usual, {u"tls.weak"_qs}, {u"RSA 512 bits"_qs});
    row("S06 key of 1024 bits", rsa1024, low, usual, {u"tls.weak"_qs}, {u"RSA 1024 bits"_qs});
    row("S06 SHA-1", sha1, low, usual, {u"tls.weak"_qs},
        {u"it is signed with ecdsa-with-SHA1, which can be forged"_qs});
    row("S06 SHA-1, let pass by the library", sha1, low + QStringList{u"-tls1_2"_qs}, old, {u"tls.weak"_qs},
        {u"ecdsa-with-SHA1"_qs});
    row("S06 512 bits, let pass by the library", rsa512, low + QStringList{u"-tls1_2"_qs}, old, {u"tls.weak"_qs},
        {u"RSA 512 bits"_qs});

    const QStringList none{u"tls.clientcert"_qs, u"tls.alert"_qs};
    row("S08 none, TLS 1.3", m_server, demand, usual, none,
        {u"demands a client certificate and got none"_qs, u"certificate_required (116)"_qs, u"CN=Good CA"_qs});
    row("S08 none, TLS 1.2", m_server, demand + QStringList{u"-tls1_2"_qs}, usual, none,
        {u"demands a client certificate and got none"_qs, u"handshake_failure (40)"_qs, u"CN=Good CA"_qs});
    row("S08 wrong, TLS 1.3", m_server, demand, stranger, none,
        {u"did not accept the client certificate CN=strange client"_qs, u"unknown_ca (48)"_qs});
    row("S08 wrong, TLS 1.2", m_server, demand + QStringList{u"-tls1_2"_qs}, stranger, none,
        {u"did not accept the client certificate CN=strange client"_qs});
    row("S08 right, TLS 1.3", m_server, demand, client, {}, {});
    row("S08 right, TLS 1.2", m_server, demand + QStringList{u"-tls1_2"_qs}, client, {}, {});

    const QStringList protocol{u"tls.protocol"_qs, u"tls.alert"_qs};
    row("S09 only TLS 1.0", rsa, low + QStringList{u"-tls1"_qs}, usual, protocol,
        {u"protocol_version (70)"_qs, u"TLS 1.2"_qs});
    row("S09 only TLS 1.1", rsa, low + QStringList{u"-tls1_1"_qs}, usual, protocol, {u"protocol_version (70)"_qs});
    row("only TLS 1.0, allowed", rsa, low + QStringList{u"-tls1"_qs}, old, {}, {});
    row("S09 only TLS 1.2, TLS 1.3 wanted", m_server, {u"-tls1_2"_qs}, newest, protocol,
        {u"protocol_version (70)"_qs, u"TLS 1.3"_qs});
    row("S09 no shared cipher", rsa, {u"-tls1_2"_qs, u"-cipher"_qs, u"AECDH:ADH:@SECLEVEL=0"_qs}, usual, protocol,
        {u"handshake_failure (40)"_qs});
    row("S09 ALPN h2 only", m_server, {u"-alpn"_qs, u"h2"_qs}, usual, protocol,
        {u"no_application_protocol (120)"_qs, u"http/1.1"_qs});
    row("S09 unknown server name", m_server,
        {u"-servername"_qs, u"other.example"_qs, u"-servername_fatal"_qs, u"-cert2"_qs, m_server.file, u"-key2"_qs,
         m_server.keyFile},
        [&] {
            net::TlsSettings named = usual;
            named.serverName = u"localhost"_qs;
            return named;
        }(),
        protocol, {u"unrecognized_name (112)"_qs, u"localhost"_qs});
}

void TestTlsServers::opensslServer()
{
    QFETCH(MadeCertificate, server);
    QFETCH(QStringList, options);
    QFETCH(net::TlsSettings, settings);
    QFETCH(QStringList, findings);
    QFETCH(QStringList, words);
    OpensslServer peer;
    const QString problem = peer.start(server, options);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    NetFixture net;
    net.settings.tls = settings;
    const ConnectionId id = net.open(peer.url());
    if (findings.isEmpty()) {
        // It echoes nothing and answers nothing: TLS is all it is for.
        QTRY_COMPARE(net.state(id), State::Upgrading);
        const QJsonObject secured = net.event(EventKind::Secured);
        QCOMPARE(findingsOf(secured), QStringList());
        const QJsonObject client = secured.value(u"clientCertificate"_qs).toObject();
        QCOMPARE(client.value(u"sent"_qs).toString(), settings.certificateFile.isEmpty() ? QString() : u"CN=client"_qs);
        QCOMPARE(client.value(u"requested"_qs).toBool(), !settings.certificateFile.isEmpty());
        return;
    }
    QTRY_COMPARE(net.state(id), State::Failed);
    const QJsonObject failed = net.event(EventKind::Failed);
    QVERIFY2(findingsOf(failed) == findings, qPrintable(net.reason(id) + findingsOf(failed).join(u' ')));
    QCOMPARE(failed.value(u"stage"_qs).toString(), u"tls"_qs);
    for (const QString &word : words)
        QVERIFY2(net.reason(id).contains(word), qPrintable(net.reason(id)));
    if (findings.contains(u"tls.clientcert"_qs)) {
        QCOMPARE(net.session->status(id).acceptableIssuers, QStringList{u"CN=Good CA"_qs});
        const QJsonObject client = failed.value(u"clientCertificate"_qs).toObject();
        QCOMPARE(client.value(u"requested"_qs).toBool(), true);
        QCOMPARE(client.value(u"issuers"_qs).toArray().first().toString(), u"CN=Good CA"_qs);
    }
}

void TestTlsServers::revoked_data()
{
    QTest::addColumn<bool>("good");
    QTest::addColumn<bool>("whole");
    QTest::addColumn<QString>("ocsp");
    QTest::newRow("good") << true << true << u"good"_qs;
    QTest::newRow("S06 revoked") << false << true << u"revoked"_qs;
    QTest::newRow("an answer that cannot be matched, for want of the CA") << true << false << u"of no use: "_qs;
}

/// The server staples its CA's word that its certificate is revoked, or that it is good (RFC 6066 §8).
void TestTlsServers::revoked()
{
    QFETCH(bool, good);
    QFETCH(bool, whole);
    QFETCH(QString, ocsp);
    const MadeCertificate made = signedBy(m_ca, {u"x"_qs, {u"IP:127.0.0.1"_qs}});
    const QByteArray status = good ? "V\t991231235959Z\t\t" : "R\t991231235959Z\t250101000000Z\t";
    const QByteArray serial = made.certificate.serialNumber().replace(":", "").toUpper();
    const QString answer = m_maker.folder() + u"/answer.der"_qs;
    QProcess maker;
    maker.start(u"openssl"_qs,
                {u"ocsp"_qs, u"-index"_qs, m_maker.file(u"index.txt"_qs, status + serial + "\tunknown\t/CN=x\n"),
                 u"-rsigner"_qs, m_ca.file, u"-rkey"_qs, m_ca.keyFile, u"-CA"_qs, m_ca.file, u"-issuer"_qs, m_ca.file,
                 u"-cert"_qs, made.file, u"-ndays"_qs, u"7"_qs, u"-respout"_qs, answer, u"-noverify"_qs});
    QVERIFY(maker.waitForFinished());
    QStringList options{u"-status_file"_qs, answer};
    if (whole)
        options << u"-cert_chain"_qs << m_ca.file;
    OpensslServer peer;
    const QString problem = peer.start(made, options);
    QVERIFY2(problem.isEmpty(), qPrintable(problem + QString::fromLocal8Bit(maker.readAllStandardError())));
    NetFixture net;
    net.settings.tls.caFiles = m_trusted;
    const ConnectionId id = net.open(peer.url());
    QTRY_VERIFY2(net.state(id) == (good ? State::Upgrading : State::Failed), qPrintable(net.reason(id)));
    const QJsonObject details = net.event(good ? EventKind::Secured : EventKind::Failed);
    QVERIFY2(details.value(u"ocsp"_qs).toString().startsWith(ocsp), qPrintable(details.value(u"ocsp"_qs).toString()));
    QCOMPARE(findingsOf(details), good ? QStringList() : QStringList{u"tls.revoked"_qs});
}

QTEST_GUILESS_MAIN(TestTlsServers)
#include "tst_tlsservers.moc"
