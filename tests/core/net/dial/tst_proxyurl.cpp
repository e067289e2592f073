#include "core/net/dial/proxyurl.h"

#include <QTest>

using namespace framescope;
using net::ProxyKind;
using net::ProxySettings;

class TestProxyUrl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void good_data();
    void good();
    void bad_data();
    void bad();
};

void TestProxyUrl::good_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ProxySettings>("expected");
    QTest::newRow("none") << u"none"_qs << ProxySettings();
    QTest::newRow("system") << u"system"_qs << ProxySettings{ProxyKind::System, {}, 0, {}, {}};
    QTest::newRow("HTTP") << u"http://proxy.example:8080"_qs
                          << ProxySettings{ProxyKind::Http, u"proxy.example"_qs, 8080, {}, {}};
    QTest::newRow("no scheme") << u"proxy.example:8080"_qs
                               << ProxySettings{ProxyKind::Http, u"proxy.example"_qs, 8080, {}, {}};
    QTest::newRow("no port") << u"http://proxy.example/"_qs
                             << ProxySettings{ProxyKind::Http, u"proxy.example"_qs, 3128, {}, {}};
    QTest::newRow("SOCKS5") << u"socks5://[::1]"_qs << ProxySettings{ProxyKind::Socks5, u"::1"_qs, 1080, {}, {}};
    QTest::newRow("SOCKS5, its other name")
        << u"socks5h://p:1"_qs << ProxySettings{ProxyKind::Socks5, u"p"_qs, 1, {}, {}};
    QTest::newRow("credentials") << u"http://a%40b:p%3Aq%2Fr@p:1"_qs
                                 << ProxySettings{ProxyKind::Http, u"p"_qs, 1, u"a@b"_qs, u"p:q/r"_qs};
}

void TestProxyUrl::good()
{
    QFETCH(QString, text);
    QFETCH(ProxySettings, expected);
    const auto proxy = net::parseProxy(text);
    QVERIFY2(proxy.ok(), proxy.ok() ? "" : qPrintable(proxy.error().message));
    QCOMPARE(*proxy, expected);
}

void TestProxyUrl::bad_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    QTest::newRow("empty") << QString() << u"written like"_qs;
    QTest::newRow("port 65536") << u"http://p:65536"_qs << u"written like"_qs;
    QTest::newRow("port 0") << u"http://p:0"_qs << u"written like"_qs;
    QTest::newRow("path") << u"http://p:1/x"_qs << u"written like"_qs;
    QTest::newRow("other kind") << u"socks4://p:1"_qs << u"\"socks4\" is no kind of proxy"_qs;
    QTest::newRow("secret") << u"http://u:secret@p:1/x"_qs << u"written like"_qs;
}

void TestProxyUrl::bad()
{
    QFETCH(QString, text);
    QFETCH(QString, reason);
    const auto proxy = net::parseProxy(text);
    QVERIFY(!proxy.ok());
    QVERIFY2(proxy.error().message.contains(reason), qPrintable(proxy.error().message));
    QVERIFY(!proxy.error().message.contains(u"secret"));
}

QTEST_GUILESS_MAIN(TestProxyUrl)
#include "tst_proxyurl.moc"
