#include "core/net/tlssetup.h"

#include "tests/support/netfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QSslCertificate>
#include <QTest>

using namespace framescope;
using capture::EventKind;
using net::State;
using test::frame;
using test::NetFixture;
using test::ScriptedPeer;
using ws::Opcode;

namespace
{
QString data(const QString &name) { return QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/") + name; }

QString endpointOf(const ScriptedPeer &peer) { return framescope::net::endpointOf(peer.url()); }

QByteArray sha256(const QString &name)
{
    return QSslCertificate::fromPath(data(name)).value(0).digest(QCryptographicHash::Sha256);
}
} // namespace

/// TLS on loopback with certificates of our own, see tests/data/tls/make.sh.
class TestTlsSetup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void refusedByDefault();
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
    void badCaFile_data();
    void badCaFile();
    void notTls();
    void closingHandshake();
    void frames();
};

void TestTlsSetup::initTestCase() { QVERIFY(QSslSocket::supportsSsl()); }

void TestTlsSetup::refusedByDefault()
{
    ScriptedPeer peer;
    peer.useTls(data(u"server.pem"_qs), data(u"server.key"_qs));
    NetFixture net;
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(u"certificate"), qPrintable(net.reason(id)));
    QCOMPARE(net.event(EventKind::Failed).value(u"stage"_qs).toString(), u"tls"_qs);
    const net::Status status = net.session->status(id);
    QCOMPARE(status.refusedSha256, sha256(u"server.pem"_qs));
    const QStringList lines = status.refusedCertificate.split(u'\n');
    QCOMPARE(lines.value(0), u"Subject: CN=server"_qs);
    QCOMPARE(lines.value(1), u"Issuer: CN=Framescope test CA"_qs);
    QVERIFY(lines.value(2).startsWith(u"Valid from: 20"));
    QVERIFY(lines.value(4).contains(QString::fromLatin1(status.refusedSha256.toHex(':').toUpper())));
    QVERIFY(lines.filter(u"Problem: "_qs).size() >= 1);
    QVERIFY(peer.request().isEmpty());
}

void TestTlsSetup::accepted_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("verified");
    QTest::newRow("by its CA") << u"server"_qs << u"ca"_qs << true;
    QTest::newRow("by its fingerprint") << u"server"_qs << u"sha256"_qs << false;
    QTest::newRow("wrong host, by its fingerprint") << u"wronghost"_qs << u"sha256"_qs << false;
    QTest::newRow("CA and fingerprint") << u"server"_qs << u"both"_qs << true;
    QTest::newRow("insecure") << u"wronghost"_qs << u"insecure"_qs << false;
}

void TestTlsSetup::accepted()
{
    QFETCH(QString, certificate);
    QFETCH(QString, how);
    QFETCH(bool, verified);
    ScriptedPeer peer;
    peer.useTls(data(certificate + u".pem"_qs), data(certificate + u".key"_qs));
    NetFixture net;
    if (how == u"ca" || how == u"both")
        net.settings.tls.caFiles = {data(u"ca.pem"_qs)};
    if (how == u"sha256" || how == u"both")
        net.settings.tls.accepted = {{endpointOf(peer), sha256(certificate + u".pem"_qs)}};
    net.settings.tls.insecure = how == u"insecure";
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Open);
    const net::Status status = net.session->status(id);
    QCOMPARE(status.tlsVerified, verified);
    QVERIFY2(status.tls.startsWith(u"TLS 1.3 · AES-256-GCM"), qPrintable(status.tls));
    const QJsonObject secured = net.event(EventKind::Secured);
    QCOMPARE(secured.value(u"verified"_qs).toBool(), verified);
    QCOMPARE(secured.value(u"errors"_qs).toArray().isEmpty(), verified);
    QCOMPARE(secured.value(u"protocol"_qs).toString(), u"TLS 1.3"_qs);
    QCOMPARE(secured.value(u"subject"_qs).toString(), u"CN="_qs + certificate);
    QVERIFY(net.capture->facts(id).tls);
}

void TestTlsSetup::refused_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("ca");
    QTest::addColumn<QByteArray>("accepted");
    QTest::newRow("S04 wrong host") << u"wronghost"_qs << u"ca.pem"_qs << QByteArray();
    QTest::newRow("another fingerprint") << u"server"_qs << QString() << QByteArray(32, 'x');
    QTest::newRow("the fingerprint of another") << u"server"_qs << QString() << sha256(u"wronghost.pem"_qs);
    QTest::newRow("S05 another CA") << u"server"_qs << u"wronghost.pem"_qs << QByteArray();
}

void TestTlsSetup::refused()
{
    QFETCH(QString, certificate);
    QFETCH(QString, ca);
    QFETCH(QByteArray, accepted);
    ScriptedPeer peer;
    peer.useTls(data(certificate + u".pem"_qs), data(certificate + u".key"_qs));
    NetFixture net;
    if (!ca.isEmpty())
        net.settings.tls.caFiles = {data(ca)};
    net.settings.tls.accepted = {{endpointOf(peer), accepted}};
    const ConnectionId id = net.open(peer.url());
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY(!net.session->status(id).refusedSha256.isEmpty());
    QVERIFY(!net.has(u"in event secured"_qs));
    QVERIFY(peer.request().isEmpty());
}

void TestTlsSetup::badCaFile_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("reason");
    QTest::newRow("not there") << data(u"nothing.pem"_qs) << u"cannot be read"_qs;
    QTest::newRow("no certificate") << data(u"make.sh"_qs) << u"no certificate"_qs;
}

void TestTlsSetup::badCaFile()
{
    QFETCH(QString, file);
    QFETCH(QString, reason);
    NetFixture net;
    net.settings.tls.caFiles = {file};
    const ConnectionId id = net.open(u"wss://127.0.0.1:1/"_qs);
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(reason) && net.reason(id).contains(file), qPrintable(net.reason(id)));
}

void TestTlsSetup::notTls()
{
    ScriptedPeer peer(ScriptedPeer::Upgrade::Silent);
    NetFixture net;
    const ConnectionId id = net.open(peer.url().replace(u"ws:"_qs, u"wss:"_qs));
    QTRY_VERIFY(peer.hasClient());
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTRY_COMPARE(net.state(id), State::Failed);
    QVERIFY2(net.reason(id).contains(u"ws://"), qPrintable(net.reason(id)));
}

void TestTlsSetup::closingHandshake()
{
    ScriptedPeer peer;
    peer.useTls(data(u"server.pem"_qs), data(u"server.key"_qs));
    NetFixture net;
    net.settings.tls.caFiles = {data(u"ca.pem"_qs)};
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
void TestTlsSetup::frames()
{
    ScriptedPeer peer;
    peer.useTls(data(u"server.pem"_qs), data(u"server.key"_qs));
    NetFixture net;
    net.settings.tls.caFiles = {data(u"ca.pem"_qs)};
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

QTEST_GUILESS_MAIN(TestTlsSetup)
#include "tst_tlssetup.moc"
