#include "core/net/admission.h"

#include <QSysInfo>
#include <QTest>

using namespace framescope;
using net::Admission;

class TestAdmission : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hosts_data();
    void hosts();
    void origins_data();
    void origins();
    void requestedHost_data();
    void requestedHost();
};

void TestAdmission::hosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("loopback"); ///< right for a listener on 127.0.0.1
    QTest::addColumn<bool>("all");      ///< right for one on 0.0.0.0
    const auto row = [](const char *host, bool loopback, bool all) {
        QTest::newRow(host) << QByteArray(host) << loopback << all;
    };
    row("localhost", true, true);
    row("LocalHost:8080", true, true);
    row("localhost.", true, true);
    row("app.localhost", true, true);
    row("127.0.0.1", true, true);
    row("127.9.8.7:80", true, true);
    row("[::1]:80", true, true);
    row("::1", true, true);
    row("named.example", true, true);
    row("192.0.2.7", false, true);
    row("[2001:db8::1]", false, true);
    row("evil.example", false, false);
    row("localhost.evil.example", false, false);
    row("127.0.0.1.evil.example", false, false);
    row("evil.example:localhost", false, false);
    row("", false, false);
    row("[", false, false);
}

void TestAdmission::hosts()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, loopback);
    QFETCH(bool, all);
    Admission rules;
    rules.hosts = {"Named.example"};
    QCOMPARE(net::isOwnHost(host, rules), loopback);
    rules.address = QHostAddress::Any;
    QCOMPARE(net::isOwnHost(host, rules), all);
    QVERIFY(net::isOwnHost(QSysInfo::machineHostName().toUtf8(), rules));
}

void TestAdmission::origins_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *origin, bool allowed) { QTest::newRow(origin) << QByteArray(origin) << allowed; };
    row("", true);
    row("http://localhost", true);
    row("http://localhost:3000", true); // another program of this machine
    row("http://127.0.0.1:5173", true);
    row("https://[::1]", true);
    row("https://friend.example", true);
    row("HTTPS://Friend.example", true);
    row("http://friend.example", false); // another scheme is another origin (RFC 6454 §4)
    row("https://evil.example", false);
    row("https://localhost.evil.example", false);
    row("https://localhost@evil.example", false);
    row("null", false);
    row("file://", false);
    row("localhost", false);
}

void TestAdmission::origins()
{
    QFETCH(QByteArray, origin);
    QFETCH(bool, allowed);
    Admission rules;
    rules.origins = {"https://friend.example"};
    QCOMPARE(net::isAllowedOrigin(origin, "127.0.0.1:9000", rules), allowed);
    QVERIFY(net::isAllowedOrigin("http://box.lan:1", "box.lan:2", rules));
    rules.origins = {"*"};
    QVERIFY(net::isAllowedOrigin(origin, "127.0.0.1:9000", rules));
}

void TestAdmission::requestedHost_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("path") << QByteArray("/") << QByteArray("field.example");
    QTest::newRow("path with a URL in it") << QByteArray("/?u=http://other.example/") << QByteArray("field.example");
    QTest::newRow("whole URL") << QByteArray("http://Target.example:81/x") << QByteArray("target.example");
    QTest::newRow("with a user") << QByteArray("http://field.example@target.example/") << QByteArray("target.example");
}

void TestAdmission::requestedHost()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, host);
    http::HeadParser parser(http::HeadKind::Request);
    const QByteArray octets = "GET " + target + " HTTP/1.1\r\nHost: field.example:80\r\n\r\n";
    ByteView view = byteView(octets);
    QCOMPARE(parser.feed(view), http::HeadParser::Status::Done);
    QCOMPARE(net::requestedHost(parser.head()), host);
}

QTEST_GUILESS_MAIN(TestAdmission)
#include "tst_admission.moc"
