#include "core/net/tls/clienttls.h"

#include "core/net/tls/certificatefacts.h"
#include "core/net/tls/knowncertificates.h"
#include "tests/support/certificatemaker.h"
#include "tests/support/netfixture.h"
#include "tests/support/peerprocess.h"
#include "tests/support/scriptedpeer.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::CertificateMaker;
using test::CertificateWish;
using test::frame;
using test::MadeCertificate;
using test::NetFixture;
using test::PeerProcess;
using test::ScriptedPeer;
using ws::Opcode;

namespace
{
QStringList findingsOf(const QJsonObject &details)
{
    QStringList names;
    for (const QJsonValue told : details.value(u"findings"_qs).toArray())
        names += told[u"id"_qs].toString();
    return names;
}

QByteArray sha256(const QSslCertificate &certificate) { return certificate.digest(QCryptographicHash::Sha256); }

/// A server on 127.0.0.1 that does with TLS what no server of Qt's would.
class OpensslServer
{
public:
    bool start(const MadeCertificate &made, const QStringList &more)
    {
        m_port = test::freePort();
        const QStringList arguments{u"s_server"_qs, u"-accept"_qs, u"127.0.0.1:%1"_qs.arg(m_port),
                                    u"-cert"_qs,    made.file,     u"-key"_qs,
                                    made.keyFile,   u"-quiet"_qs};
        return m_process.start(u"openssl"_qs, arguments + more, m_port).isEmpty();
    }
    QString url() const { return u"wss://127.0.0.1:%1/"_qs.arg(m_port); }

private:
    PeerProcess m_process;
    quint16 m_port = 0;
};
} // namespace

/// TLS of a whole connection over real sockets: cases S01 to S14.
class TestClientTls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void refused_data();
    void refused();
    void excepted_data();
    void excepted();
    void exceptionIsForOneCertificate();
    void serverName_data();
    void serverName();
    void opensslServer_data();
    void opensslServer();
    void revoked();
    void uselessFiles_data();
    void uselessFiles();
    void notTls_data();
    void notTls();
    void endsInHandshake_data();
    void endsInHandshake();
    void tlsOnPlainPort();
    void changedCertificate_data();
    void changedCertificate();
    void details();
    void smallRecords();
    void closingHandshake();
    void frames();

private:
    MadeCertificate signedBy(const MadeCertificate &ca, CertificateWish wish) { return m_maker.make(wish, &ca); }

    CertificateMaker m_maker;
    MadeCertificate m_ca, m_otherCa, m_between, m_server, m_client, m_strangeClient;
    QStringList m_trusted;
};

void TestClientTls::initTestCase()
{
    QVERIFY(QSslSocket::supportsSsl());
    m_ca = m_maker.make({.commonName = u"Good CA"_qs, .ca = true});
    m_otherCa = m_maker.make({.commonName = u"Other CA"_qs, .ca = true});
    m_between = m_maker.make({.commonName = u"Between CA"_qs, .ca = true}, &m_ca);
    m_server = signedBy(m_ca, {u"server"_qs, {u"IP:127.0.0.1"_qs, u"DNS:localhost"_qs}});
    m_client = signedBy(m_ca, {.commonName = u"client"_qs});
    m_strangeClient = signedBy(m_otherCa, {.commonName = u"strange client"_qs});
    m_trusted = QStringList{m_ca.file};
}

// --- certificates ------------------------------------------------------------------------------------------------

