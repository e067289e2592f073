#include "core/net/settings.h"

#include <QTest>

#include <functional>

using framescope::net::ConnectionSettings;

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endpoints_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("endpoint");
        const auto row = [](const char *url, const char *endpoint) {
            QTest::newRow(url) << QString::fromUtf8(url) << QString::fromUtf8(endpoint);
        };
        row("wss://Example.COM/x", "example.com:443");
        row("ws://[::1]:8080/", "[::1]:8080");
        row("wss+unix:/run/Some.sock:/x", "unix:/run/Some.sock");
        row("wss+unix:/run/some.sock:/x", "unix:/run/some.sock");
        row("nonsense://", "");
    }
    void endpoints()
    {
        QFETCH(QString, url);
        QTEST(framescope::net::endpointOf(url), "endpoint");
    }
    void differences()
    {
        ConnectionSettings settings;
        QCOMPARE(settings.differences(), 0);
        settings.url = QStringLiteral("ws://x/");
        QCOMPARE(settings.differences(), 0); // where to is no option

        const std::function<void(ConnectionSettings &)> changes[] = {
            [](auto &s) {
                s.headers = {{"A", "b"}};
            },
            [](auto &s) { s.subprotocols = {"a"}; },
            [](auto &s) { s.origin = "http://a"; },
            [](auto &s) { s.tls.insecure = true; },
            [](auto &s) { s.policy = framescope::net::Policy::Strict; },
            [](auto &s) { s.answerPing = false; },
            [](auto &s) { s.closeTimeout = std::chrono::seconds(1); },
            [](auto &s) { s.auth.kind = framescope::net::AuthKind::Basic; },
            [](auto &s) { s.cookieProfile = QStringLiteral("p"); },
            [](auto &s) { s.rawRequest = QByteArray(); },
            [](auto &s) { s.proxy.kind = framescope::net::ProxyKind::System; },
            [](auto &s) { s.family = framescope::net::AddressFamily::IPv6; },
            [](auto &s) { s.deflate.level = 9; },
            [](auto &s) { s.keepAlive = std::chrono::seconds(1); },
            [](auto &s) { s.reconnect.enabled = true; },
            [](auto &s) { s.keepHalfOpen = true; },
        };
        int count = 0;
        for (const auto &change : changes) {
            change(settings);
            QCOMPARE(settings.differences(), ++count);
        }
        // The same groups once more.
        settings.tls.caFiles = {QStringLiteral("x.pem")};
        settings.echo = true;
        settings.connectTimeout = std::chrono::seconds(1);
        QCOMPARE(settings.differences(), count);
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
