#include "core/net/redirect.h"

#include <QTest>

using namespace framescope;
using namespace framescope::net;

class TestRedirect : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void target_data()
    {
        QTest::addColumn<QString>("requested");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *requested, const QByteArray &location, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(requested) << location << QString::fromUtf8(expected);
        };
        row("http", "ws://a/", "http://b.example/x?y=1", "ws://b.example/x?y=1");
        row("https", "ws://a/", "https://b.example", "wss://b.example/");
        row("ws", "ws://a/", "ws://b:81/x", "ws://b:81/x");
        row("upper case", "ws://a/", "HTTPS://B.example/X", "wss://b.example/X");
        row("path", "wss://a:444/x/y?z", "/new", "wss://a:444/new");
        row("relative", "ws://a/x/y?z", "w", "ws://a/x/w");
        row("dots", "ws://a/x/y/z", "../w", "ws://a/x/w");
        row("query", "ws://a/x?y", "?q=1", "ws://a/x?q=1");
        row("scheme-relative", "wss://a/x", "//b/y", "wss://b/y");
        row("fragment", "ws://a/", "/x#part", "ws://a/x");
        row("user info", "ws://a/", "http://user:pass@b/x", "ws://b/x");
        row("escapes stay", "ws://a/", "/a%20b%2Fc", "ws://a/a%20b%2Fc");
        row("spaces are mended", "ws://a/", "/a b", "ws://a/a%20b");
        row("UTF-8", "ws://a/", "/\xc3\xa9", "ws://a/%C3%A9");
        row("IPv6", "ws://[::1]:8080/x", "/y", "ws://[::1]:8080/y");
        row("empty", "ws://a/", "", "");
        row("other scheme", "ws://a/", "mailto:x@example.com", "");
        row("ftp", "ws://a/", "ftp://b/", "");
        row("bad port", "ws://a/", "http://b:99999/", "");
        row("no host", "ws://a/", "http:///x", "");
        row("javascript", "ws://a/", "javascript:alert(1)", "");
    }
    void target()
    {
        QFETCH(QString, requested);
        QFETCH(QByteArray, location);
        QFETCH(QString, expected);
        const auto url = http::parseWsUrl(requested);
        QVERIFY(url.ok());
        QCOMPARE(redirectTarget(*url, location), expected);
    }

    void credentials_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("same");
        QTest::newRow("same") << QStringLiteral("wss://a.example/other") << true;
        QTest::newRow("same, port written") << QStringLiteral("wss://A.example:443/other") << true;
        QTest::newRow("other host") << QStringLiteral("wss://b.example/") << false;
        QTest::newRow("sub-domain") << QStringLiteral("wss://x.a.example/") << false;
        QTest::newRow("other port") << QStringLiteral("wss://a.example:444/") << false;
        QTest::newRow("without TLS") << QStringLiteral("ws://a.example:443/") << false;
        QTest::newRow("no address") << QStringLiteral("nonsense://") << false;
    }
    void credentials()
    {
        QFETCH(QString, to);
        QFETCH(bool, same);
        ConnectionSettings from;
        from.url = QStringLiteral("wss://a.example/path");
        from.auth = {AuthKind::Basic, QStringLiteral("me"), QStringLiteral("secret")};
        from.headers = {{"X-Api-Key", "secret"},
                        {"authorization", "Bearer t"},
                        {"Cookie", "a=b"},
                        {"Proxy-Authorization", "x"},
                        {"Host", "other"}};
        from.subprotocols = {"chat", "bearer.secret"};
        from.cookieProfile = QStringLiteral("work");
        from.rawRequest = QByteArray("GET / HTTP/1.1\r\nCookie: a=b\r\n\r\n");
        from.tls.certificateFile = QStringLiteral("me.pem");
        from.tls.keyFile = QStringLiteral("key.pem");
        from.tls.passphrase = QStringLiteral("secret");
        from.tls.serverName = QStringLiteral("inner.example");
        from.tls.caFiles = QStringList{QStringLiteral("ca.pem")};
        from.policy = Policy::Strict;
        QStringList dropped;
        const ConnectionSettings next = redirected(from, to, &dropped);
        QCOMPARE(next.url, to);
        QVERIFY(!next.rawRequest);
        QCOMPARE(next.cookieProfile, from.cookieProfile); // cookies know their hosts themselves
        QCOMPARE(next.tls.caFiles, from.tls.caFiles);
        QCOMPARE(next.policy, Policy::Strict);
        if (same) {
            QCOMPARE(next.auth, from.auth);
            QCOMPARE(next.headers, from.headers);
            QCOMPARE(next.subprotocols, from.subprotocols);
            QCOMPARE(next.tls, from.tls);
            QCOMPARE(dropped, QStringList{QStringLiteral("request written by hand")});
            return;
        }
        QCOMPARE(next.auth, AuthSettings());
        QVERIFY(next.headers.isEmpty() && next.subprotocols.isEmpty());
        QVERIFY(next.tls.certificateFile.isEmpty() && next.tls.keyFile.isEmpty() && next.tls.passphrase.isEmpty() &&
                next.tls.serverName.isEmpty());
        QCOMPARE(dropped,
                 (QStringList{QStringLiteral("request written by hand"), QStringLiteral("user name and password"),
                              QStringLiteral("header X-Api-Key"), QStringLiteral("header authorization"),
                              QStringLiteral("header Cookie"), QStringLiteral("header Proxy-Authorization"),
                              QStringLiteral("header Host"), QStringLiteral("subprotocols"),
                              QStringLiteral("client certificate"), QStringLiteral("TLS name inner.example")}));
        QVERIFY(!dropped.join(u' ').contains(QStringLiteral("secret")));
    }
};

QTEST_GUILESS_MAIN(TestRedirect)
#include "tst_redirect.moc"