void TestClientTls::refused_data()
{
    QTest::addColumn<MadeCertificate>("made");
    QTest::addColumn<QStringList>("findings");
    QTest::addColumn<QString>("reason");
    const QStringList here{u"IP:127.0.0.1"_qs};
    const auto row = [](const char *name, const MadeCertificate &made, const QStringList &findings,
                        const QString &reason) { QTest::newRow(name) << made << findings << reason; };
    row("S01 self-signed", m_maker.make({u"own"_qs, here}), {u"tls.selfsigned"_qs}, u"it is signed by itself"_qs);
    row("S02 expired", signedBy(m_ca, {.commonName = u"x"_qs, .names = here, .fromDays = -20, .toDays = -10}),
        {u"tls.expired"_qs}, u"it expired on 20"_qs);
    row("S03 not yet valid", signedBy(m_ca, {.commonName = u"x"_qs, .names = here, .fromDays = 10, .toDays = 20}),
        {u"tls.notyet"_qs}, u"it is valid only from 20"_qs);
    row("S04 wrong host", signedBy(m_ca, {u"x"_qs, {u"DNS:a.example"_qs, u"DNS:*.b.example"_qs}}), {u"tls.host"_qs},
        u"the certificate is for *.b.example, a.example; not for 127.0.0.1"_qs);
    row("S05 unknown CA", signedBy(m_otherCa, {u"x"_qs, here}), {u"tls.untrusted"_qs},
        u"x is signed by Other CA, which is not known here and was not sent"_qs);
    row("S05 a CA between was not sent", signedBy(m_between, {u"x"_qs, here}), {u"tls.untrusted"_qs},
        u"x is signed by Between CA"_qs);
    MadeCertificate whole = signedBy(m_otherCa, {u"x"_qs, here});
    whole.file = m_maker.file(u"whole.pem"_qs, whole.pem + m_otherCa.pem);
    row("S05 the unknown CA was sent", whole, {u"tls.untrusted"_qs},
        u"its chain ends at Other CA, which is not known here"_qs);
    row("S02 S04 expired and wrong host",
        signedBy(m_ca, {.commonName = u"x"_qs, .names = {u"DNS:a.example"_qs}, .fromDays = -20, .toDays = -10}),
        {u"tls.host"_qs, u"tls.expired"_qs}, u"not for 127.0.0.1"_qs);
    const MadeCertificate oldCa =
        m_maker.make({.commonName = u"Old CA"_qs, .fromDays = -20, .toDays = -10, .ca = true}, &m_ca);
    MadeCertificate underOld = signedBy(oldCa, {u"x"_qs, here});
    underOld.file = m_maker.file(u"underold.pem"_qs, underOld.pem + oldCa.pem);
    row("S02 the CA above expired", underOld, {u"tls.expired"_qs},
        u"the certificate of Old CA above it expired on 20"_qs);
    row("S06 SHA-1", signedBy(m_ca, {.commonName = u"x"_qs, .names = here, .digest = "SHA1"}), {u"tls.weak"_qs},
        u"it is signed with ecdsa-with-SHA1, which can be forged"_qs);
    row("no certificate authority", signedBy(m_server, {u"x"_qs, here}), {u"tls.untrusted"_qs}, u"signed by server"_qs);
}

void TestClientTls::refused()
{
    QFETCH(MadeCertificate, made);
    QFETCH(QStringList, findings);
    QFETCH(QString, reason);
    ScriptedPeer peer;
    peer.useTls(made.file, made.keyFile);
    NetFixture net;
    net.settings.tls.caFiles = m_trusted;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(reason), qPrintable(net.reason(id)));
    const QJsonObject failed = net.event(EventKind::Failed);
    QCOMPARE(failed.value(u"stage"_qs).toString(), u"tls"_qs);
    QCOMPARE(findingsOf(failed), findings);
    // The chain is shown, and what is wrong with it.
    QCOMPARE(failed.value(u"chain"_qs).toArray().first()[u"sha256"_qs].toString(),
             net::fingerprintText(made.certificate));
    QCOMPARE(failed.value(u"errors"_qs).toArray().size(), findings.size());
    QCOMPARE(failed.value(u"verified"_qs).toBool(true), false);
    const net::Status status = net.session->status(id);
    QCOMPARE(status.refusedSha256, sha256(made.certificate));
    QVERIFY(status.refusedCertificate.contains(net::fingerprintText(made.certificate)));
    QVERIFY(status.refusedCertificate.contains(u"Problem: "));
    QVERIFY(!net.has(u"in event secured"_qs));
    QVERIFY(peer.request().isEmpty());
}

void TestClientTls::excepted_data()
{
    QTest::addColumn<MadeCertificate>("made");
    QTest::addColumn<QString>("how");
    QTest::addColumn<QStringList>("findings");
    const MadeCertificate own = m_maker.make({u"own"_qs, {u"IP:127.0.0.1"_qs}});
    const MadeCertificate elsewhere = signedBy(m_otherCa, {u"x"_qs, {u"DNS:a.example"_qs}});
    const QStringList flagged{u"tls.excepted"_qs};
    QTest::newRow("verified") << m_server << QString() << QStringList();
    QTest::newRow("verified, with an exception for it") << m_server << u"fingerprint"_qs << QStringList();
    QTest::newRow("self-signed, by its fingerprint") << own << u"fingerprint"_qs << flagged;
    QTest::newRow("wrong host and CA, by its fingerprint") << elsewhere << u"fingerprint"_qs << flagged;
    QTest::newRow("insecure") << elsewhere << u"insecure"_qs << flagged;
    QTest::newRow("S07 name in the common name alone")
        << signedBy(m_ca, {.commonName = u"127.0.0.1"_qs}) << QString() << QStringList{u"tls.commonname"_qs};
}

