#include "ui/connect/curlsettings.h"

#include <QTest>

using namespace framescope;
using namespace std::chrono_literals;

namespace
{
net::ConnectionSettings from(const QString &options, const net::ConnectionSettings &base = {},
                             QStringList *ignored = nullptr, const QString &url = QStringLiteral("ws://h/p?q"))
{
    const auto command = io::parseCurlCommand(QStringLiteral("curl %1 %2").arg(url, options));
    if (!command)
        qFatal("%s", qPrintable(command.error().message));
    return ui::settingsFrom(*command, base, ignored);
}
} // namespace

class TestCurlSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void credentials()
    {
        QCOMPARE(from(QStringLiteral("-u me:a:b")).auth,
                 (net::AuthSettings{net::AuthKind::Basic, QStringLiteral("me"), QStringLiteral("a:b")}));
        QCOMPARE(from(QStringLiteral("--oauth2-bearer t")).auth,
                 (net::AuthSettings{net::AuthKind::Bearer, {}, QStringLiteral("t")}));
        net::ConnectionSettings base;
        base.auth = {net::AuthKind::Basic, QStringLiteral("old"), QStringLiteral("secret")};
        base.headers = {{"Old", "1"}};
        base.rawRequest = QByteArray("old");
        const auto fresh = from(QString(), base);
        QCOMPARE(fresh.auth, net::AuthSettings());
        QVERIFY(fresh.headers.isEmpty() && !fresh.rawRequest);
    }
    void proxies_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("expected"); ///< host port user password
        const auto row = [](const char *options, net::ProxyKind kind, const char *expected) {
            QTest::newRow(options) << QString::fromUtf8(options) << int(kind) << QString::fromUtf8(expected);
        };
        row("-x proxy", net::ProxyKind::Http, "proxy 1080  ");
        row("-x http://proxy:3128", net::ProxyKind::Http, "proxy 3128  ");
        row("-x http://u:p%40q@proxy:3128/", net::ProxyKind::Http, "proxy 3128 u p@q");
        row("-x u:p@proxy:3128 -U x:y", net::ProxyKind::Http, "proxy 3128 x y");
        row("-x 'http://[::1]:8080'", net::ProxyKind::Http, "::1 8080  ");
        row("-x socks5h://s:9050", net::ProxyKind::Socks5, "s 9050  ");
        row("--socks5-hostname s", net::ProxyKind::Socks5, "s 1080  ");
        row("--socks5 s:1", net::ProxyKind::Socks5, "s 1  ");
        row("-x https://proxy", net::ProxyKind::None, " 0  ");
        row("-x socks4://proxy", net::ProxyKind::None, " 0  ");
        row("-x http://:80", net::ProxyKind::None, " 0  ");
    }
    void proxies()
    {
        QFETCH(QString, options);
        QFETCH(int, kind);
        QFETCH(QString, expected);
        QStringList ignored;
        const net::ProxySettings proxy = from(options, {}, &ignored).proxy;
        QCOMPARE(int(proxy.kind), kind);
        QCOMPARE(QStringLiteral("%1 %2 %3 %4").arg(proxy.host).arg(proxy.port).arg(proxy.user, proxy.password),
                 expected);
        QCOMPARE(ignored.contains(QStringLiteral("--proxy")), proxy.kind == net::ProxyKind::None);
    }
    void tlsAndTheRest()
    {
        net::ConnectionSettings base;
        base.tls.caFiles = QStringList{QStringLiteral("old.pem")};
        base.policy = net::Policy::Strict;
        const auto made = from(QStringLiteral("-k --cacert new.pem --cacert old.pem -E me.pem:word --key k.pem -6 "
                                              "--connect-timeout 2.5 -m 20 -H 'A: b' -b c=d -s"),
                               base);
        QCOMPARE(made.tls.caFiles, (QStringList{QStringLiteral("old.pem"), QStringLiteral("new.pem")}));
        QVERIFY(!made.tls.insecure); // never by a paste
        QCOMPARE(made.tls.certificateFile, QStringLiteral("me.pem"));
        QCOMPARE(made.tls.keyFile, QStringLiteral("k.pem"));
        QCOMPARE(made.tls.passphrase, QStringLiteral("word"));
        QCOMPARE(made.family, net::AddressFamily::IPv6);
        QCOMPARE(made.connectTimeout, 2500ms);
        QCOMPARE(made.tlsTimeout, 15'000ms);
        QCOMPARE(made.handshakeTimeout, 20'000ms);
        QCOMPARE(made.policy, net::Policy::Strict);
        QCOMPARE(made.headers, (QList<QPair<QByteArray, QByteArray>>{{"A", "b"}, {"Cookie", "c=d"}}));
    }
    void anotherHostGetsNothingOfTheFormer_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<bool>("kept");
        QTest::newRow("another host") << QStringLiteral("wss://other/") << false;
        QTest::newRow("another port") << QStringLiteral("wss://h:444/") << false;
        QTest::newRow("the same") << QStringLiteral("wss://H/else") << true;
        QTest::newRow("none yet") << QString() << true;
    }
    void anotherHostGetsNothingOfTheFormer()
    {
        QFETCH(QString, before);
        QFETCH(bool, kept);
        net::ConnectionSettings base;
        base.url = before;
        base.tls.serverName = QStringLiteral("inner");
        base.tls.certificateFile = QStringLiteral("me.pem");
        base.tls.keyFile = QStringLiteral("me.key");
        base.tls.passphrase = QStringLiteral("word");
        base.cookieProfile = QStringLiteral("work");
        QStringList ignored;
        const auto made = from(QString(), base, &ignored, QStringLiteral("wss://h/p"));
        net::ConnectionSettings expected = base;
        expected.url = QStringLiteral("wss://h/p");
        if (!kept) {
            expected.tls = {};
            expected.cookieProfile.clear();
        }
        QVERIFY(made == expected);
        QCOMPARE(ignored.size(), kept ? 0 : 3);
        const auto named = from(QStringLiteral("-E new.pem"), base, nullptr, QStringLiteral("wss://h/p"));
        QCOMPARE(named.tls.certificateFile, QStringLiteral("new.pem"));
    }
    void unixSockets()
    {
        QStringList ignored;
        QCOMPARE(from(QStringLiteral("--unix-socket /run/x.sock")).url, QStringLiteral("ws+unix:/run/x.sock:/p?q"));
        QCOMPARE(from(QStringLiteral("--unix-socket /run/x.sock"), {}, nullptr, QStringLiteral("http://h")).url,
                 QStringLiteral("ws+unix:/run/x.sock:/"));
        QCOMPARE(from(QStringLiteral("--unix-socket /run/x.sock"), {}, &ignored, QStringLiteral("wss://h/")).url,
                 QStringLiteral("wss://h/"));
        QCOMPARE(ignored, QStringList{QStringLiteral("--unix-socket")});
    }
};

QTEST_GUILESS_MAIN(TestCurlSettings)
#include "tst_curlsettings.moc"
