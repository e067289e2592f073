#include "core/net/tls/clienttls.h"

#include "core/net/tls/certificatefacts.h"
#include "core/net/tls/knowncertificates.h"
#include "tests/support/certificatemaker.h"
#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QLocalServer>
#include <QSslKey>
#include <QSslSocket>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::CertificateMaker;
using test::CertificateWish;
using test::frame;
using test::MadeCertificate;
using test::NetFixture;
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

/// Speaks TLS on a Unix domain socket, and no more.
class UnixTlsServer : public QLocalServer
{
public:
    explicit UnixTlsServer(const MadeCertificate &made) : m_made(made) {}

protected:
    void incomingConnection(quintptr descriptor) override
    {
        QFile key(m_made.keyFile);
        if (!key.open(QIODevice::ReadOnly))
            qFatal("no key file");
        m_socket.setSocketDescriptor(static_cast<qintptr>(descriptor));
        m_socket.setLocalCertificate(m_made.certificate);
        m_socket.setPrivateKey(QSslKey(&key, QSsl::Ec));
        m_socket.startServerEncryption();
    }

private:
    MadeCertificate m_made;
    QSslSocket m_socket;
};
} // namespace

/// TLS of a whole connection over real sockets: cases S01 to S14; what needs a server that Qt has not is in
/// tst_tlsservers.cpp.
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
    void exceptionAtAUnixSocket_data();
    void exceptionAtAUnixSocket();
    void serverName_data();
    void serverName();
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
    MadeCertificate m_ca, m_otherCa, m_between, m_server;
    QStringList m_trusted;
};

void TestClientTls::initTestCase()
{
    QVERIFY(QSslSocket::supportsSsl());
    m_ca = m_maker.make({.commonName = u"Good CA"_qs, .ca = true});
    m_otherCa = m_maker.make({.commonName = u"Other CA"_qs, .ca = true});
    m_between = m_maker.make({.commonName = u"Between CA"_qs, .ca = true}, &m_ca);
    m_server = signedBy(m_ca, {u"server"_qs, {u"IP:127.0.0.1"_qs, u"DNS:localhost"_qs}});
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
        u"\"x\" is signed by \"Other CA\", which is not known here and was not sent"_qs);
    row("S05 a CA between was not sent", signedBy(m_between, {u"x"_qs, here}), {u"tls.untrusted"_qs},
        u"\"x\" is signed by \"Between CA\""_qs);
    MadeCertificate whole = signedBy(m_otherCa, {u"x"_qs, here});
    whole.file = m_maker.file(u"whole.pem"_qs, whole.pem + m_otherCa.pem);
    row("S05 the unknown CA was sent", whole, {u"tls.untrusted"_qs},
        u"its chain ends at \"Other CA\", which is not known here"_qs);
    row("S02 S04 expired and wrong host",
        signedBy(m_ca, {.commonName = u"x"_qs, .names = {u"DNS:a.example"_qs}, .fromDays = -20, .toDays = -10}),
        {u"tls.host"_qs, u"tls.expired"_qs}, u"not for 127.0.0.1"_qs);
    const MadeCertificate oldCa =
        m_maker.make({.commonName = u"Old CA"_qs, .fromDays = -20, .toDays = -10, .ca = true}, &m_ca);
    MadeCertificate underOld = signedBy(oldCa, {u"x"_qs, here});
    underOld.file = m_maker.file(u"underold.pem"_qs, underOld.pem + oldCa.pem);
    row("S02 the CA above expired", underOld, {u"tls.expired"_qs},
        u"the certificate of Old CA above it expired on 20"_qs);
    row("no certificate authority", signedBy(m_server, {u"x"_qs, here}), {u"tls.untrusted"_qs},
        u"signed by \"server\""_qs);
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

void TestClientTls::exceptionAtAUnixSocket_data()
{
    QTest::addColumn<QString>("endpoint"); // %1: the folder
    QTest::addColumn<bool>("good");
    QTest::newRow("this one") << u"unix:%1/Here.sock"_qs << true;
    QTest::newRow("another") << u"unix:%1/there.sock"_qs << false;
    QTest::newRow("in another case") << u"unix:%1/here.sock"_qs << false;
    QTest::newRow("the name all sockets share") << u"localhost:443"_qs << false;
}

void TestClientTls::exceptionAtAUnixSocket()
{
#ifdef Q_OS_WIN
    QSKIP("no Unix domain sockets here");
#endif
    QFETCH(QString, endpoint);
    QFETCH(bool, good);
    const MadeCertificate made = m_maker.make({u"own"_qs, {u"DNS:localhost"_qs}});
    NetFixture net;
    UnixTlsServer server(made);
    QVERIFY(server.listen(net.folder.filePath(u"Here.sock"_qs)));
    net.settings.tls.accepted = {{endpoint.replace(u"%1"_qs, net.folder.path()), sha256(made.certificate)}};
    const ConnectionId id = net.open(u"wss+unix:%1:/"_qs.arg(server.fullServerName()));
    QTRY_COMPARE(net.state(id), good ? State::Upgrading : State::Failed);
    QCOMPARE(net.event(EventKind::Secured).value(u"excepted"_qs).toString(), good ? u"fingerprint"_qs : QString());
    if (!good)
        QVERIFY2(net.reason(id).contains(u"unix:"_qs + server.fullServerName()), qPrintable(net.reason(id)));
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
        << m_ca.file << m_server.file << m_server.file << u"no private key"_qs;
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
    QTRY_VERIFY(!peer.received().isEmpty()); // else TCP would turn the end into a reset
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