void TestClientTls::excepted()
{
    QFETCH(MadeCertificate, made);
    QFETCH(QString, how);
    QFETCH(QStringList, findings);
    ScriptedPeer peer;
    peer.useTls(made.file, made.keyFile);
    NetFixture net;
    net.settings.tls.caFiles = m_trusted;
    if (how == u"fingerprint")
        net.settings.tls.accepted = {{net::endpointOf(peer.url()), sha256(made.certificate)}};
    net.settings.tls.insecure = how == u"insecure";
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    const bool flagged = findings.contains(u"tls.excepted"_qs);
    const net::Status status = net.session->status(id);
    QCOMPARE(status.tlsVerified, !flagged);
    QVERIFY2(status.tls.startsWith(u"TLS 1.3 · AES-256-GCM"), qPrintable(status.tls));
    const QJsonObject secured = net.event(EventKind::Secured);
    QCOMPARE(secured.value(u"verified"_qs).toBool(), !flagged);
    QCOMPARE(secured.value(u"excepted"_qs).toString(), flagged ? how : QString());
    QCOMPARE(secured.value(u"errors"_qs).toArray().isEmpty(), !flagged);
    QCOMPARE(findingsOf(secured), findings);
    const auto row = net.find(u"in event secured"_qs);
    QCOMPARE(net.findings(*row), findings);
    QVERIFY(net.capture->facts(id).tls);
}

void TestClientTls::exceptionIsForOneCertificate()
{
    const MadeCertificate first = m_maker.make({u"own"_qs, {u"IP:127.0.0.1"_qs}});
    const MadeCertificate second = m_maker.make({u"own"_qs, {u"IP:127.0.0.1"_qs}});
    ScriptedPeer peer;
    peer.useTls(second.file, second.keyFile);
    NetFixture net;
    const QString endpoint = net::endpointOf(peer.url());
    net.settings.tls.accepted = {{endpoint, sha256(first.certificate)},
                                 {u"127.0.0.1:1"_qs, sha256(second.certificate)},
                                 {endpoint, QByteArray()}};
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Failed);
    QCOMPARE(net.session->status(id).refusedSha256, sha256(second.certificate));
}

void TestClientTls::serverName_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("serverName");
    QTest::addColumn<bool>("good");
    QTest::newRow("another name") << QStringList{u"DNS:a.example"_qs} << u"a.example"_qs << true;
    QTest::newRow("S07 wildcard") << QStringList{u"DNS:*.b.example"_qs} << u"a.b.example"_qs << true;
    QTest::newRow("S07 wildcard, two labels") << QStringList{u"DNS:*.b.example"_qs} << u"x.a.b.example"_qs << false;
    QTest::newRow("the host does not count then") << QStringList{u"IP:127.0.0.1"_qs} << u"a.example"_qs << false;
    QTest::newRow("an address") << QStringList{u"IP:192.0.2.7"_qs} << u"192.0.2.7"_qs << true;
}

void TestClientTls::serverName()
{
    QFETCH(QStringList, names);
    QFETCH(QString, serverName);
    QFETCH(bool, good);
    const MadeCertificate made = signedBy(m_ca, {u"x"_qs, names});
    ScriptedPeer peer;
    peer.useTls(made.file, made.keyFile);
    NetFixture net;
    net.settings.tls.caFiles = m_trusted;
    net.settings.tls.serverName = serverName;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), good ? State::Open : State::Failed);
    const QJsonObject details = net.event(good ? EventKind::Secured : EventKind::Failed);
    QCOMPARE(details.value(u"serverName"_qs).toString(), serverName);
    QVERIFY2(details.value(u"nameRule"_qs).toString().contains(serverName),
             qPrintable(details.value(u"nameRule"_qs).toString()));
    if (!good)
        QCOMPARE(findingsOf(details), QStringList{u"tls.host"_qs});
}

// --- what Qt's own servers cannot do -----------------------------------------------------------------------------

