#include "core/io/curlcommand.h"

#include <QTest>

#include <algorithm>

using namespace framescope;
using namespace framescope::io;

using Headers = QList<QPair<QByteArray, QByteArray>>;

class TestCurlCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void unclosed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("column");
        QTest::newRow("single") << QStringLiteral("curl 'ws://x") << 6;
        QTest::newRow("double") << QStringLiteral("curl \"ws://x\\\"") << 6;
        QTest::newRow("ansi") << QStringLiteral("curl a $'x\\'") << 8;
    }

    void unclosed()
    {
        QFETCH(QString, text);
        QFETCH(int, column);
        const auto result = parseCurlCommand(text);
        QVERIFY(!result.ok());
        QVERIFY2(result.error().message.contains(QStringLiteral("column %1 ").arg(column)),
                 qPrintable(result.error().message));
    }

    void devToolsBash()
    {
        const auto result = parseCurlCommand(
            QStringLiteral("curl 'wss://stream.example.com/v1/stream?symbols=BTC' \\\n"
                           "  -H 'Upgrade: websocket' \\\n"
                           "  -H 'Origin: https://example.com' \\\n"
                           "  -H 'Cache-Control: no-cache' \\\n"
                           "  -H 'Accept-Language: en' \\\n"
                           "  -H 'Connection: Upgrade' \\\n"
                           "  -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \\\n"
                           "  -H 'User-Agent: Mozilla/5.0 (X11)' \\\n"
                           "  -H 'Sec-WebSocket-Version: 13' \\\n"
                           "  -H 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits' \\\n"
                           "  -H 'sec-websocket-protocol: v1.ticker, v2.ticker' \\\n"
                           "  -H 'Host: stream.example.com' \\\n"
                           "  -b 'sid=1; theme=dark' \\\n"
                           "  --compressed -k"));
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
        QCOMPARE(result->url, QStringLiteral("wss://stream.example.com/v1/stream?symbols=BTC"));
        QCOMPARE(result->origin, QByteArray("https://example.com"));
        QCOMPARE(result->subprotocols, (QList<QByteArray>{"v1.ticker", "v2.ticker"}));
        QCOMPARE(result->headers, (Headers{{"Cache-Control", "no-cache"},
                                           {"Accept-Language", "en"},
                                           {"User-Agent", "Mozilla/5.0 (X11)"},
                                           {"Cookie", "sid=1; theme=dark"}}));
        QVERIFY(result->insecure);
        QVERIFY2(result->ignored.isEmpty(), qPrintable(result->ignored.join(u' ')));
    }

    void devToolsCmd()
    {
        const auto result = parseCurlCommand(QStringLiteral(
            "curl ^\"https://h:8443/a?x=1^&y=^%20^\" ^\n  -H ^\"Origin: https://h^\" ^\n  -H ^\"X-A: b^\""));
        QVERIFY(result.ok());
        QCOMPARE(result->url, QStringLiteral("wss://h:8443/a?x=1&y=%20"));
        QCOMPARE(result->origin, QByteArray("https://h"));
        QCOMPARE(result->headers, (Headers{{"X-A", "b"}}));
    }

    void options()
    {
        const auto result = parseCurlCommand(QStringLiteral(
            "$ curl -sSNk -u user:pass -A agent -e http://r/ -HX-One:1 -H 'X-Empty;' -H 'Gone:' --cacert /ca.pem "
            "-x http://proxy:3128 --max-time 5 --http1.1 --url http://h/path"));
        QVERIFY(result.ok());
        QCOMPARE(result->url, QStringLiteral("ws://h/path"));
        QCOMPARE(result->headers,
                 (Headers{{"User-Agent", "agent"}, {"Referer", "http://r/"}, {"X-One", "1"}, {"X-Empty", ""}}));
        QCOMPARE(result->caFiles, QStringList{QStringLiteral("/ca.pem")});
        QVERIFY(result->insecure);
        QCOMPARE(result->user + u'|' + result->password, QStringLiteral("user|pass"));
        QCOMPARE(result->proxy, QStringLiteral("http://proxy:3128"));
        QCOMPARE(result->maxTime, 5.0);
        QCOMPARE(result->ignored, (QStringList{QStringLiteral("-s"), QStringLiteral("-S"), QStringLiteral("-N"),
                                               QStringLiteral("--http1.1")}));
    }

    void injectedLines_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("headers");
        QTest::newRow("a line in a value") << QStringLiteral("-H $'A: b\\r\\nX: 1'") << 0;
        QTest::newRow("a bare line feed") << QStringLiteral("-H $'A: b\\nX: 1'") << 0;
        QTest::newRow("in a name") << QStringLiteral("-H $'A\\r\\nX: 1'") << 0;
        QTest::newRow("a name that is no token") << QStringLiteral("-H 'A B: c'") << 0;
        QTest::newRow("an empty one") << QStringLiteral("-H $'A\\nX: 1;'") << 0;
        QTest::newRow("escape") << QStringLiteral("-H $'A: \\x1b[31m'") << 0;
        QTest::newRow("cookie") << QStringLiteral("-b $'a=b\\r\\nX: 1'") << 0;
        QTest::newRow("user agent") << QStringLiteral("-A $'a\\r\\nX: 1'") << 0;
        QTest::newRow("referer") << QStringLiteral("-e $'a\\r\\nX: 1'") << 0;
        QTest::newRow("origin") << QStringLiteral("-H $'Origin: a\\r\\nX: 1'") << 0;
        QTest::newRow("subprotocol") << QStringLiteral("-H $'Sec-WebSocket-Protocol: a\\r\\nX: 1'") << 0;
        QTest::newRow("subprotocol that is no token") << QStringLiteral("-H 'Sec-WebSocket-Protocol: a b'") << 0;
        QTest::newRow("a right one behind") << QStringLiteral("-H $'A: b\\nX: 1' -H 'C: d'") << 1;
    }

    void injectedLines()
    {
        QFETCH(QString, options);
        const auto result = parseCurlCommand(QStringLiteral("curl ws://h/ ") + options);
        QVERIFY(result.ok());
        QTEST(int(result->headers.size()), "headers");
        QVERIFY(result->origin.isEmpty() && result->subprotocols.isEmpty());
        QCOMPARE(result->ignored.size(), qsizetype(1));
        for (const QString &left : result->ignored) {
            QVERIFY(
                std::none_of(left.begin(), left.end(), [](QChar c) { return c.category() == QChar::Other_Control; }));
        }
    }

    void wayAndIdentity_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *options, const char *expected) {
            QTest::newRow(options) << QString::fromUtf8(options) << QString::fromUtf8(expected);
        };
        row("-u me", "user=me");
        row("-u me:", "user=me");
        row("--user 'me:a:b'", "user=me password=a:b");
        row("--oauth2-bearer tok", "bearer=tok");
        row("-x proxy:3128 -U u:p", "proxy=proxy:3128 proxyUser=u proxyPassword=p");
        row("--socks5 h:1", "proxy=socks5://h:1");
        row("--socks5-hostname h:1", "proxy=socks5h://h:1");
        row("-E me.pem", "cert=me.pem");
        row("-E me.pem:word --key k.pem", "cert=me.pem key=k.pem pass=word");
        row("--cert 'C:\\me.p12:w:x'", "cert=C:\\me.p12 pass=w:x");
        row("--cert 'a\\:b' --pass word", "cert=a:b pass=word");
        row("--unix-socket /run/x.sock", "unix=/run/x.sock");
        row("-4", "family=4");
        row("--ipv6", "family=6");
        row("--connect-timeout 2.5 -m10", "connect=2.5 max=10");
        row("-m never", "ignored=--max-time");
        row("--connect-timeout -1", "ignored=--connect-timeout");
    }
    void wayAndIdentity()
    {
        QFETCH(QString, options);
        QFETCH(QString, expected);
        const auto result = parseCurlCommand(QStringLiteral("curl ws://h/ ") + options);
        QVERIFY(result.ok());
        QStringList found;
        const auto add = [&found](const char *name, const QString &value) {
            if (!value.isEmpty())
                found += QString::fromLatin1(name) + u'=' + value;
        };
        const auto number = [](double value) { return value > 0 ? QString::number(value) : QString(); };
        add("user", result->user);
        add("password", result->password);
        add("bearer", result->bearer);
        add("proxy", result->proxy);
        add("proxyUser", result->proxyUser);
        add("proxyPassword", result->proxyPassword);
        add("cert", result->certificateFile);
        add("key", result->keyFile);
        add("pass", result->passphrase);
        add("unix", result->unixSocket);
        add("family", number(result->family));
        add("connect", number(result->connectTimeout));
        add("max", number(result->maxTime));
        add("ignored", result->ignored.join(u','));
        QCOMPARE(found.join(u' '), expected);
        QVERIFY(result->headers.isEmpty());
    }

    void clientCertificate_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QStringList>("read"); // file, key, passphrase
        QTest::newRow("one file") << QStringLiteral("--cert me.pem")
                                  << QStringList{QStringLiteral("me.pem"), QString(), QString()};
        QTest::newRow("all") << QStringLiteral("-E me.pem --key me.key --pass 'a b'")
                             << QStringList{QStringLiteral("me.pem"), QStringLiteral("me.key"), QStringLiteral("a b")};
        QTest::newRow("passphrase behind a colon")
            << QStringLiteral("--cert me.p12:se:cret")
            << QStringList{QStringLiteral("me.p12"), QString(), QStringLiteral("se:cret")};
        QTest::newRow("colon and backslash in the name")
            << QStringLiteral("--cert 'C\\:\\\\me.pem:x'")
            << QStringList{QStringLiteral("C:\\me.pem"), QString(), QStringLiteral("x")};
    }

    void clientCertificate()
    {
        QFETCH(QString, options);
        QFETCH(QStringList, read);
        const auto result = parseCurlCommand(QStringLiteral("curl https://h/ ") + options);
        QVERIFY(result.ok());
        QCOMPARE((QStringList{result->certificateFile, result->keyFile, result->passphrase}), read);
        QCOMPARE(result->ignored, QStringList());
    }

    void refused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::newRow("no curl") << QStringLiteral("wget ws://x") << QStringLiteral("not a curl command");
        QTest::newRow("no url") << QStringLiteral("curl -H 'A: b'") << QStringLiteral("no URL");
        QTest::newRow("no value") << QStringLiteral("curl ws://x -H") << QStringLiteral("-H");
        QTest::newRow("no long value") << QStringLiteral("curl ws://x --header") << QStringLiteral("--header");
    }

    void refused()
    {
        QFETCH(QString, text);
        QFETCH(QString, part);
        const auto result = parseCurlCommand(text);
        QVERIFY(!result.ok());
        QVERIFY2(result.error().message.contains(part), qPrintable(result.error().message));
    }

    void looks()
    {
        QVERIFY(looksLikeCurl(QStringLiteral("  curl ws://x")));
        QVERIFY(looksLikeCurl(QStringLiteral("$ curl 'x'")));
        QVERIFY(looksLikeCurl(QStringLiteral("curl.exe x")));
        QVERIFY(!looksLikeCurl(QStringLiteral("ws://curl x")));
        QVERIFY(!looksLikeCurl(QStringLiteral("curly x")));
    }
};

QTEST_GUILESS_MAIN(TestCurlCommand)
#include "tst_curlcommand.moc"
