#include "core/io/curlcommand.h"
#include "core/io/shellwords.h"

#include <QTest>

using namespace framescope;
using namespace framescope::io;

using Headers = QList<QPair<QByteArray, QByteArray>>;

class TestCurlCommand : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bashWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<QByteArray>>("words");
        using L = QList<QByteArray>;
        QTest::newRow("plain") << QStringLiteral("curl a  b\tc") << L{"curl", "a", "b", "c"};
        QTest::newRow("single") << QStringLiteral("'a b' '' 'x\\n'") << L{"a b", "", "x\\n"};
        QTest::newRow("quote inside") << QStringLiteral("'it'\\''s'") << L{"it's"};
        QTest::newRow("double") << QStringLiteral("\"a \\\"b\\\" \\$x \\q\"") << L{"a \"b\" $x \\q"};
        QTest::newRow("ansi") << QStringLiteral("$'a\\'b\\n\\x41\\u0021\\101\\\\'") << L{"a'b\nA!A\\"};
        QTest::newRow("ansi unicode") << QStringLiteral("$'\\u00e9\\U0001F600'") << L{"\xc3\xa9\xf0\x9f\x98\x80"};
        QTest::newRow("ansi unknown") << QStringLiteral("$'\\q'") << L{"\\q"};
        QTest::newRow("continued") << QStringLiteral("a \\\n  b \\\r\n c") << L{"a", "b", "c"};
        QTest::newRow("first command") << QStringLiteral("a b; c") << L{"a", "b"};
        QTest::newRow("first line") << QStringLiteral("a b\nc") << L{"a", "b"};
        QTest::newRow("glued") << QStringLiteral("-H'a b'\"c\"d") << L{"-Ha bcd"};
        QTest::newRow("backslash at the end") << QStringLiteral("a \\") << L{"a"};
        QTest::newRow("emoji") << QStringLiteral("\\\U0001F600 x") << L{"\xf0\x9f\x98\x80", "x"};
        QTest::newRow("empty") << QString() << L{};
    }

    void bashWords()
    {
        QFETCH(QString, text);
        QFETCH(QList<QByteArray>, words);
        const auto result = splitBash(text);
        QVERIFY(result.ok());
        QCOMPARE(*result, words);
    }

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

    void cmdWords()
    {
        const auto result =
            splitCmd(QStringLiteral("curl ^\"ws://h/?a=1^&b=2^\" ^\r\n  -H ^\"A: \\^\"q\\^\"^\" \"p ^ q\""));
        QVERIFY(result.ok());
        QCOMPARE(*result, (QList<QByteArray>{"curl", "ws://h/?a=1&b=2", "-H", "A: \"q\"", "p ^ q"}));
    }

    void devToolsBash()
    {
        const auto result = parseCurlCommand(QStringLiteral(
            "curl 'wss://stream.example.com/v1/stream?symbols=BTC' \\\n"
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
        QCOMPARE(result->headers, (Headers{{"Authorization", "Basic dXNlcjpwYXNz"},
                                           {"User-Agent", "agent"},
                                           {"Referer", "http://r/"},
                                           {"X-One", "1"},
                                           {"X-Empty", ""}}));
        QCOMPARE(result->caFiles, QStringList{QStringLiteral("/ca.pem")});
        QVERIFY(result->insecure);
        QCOMPARE(result->ignored,
                 (QStringList{QStringLiteral("-s"), QStringLiteral("-S"), QStringLiteral("-N"),
                              QStringLiteral("--proxy"), QStringLiteral("--max-time"), QStringLiteral("--http1.1")}));
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