void TestClientTls::opensslServer_data()
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

void TestClientTls::opensslServer()
{
    QFETCH(MadeCertificate, server);
    QFETCH(QStringList, options);
    QFETCH(net::TlsSettings, settings);
    QFETCH(QStringList, findings);
    QFETCH(QStringList, words);
    OpensslServer peer;
    QVERIFY(peer.start(server, options));
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

/// S06: the server staples its CA's word that its certificate is revoked, or that it is good.
void TestClientTls::revoked()
{
    for (const bool good : {true, false}) {
        const MadeCertificate made = signedBy(m_ca, {u"x"_qs, {u"IP:127.0.0.1"_qs}});
        const QByteArray serial = made.certificate.serialNumber().replace(":", "").toUpper();
        const QString index = m_maker.file(u"index.txt"_qs, (good ? QByteArray("V\t991231235959Z\t\t")
                                                                  : QByteArray("R\t991231235959Z\t250101000000Z\t")) +
                                                                serial + "\tunknown\t/CN=x\n");
        const QString answer = m_maker.folder() + (good ? u"/good.der"_qs : u"/revoked.der"_qs);
        QProcess ocsp;
        ocsp.start(u"openssl"_qs, {u"ocsp"_qs, u"-index"_qs, index, u"-rsigner"_qs, m_ca.file, u"-rkey"_qs,
                                   m_ca.keyFile, u"-CA"_qs, m_ca.file, u"-issuer"_qs, m_ca.file, u"-cert"_qs, made.file,
                                   u"-ndays"_qs, u"7"_qs, u"-respout"_qs, answer, u"-noverify"_qs});
        QVERIFY(ocsp.waitForFinished());
        OpensslServer peer;
        QVERIFY2(peer.start(made, {u"-status_file"_qs, answer}), ocsp.readAllStandardError().constData());
        NetFixture net;
        net.settings.tls.caFiles = m_trusted;
        const ConnectionId id = net.open(peer.url());
        QTRY_COMPARE(net.state(id), good ? State::Upgrading : State::Failed);
        const QJsonObject details = net.event(good ? EventKind::Secured : EventKind::Failed);
        QCOMPARE(details.value(u"ocsp"_qs).toString(), good ? u"good"_qs : u"revoked"_qs);
        QCOMPARE(findingsOf(details), good ? QStringList() : QStringList{u"tls.revoked"_qs});
    }
}

// --- no TLS at all -----------------------------------------------------------------------------------------------

void TestClientTls::uselessFiles_data()
{
    QTest::addColumn<QString>("ca");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("reason");
    const QString nothing = m_maker.folder() + u"/nothing.pem"_qs;
    QTest::newRow("CA file is not there") << nothing << QString() << nothing << u"cannot be read"_qs;
    QTest::newRow("CA file without a certificate")
        << m_server.keyFile << QString() << m_server.keyFile << u"no certificate"_qs;
    QTest::newRow("client certificate without a key")
        << m_ca.file << m_client.file << m_client.file << u"no private key"_qs;
}

void TestClientTls::uselessFiles()
{
    QFETCH(QString, ca);
    QFETCH(QString, certificate);
    QFETCH(QString, file);
    QFETCH(QString, reason);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    net.settings.tls.caFiles = QStringList{ca};
    net.settings.tls.certificateFile = certificate;
    const ConnectionId id = net.open(peer.url().replace(u"ws:"_qs, u"wss:"_qs));
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(reason) && net.reason(id).contains(file), qPrintable(net.reason(id)));
    QVERIFY(!peer.hasClient());
}

void TestClientTls::notTls_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<QString>("reason");
    QTest::newRow("plain HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << u"Try ws:// instead of wss://"_qs;
    QTest::newRow("a greeting") << QByteArray("220 mail.example ESMTP\r\n") << u"Try ws:// instead of wss://"_qs;
    QTest::newRow("S13 record over 16 KiB")
        << QByteArray("\x16\x03\x03\x48\x01", 5) + QByteArray(18433, 'x') << u"record_overflow (22)"_qs;
    QTest::newRow("a handshake message of garbage")
        << QByteArray("\x16\x03\x03\x00\x08\x02\x00\x00\x04zzzz", 13) << u"not in order"_qs;
    QTest::newRow("application data at once") << QByteArray("\x17\x03\x03\x00\x02hi", 7) << u"not in order"_qs;
    QTest::newRow("an alert in clear") << QByteArray("\x15\x03\x03\x00\x02\x02\x50", 7) << u"internal_error (80)"_qs;
    QTest::newRow("an alert without a name") << QByteArray("\x15\x03\x03\x00\x02\x02\xC8", 7) << u"200"_qs;
}

