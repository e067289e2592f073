#include "core/net/dial/systemproxy.h"

#include <QNetworkProxyFactory>
#include <QTest>

using namespace framescope;
using net::ProxyKind;
using net::ProxySettings;

/// What the environment says, as the system's libraries read it.
class TestSystemProxy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { init(); }
    void environment_data();
    void environment();
};

void TestSystemProxy::init()
{
    for (const char *name :
         {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
        qunsetenv(name);
}

void TestSystemProxy::environment_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("url");
    QTest::addColumn<ProxySettings>("expected");
    const QString plain = u"ws://name.example/"_qs;
    const QString secure = u"wss://name.example/"_qs;
    const ProxySettings http{ProxyKind::Http, u"127.0.0.1"_qs, 3128, {}, {}};
    QTest::newRow("http_proxy for ws") << QByteArray("http_proxy") << QByteArray("http://127.0.0.1:3128") << plain
                                       << http;
    QTest::newRow("https_proxy for wss") << QByteArray("https_proxy") << QByteArray("http://127.0.0.1:3128") << secure
                                         << http;
    QTest::newRow("https_proxy is not for ws")
        << QByteArray("https_proxy") << QByteArray("http://127.0.0.1:3128") << plain << ProxySettings();
    QTest::newRow("SOCKS5") << QByteArray("https_proxy") << QByteArray("socks5://127.0.0.1:1080") << secure
                            << ProxySettings{ProxyKind::Socks5, u"127.0.0.1"_qs, 1080, {}, {}};
    QTest::newRow("none") << QByteArray("no_proxy") << QByteArray("*") << secure << ProxySettings();
}

void TestSystemProxy::environment()
{
#ifndef Q_OS_LINUX
    QSKIP("other systems do not ask the environment");
#endif
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, value);
    QFETCH(QString, url);
    QFETCH(ProxySettings, expected);
    qputenv(variable.constData(), value);
    const auto parsed = http::parseWsUrl(url);
    QVERIFY(parsed.ok());
    QFuture<ProxySettings> found = net::systemProxy(*parsed);
    QTRY_VERIFY(found.isFinished());
    QCOMPARE(found.result().kind, expected.kind);
    QCOMPARE(found.result().host, expected.host);
    QCOMPARE(found.result().port, expected.port);
}

QTEST_GUILESS_MAIN(TestSystemProxy)
#include "tst_systemproxy.moc"
