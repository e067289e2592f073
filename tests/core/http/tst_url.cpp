#include "core/http/url.h"

#include <QTest>

using namespace framescope;
using namespace framescope::http;

class TestUrl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void good_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("normal"); // toString()
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("resource");
        const auto row = [](const char *name, const QString &text, const QString &normal, const char *host,
                            const char *resource) {
            QTest::newRow(name) << text << normal << QByteArray(host) << QByteArray(resource);
        };
        row("plain", u"ws://example.com/chat"_qs, u"ws://example.com/chat"_qs, "example.com", "/chat");
        row("empty path", u"ws://example.com"_qs, u"ws://example.com/"_qs, "example.com", "/");
        row("query without path", u"wss://example.com?a=b"_qs, u"wss://example.com/?a=b"_qs, "example.com", "/?a=b");
        row("path and query", u"wss://e.com:8443/a/b?c=%20d"_qs, u"wss://e.com:8443/a/b?c=%20d"_qs, "e.com:8443",
            "/a/b?c=%20d");
        row("default port of wss", u"wss://e.com:443/"_qs, u"wss://e.com/"_qs, "e.com", "/");
        row("default port of ws", u"ws://e.com:80/"_qs, u"ws://e.com/"_qs, "e.com", "/");
        row("443 is not the default of ws", u"ws://e.com:443/"_qs, u"ws://e.com:443/"_qs, "e.com:443", "/");
        row("http", u"http://e.com/x"_qs, u"ws://e.com/x"_qs, "e.com", "/x");
        row("https", u"HTTPS://E.com/X"_qs, u"wss://E.com/X"_qs, "e.com", "/X");
        row("bare host", u"localhost"_qs, u"ws://localhost/"_qs, "localhost", "/");
        row("bare host and port", u"localhost:9001/x"_qs, u"ws://localhost:9001/x"_qs, "localhost:9001", "/x");
        row("URL inside the query", u"localhost/x?u=http://a/"_qs, u"ws://localhost/x?u=http://a/"_qs, "localhost",
            "/x?u=http://a/");
        row("spaces around", u"  ws://e.com/ \n"_qs, u"ws://e.com/"_qs, "e.com", "/");
        row("IPv4", u"ws://127.0.0.1:8080"_qs, u"ws://127.0.0.1:8080/"_qs, "127.0.0.1:8080", "/");
        row("IPv6", u"ws://[::1]:8080/x"_qs, u"ws://[::1]:8080/x"_qs, "[::1]:8080", "/x");
        row("IPv6 default port", u"wss://[2001:DB8::7]"_qs, u"wss://[2001:DB8::7]/"_qs, "[2001:DB8::7]", "/");
        row("IPv6 with IPv4", u"ws://[::ffff:1.2.3.4]"_qs, u"ws://[::ffff:1.2.3.4]/"_qs, "[::ffff:1.2.3.4]", "/");
        row("IPv6 zone", u"ws://[fe80::1%25eth0]/"_qs, u"ws://[fe80::1%25eth0]/"_qs, "[fe80::1]", "/");
        row("empty port", u"ws://e.com:/x"_qs, u"ws://e.com/x"_qs, "e.com", "/x");
        row("underscore", u"ws://my_host/x"_qs, u"ws://my_host/x"_qs, "my_host", "/x");
        row("last dot", u"ws://e.com./x"_qs, u"ws://e.com./x"_qs, "e.com.", "/x");
        row("IDN", u"ws://bücher.example/ü"_qs, u"ws://bücher.example/%C3%BC"_qs, "xn--bcher-kva.example", "/%C3%BC");
        row("odd bytes", u"ws://e.com/\"<>{}|^`?[x]"_qs, u"ws://e.com/%22%3C%3E%7B%7D%7C%5E%60?%5Bx%5D"_qs, "e.com",
            "/%22%3C%3E%7B%7D%7C%5E%60?%5Bx%5D");
        row("port 65535", u"ws://e.com:65535"_qs, u"ws://e.com:65535/"_qs, "e.com:65535", "/");
        row("unix", u"ws+unix:/run/x.sock:/a?b=c"_qs, u"ws+unix:/run/x.sock:/a?b=c"_qs, "localhost", "/a?b=c");
        row("unix, three slashes", u"ws+unix:///run/x.sock:/a"_qs, u"ws+unix:/run/x.sock:/a"_qs, "localhost", "/a");
        row("unix, no resource", u"ws+unix:/run/x.sock"_qs, u"ws+unix:/run/x.sock:/"_qs, "localhost", "/");
        row("unix, query only", u"ws+unix:/run/x.sock:?q"_qs, u"ws+unix:/run/x.sock:/?q"_qs, "localhost", "/?q");
        row("unix, encoded as a host", u"http+unix://%2Frun%2Fx%20y/a"_qs, u"ws+unix:/run/x%20y:/a"_qs, "localhost",
            "/a");
        row("unix, colon in the path", u"ws+unix:/run/a:b:/c"_qs, u"ws+unix:/run/a%3Ab:/c"_qs, "localhost", "/c");
        row("unix, TLS", u"WSS+UNIX:/run/x:/"_qs, u"wss+unix:/run/x:/"_qs, "localhost", "/");
        row("unix, short name", u"unix:/run/x.sock"_qs, u"ws+unix:/run/x.sock:/"_qs, "localhost", "/");
        row("@ in the path", u"ws://e.com/@me"_qs, u"ws://e.com/@me"_qs, "e.com", "/@me");
    }
    void good()
    {
        QFETCH(QString, text);
        const Result<WsUrl> url = parseWsUrl(text);
        QVERIFY2(url.ok(), url.ok() ? "" : qPrintable(url.error().message));
        QTEST(url->toString(), "normal");
        QTEST(url->hostField(), "host");
        QTEST(url->resource, "resource");
        const Result<WsUrl> again = parseWsUrl(url->toString());
        QVERIFY(again.ok());
        QCOMPARE(again->toString(), url->toString());
        QCOMPARE(again->asciiHost, url->asciiHost);
    }
    void parts()
    {
        const Result<WsUrl> url = parseWsUrl(u"wss://[fe80::1%25eth0]:7/"_qs);
        QVERIFY(url.ok());
        QVERIFY(url->secure);
        QVERIFY(url->isIpv6());
        QCOMPARE(url->host, u"fe80::1%eth0"_qs);
        QCOMPARE(url->port, std::uint16_t(7));
        QVERIFY(!url->isDefaultPort());
    }

    void bad_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QString &text, const QString &says) {
            QTest::newRow(name) << text << says;
        };
        row("empty", u" "_qs, u"empty"_qs);
        row("fragment", u"ws://e.com/a#b"_qs, u"position 13"_qs);
        row("empty fragment", u"ws://e.com/#"_qs, u"fragment"_qs);
        row("space", u"ws://e.com/a b"_qs, u"(U+0020) at position 13"_qs);
        row("no-break space", u"ws://e.com/a\u00A0b"_qs, u"U+00a0"_qs);
        row("line feed", u"ws://e.com/a\r\nX: y"_qs, u"U+000d"_qs);
        row("C1 control", u"ws://e.com/"_qs + QChar(0x81) + u"x"_qs, u"U+0081"_qs);
        row("backslash", u"ws:\\\\e.com"_qs, u"backslash at position 4"_qs);
        row("bad escape", u"ws://e.com/%zz"_qs, u"% at position 12"_qs);
        row("cut escape", u"ws://e.com/%2"_qs, u"% at position 12"_qs);
        row("ftp", u"ftp://e.com/"_qs, u"scheme \"ftp\""_qs);
        row("no slashes", u"ws:e.com"_qs, u"Two slashes"_qs);
        row("one slash", u"wss:/e.com"_qs, u"Two slashes"_qs);
        row("unix, no path", u"ws+unix:"_qs, u"by its whole path"_qs);
        row("unix, path not whole", u"ws+unix:run/x.sock:/"_qs, u"by its whole path"_qs);
        row("unix, host", u"ws+unix://host/run/x.sock"_qs, u"by its whole path"_qs);
        row("unix, NUL", u"ws+unix:/run/x%00y:/"_qs, u"by its whole path"_qs);
        row("unix, fragment", u"ws+unix:/run/x:/a#b"_qs, u"fragment"_qs);
        row("no host", u"ws:///x"_qs, u"no host"_qs);
        row("port only", u"ws://:80/"_qs, u"no host"_qs);
        row("port 0", u"ws://e.com:0/"_qs, u"port 0 is outside"_qs);
        row("port 65536", u"ws://e.com:65536/"_qs, u"port 65536 is outside"_qs);
        row("huge port", u"ws://e.com:99999999999999999999999/"_qs, u"outside 1-65535"_qs);
        row("negative port", u"ws://e.com:-1/"_qs, u"not a number"_qs);
        row("word as port", u"mailto:me"_qs, u"port \"me\" is not a number"_qs);
        row("user", u"ws://user@e.com/"_qs, u"Authorization"_qs);
        row("user and password", u"ws://user:secret@e.com/"_qs, u"Authorization"_qs);
        row("IPv6 without brackets", u"ws://::1/"_qs, u"brackets"_qs);
        row("open bracket", u"ws://[::1/"_qs, u"closing bracket"_qs);
        row("no IPv6", u"ws://[hello]/"_qs, u"not an IPv6"_qs);
        row("IPv6 too long", u"ws://[1:2:3:4:5:6:7:8:9]/"_qs, u"not an IPv6"_qs);
        row("IPvFuture", u"ws://[v1.x]/"_qs, u"not an IPv6"_qs);
        row("bytes after the bracket", u"ws://[::1]x/"_qs, u"After the bracket"_qs);
        row("empty label", u"ws://a..b/"_qs, u"empty"_qs);
        row("long label", u"ws://"_qs + QString(64, u'a') + u"/"_qs, u"63"_qs);
        row("percent in the host", u"ws://a%41b/"_qs, u"character"_qs);
        row("bidi override in the host", u"ws://a"_qs + QChar(0x202E) + u"b/"_qs, u"host name"_qs);
        row("comma in the host", u"ws://a,b/"_qs, u"character"_qs);
        row("half a surrogate pair", u"ws://e.com/"_qs + QChar(0xD800), u"surrogate"_qs);
        row("very long", u"ws://e.com/"_qs + QString(70'000, u'a'), u"longer"_qs);
    }
    void bad()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const Result<WsUrl> url = parseWsUrl(text);
        QVERIFY2(!url.ok(), qPrintable(text));
        QVERIFY2(url.error().message.contains(says), qPrintable(url.error().message));
        QVERIFY(!url.error().message.contains(u"secret"));
    }
};

QTEST_GUILESS_MAIN(TestUrl)
#include "tst_url.moc"