void TestClientTls::notTls()
{
    QFETCH(QByteArray, octets);
    QFETCH(QString, reason);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url().replace(u"ws:"_qs, u"wss:"_qs));
    QTRY_VERIFY(peer.hasClient());
    peer.send(octets);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(reason), qPrintable(net.reason(id)));
    const QJsonObject failed = net.event(EventKind::Failed);
    QCOMPARE(findingsOf(failed).size(), 1);
    QCOMPARE(failed.value(u"stage"_qs).toString(), u"tls"_qs);
    QVERIFY(!failed.contains(u"verified"_qs));
}

void TestClientTls::endsInHandshake_data()
{
    QTest::addColumn<QByteArray>("octets");
    QTest::addColumn<bool>("reset");
    QTest::addColumn<QString>("reason");
    QTest::newRow("FIN at once") << QByteArray() << false
                                 << u"ended the connection during the TLS handshake, before"_qs;
    QTest::newRow("RST at once") << QByteArray() << true << u"reset the connection during the TLS handshake, before"_qs;
    QTest::newRow("FIN inside a record") << QByteArray("\x16\x03\x03\x00\x50\x02", 6) << false
                                         << u"ended the connection during the TLS handshake"_qs;
}

void TestClientTls::endsInHandshake()
{
    QFETCH(QByteArray, octets);
    QFETCH(bool, reset);
    QFETCH(QString, reason);
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url().replace(u"ws:"_qs, u"wss:"_qs));
    QTRY_VERIFY(peer.hasClient());
    QTRY_VERIFY(net.state(id) == State::Securing);
    peer.send(octets);
    if (reset)
        peer.reset();
    else
        peer.end();
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(reason), qPrintable(net.reason(id)));
    QCOMPARE(findingsOf(net.event(EventKind::Failed)), QStringList{u"tls.protocol"_qs});
    QCOMPARE(net.has(u"in event reset"_qs), reset);
}

void TestClientTls::tlsOnPlainPort()
{
    ScriptedPeer peer;
    peer.useTls(m_server.file, m_server.keyFile);
    NetFixture net;
    const ConnectionId id = net.open(peer.url().replace(u"wss:"_qs, u"ws:"_qs));
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(u"wss://") || net.reason(id).contains(u"ended the connection"),
             qPrintable(net.reason(id)));
}

// --- S14 ---------------------------------------------------------------------------------------------------------

void TestClientTls::changedCertificate_data()
{
    QTest::addColumn<int>("before"); // 0: none, 1: the same, 2: another
    QTest::addColumn<bool>("good");
    QTest::newRow("first time") << 0 << true;
    QTest::newRow("the same again") << 1 << true;
    QTest::newRow("S14 changed, and verified") << 2 << true;
    QTest::newRow("S14 changed, and refused") << 2 << false;
}

void TestClientTls::changedCertificate()
{
    QFETCH(int, before);
    QFETCH(bool, good);
    const MadeCertificate made = good ? m_server : m_maker.make({u"own"_qs, {u"IP:127.0.0.1"_qs}});
    ScriptedPeer peer;
    peer.useTls(made.file, made.keyFile);
    const QString endpoint = net::endpointOf(peer.url());
    const QByteArray other(32, 'o');
    const auto known = std::make_shared<net::KnownCertificates>();
    if (before > 0)
        known->note(endpoint, before == 1 ? sha256(made.certificate) : other);
    NetFixture net;
    net.session->setKnownCertificates(known);
    net.settings.tls.caFiles = m_trusted;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), good ? State::Open : State::Failed);
    const QJsonObject details = net.event(good ? EventKind::Secured : EventKind::Failed);
    const bool changed = before == 2;
    QCOMPARE(findingsOf(details).contains(u"tls.changed"_qs), changed);
    QCOMPARE(details.value(u"previousSha256"_qs).toString(), changed ? net::fingerprintText(other) : QString());
    QCOMPARE(details.value(u"sha256"_qs).toString(), net::fingerprintText(made.certificate));
    QCOMPARE(net.session->status(id).previousSha256, changed ? other : QByteArray());
    // What was refused is not what the host is known by.
    QCOMPARE(known->last(endpoint), good ? sha256(made.certificate) : other);
    if (!good)
        QVERIFY(net.reason(id).contains(net::fingerprintText(other)));
}

// --- what is told ------------------------------------------------------------------------------------------------

void TestClientTls::details()
{
    MadeCertificate made = signedBy(m_between, {u"server"_qs, {u"IP:127.0.0.1"_qs}});
    made.file = m_maker.file(u"chain.pem"_qs, made.pem + m_between.pem);
    ScriptedPeer peer;
    peer.useTls(made.file, made.keyFile);
    peer.tls().setAllowedNextProtocols({"http/1.1"});
    NetFixture net;
    net.settings.tls.caFiles = m_trusted;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    const QJsonObject secured = net.event(EventKind::Secured);
    QCOMPARE(secured.value(u"protocol"_qs).toString(), u"TLS 1.3"_qs);
    QCOMPARE(secured.value(u"cipher"_qs).toString(), u"TLS_AES_256_GCM_SHA384"_qs);
    QCOMPARE(secured.value(u"alpn"_qs).toString(), u"http/1.1"_qs);
    QCOMPARE(secured.value(u"group"_qs).toString(), u"X25519"_qs);
    QCOMPARE(secured.value(u"resumed"_qs), QJsonValue(false));
    QCOMPARE(secured.value(u"serverName"_qs).toString(), u"127.0.0.1"_qs);
    QCOMPARE(secured.value(u"nameRule"_qs).toString(), u"the certificate lists the address 127.0.0.1"_qs);
    QCOMPARE(secured.value(u"subject"_qs).toString(), u"CN=server"_qs);
    QStringList subjects;
    for (const QJsonValue one : secured.value(u"chain"_qs).toArray())
        subjects += one[u"subject"_qs].toString();
    // The last was not sent: it is the one that is trusted.
    QCOMPARE(subjects, (QStringList{u"CN=server"_qs, u"CN=Between CA"_qs, u"CN=Good CA"_qs}));
    QVERIFY(!secured.contains(u"clientCertificate"_qs));
}

/// S13: a record for each octet changes nothing.
void TestClientTls::smallRecords()
{
    ScriptedPeer peer;
    peer.useTls(m_server.file, m_server.keyFile);
    NetFixture net;
    net.settings.tls.caFiles = m_trusted;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    peer.dribble(frame(Opcode::Text, "one octet a record") + frame(Opcode::Ping, "p"));
    QTRY_VERIFY(net.has(u"in ping 1 fin"_qs));
    QVERIFY(net.has(u"in text 18 fin"_qs));
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
    peer.endSending();
    QTRY_COMPARE(net.state(id), State::Closed);
}

void TestClientTls::closingHandshake()
{
    ScriptedPeer peer;
    peer.useTls(m_server.file, m_server.keyFile);
    NetFixture net;
    net.settings.tls.caFiles = m_trusted;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    net.session->close(id);
    QTRY_VERIFY(!peer.received().isEmpty());
    peer.send(frame(Opcode::Close, ws::closePayload(1000, {})));
    peer.end();
    QTRY_COMPARE(net.state(id), State::Closed);
    QCOMPARE(net.event(EventKind::Closed).value(u"clean"_qs).toBool(), true);
    QVERIFY(!net.has(u"in event reset"_qs));
}

/// More than one read buffer at once: reading must come again after a part was taken.
void TestClientTls::frames()
{
    ScriptedPeer peer;
    peer.useTls(m_server.file, m_server.keyFile);
    NetFixture net;
    net.settings.tls.caFiles = m_trusted;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    constexpr int size = 5 * 1024 * 1024;
    QByteArray octets;
    for (int i = 0; i < 5000; ++i)
        octets += frame(Opcode::Text, QByteArray::number(i));
    peer.send(octets + frame(Opcode::Binary, QByteArray(size, 'b')));
    QTRY_VERIFY(net.has(u"in binary %1 fin"_qs.arg(size)));
    QCOMPARE(net.capture->totals(id).framesIn, std::uint64_t(5001));
    QCOMPARE(net.capture->errorFindingCount(), std::uint64_t(0));
}

QTEST_GUILESS_MAIN(TestClientTls)
#include "tst_clienttls.moc"
