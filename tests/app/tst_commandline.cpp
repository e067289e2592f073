#include "app/commandline.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::app;
using namespace std::chrono_literals;

class TestCommandLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCaptureOption();
    void tls();
    void credentialsAndBehaviour();
    void defaults();
    void deflate();
    void wayToTheServer();
    void echoIsStrict();
    void serve();
    void window();
    void optionWithEqualsSign();
    void doubleDashEndsOptions();
    void rollLimits();
    void helpAndVersion();
    void usageErrors_data();
    void usageErrors();

private:
    static CommandLine parsed(const QStringList &arguments)
    {
        const auto line = parseCommandLine(arguments);
        if (!line)
            QTest::qFail(qPrintable(line.error().message), __FILE__, __LINE__);
        return line ? *line : CommandLine();
    }
};

void TestCommandLine::everyCaptureOption()
{
    const CommandLine line = parsed({QStringLiteral("capture"),
                                     QStringLiteral("--count"),
                                     QStringLiteral("7"),
                                     QStringLiteral("wss://host:444/p?q=1"),
                                     QStringLiteral("--for"),
                                     QStringLiteral("2.5"),
                                     QStringLiteral("--write"),
                                     QStringLiteral("a b.pcapng"),
                                     QStringLiteral("--json"),
                                     QStringLiteral("--send"),
                                     QStringLiteral("--count"),
                                     QStringLiteral("--send-frame"),
                                     QStringLiteral("opcode=9,text=x"),
                                     QStringLiteral("--send"),
                                     QStringLiteral("z"),
                                     QStringLiteral("--header"),
                                     QStringLiteral("X-One: 1"),
                                     QStringLiteral("--header"),
                                     QStringLiteral("X-Two: a: b"),
                                     QStringLiteral("--subprotocol"),
                                     QStringLiteral("p1"),
                                     QStringLiteral("--subprotocol"),
                                     QStringLiteral("p2"),
                                     QStringLiteral("--origin"),
                                     QStringLiteral("https://example.org"),
                                     QStringLiteral("--insecure"),
                                     QStringLiteral("--ca"),
                                     QStringLiteral("ca.pem"),
                                     QStringLiteral("--policy"),
                                     QStringLiteral("strict")});
    QCOMPARE(line.mode, Mode::Capture);
    QCOMPARE(line.connection.url, QStringLiteral("wss://host:444/p?q=1"));
    QCOMPARE(*line.count, std::uint64_t(7));
    QCOMPARE(line.duration->count(), (2500ms).count());
    QCOMPARE(line.writePath, QStringLiteral("a b.pcapng"));
    QVERIFY(line.json);
    QCOMPARE(line.sends.size(), std::size_t(3));
    QCOMPARE(line.sends[0].frame.payload, QByteArray("--count"));
    QCOMPARE(line.sends[1].frame.opcode, ws::Opcode::Ping);
    QCOMPARE(line.sends[2].frame.payload, QByteArray("z"));
    const QList<QPair<QByteArray, QByteArray>> headers{{"X-One", "1"}, {"X-Two", "a: b"}};
    QCOMPARE(line.connection.headers, headers);
    QCOMPARE(line.connection.subprotocols, (QList<QByteArray>{"p1", "p2"}));
    QCOMPARE(line.connection.origin, QByteArray("https://example.org"));
    QVERIFY(line.connection.tls.insecure);
    QCOMPARE(line.connection.tls.caFiles, QStringList{QStringLiteral("ca.pem")});
    QCOMPARE(line.connection.policy, net::Policy::Strict);
    QVERIFY(!line.connection.echo);
}

void TestCommandLine::tls()
{
    const QTemporaryDir folder;
    QFile passphrase(folder.filePath(QStringLiteral("passphrase")));
    QVERIFY(passphrase.open(QIODevice::WriteOnly));
    passphrase.write("secret\n");
    passphrase.close();
    const QByteArray sha256(32, '\xab');
    const CommandLine line = parsed(
        {QStringLiteral("capture"), QStringLiteral("--accept-certificate"), QString::fromLatin1(sha256.toHex(':')),
         QStringLiteral("wss://Host/"), QStringLiteral("--cert"), QStringLiteral("me.p12"),
         QStringLiteral("--key=me.key"), QStringLiteral("--passphrase-file"), passphrase.fileName(),
         QStringLiteral("--server-name"), QStringLiteral("a.example"), QStringLiteral("--tls-min=1.3")});
    const net::TlsSettings &tls = line.connection.tls;
    QCOMPARE(tls.certificateFile, QStringLiteral("me.p12"));
    QCOMPARE(tls.keyFile, QStringLiteral("me.key"));
    QCOMPARE(tls.passphrase, QStringLiteral("secret"));
    QCOMPARE(tls.serverName, QStringLiteral("a.example"));
    QCOMPARE(tls.minimum, net::TlsVersion::Tls1_3);
    QCOMPARE(tls.accepted, (QList<net::AcceptedCertificate>{{QStringLiteral("host:443"), sha256}}));
    QVERIFY(!tls.insecure);
    for (const QString &bad : {QStringLiteral("--tls-min=1.1"), QStringLiteral("--accept-certificate=ab"),
                               QStringLiteral("--passphrase-file=/nowhere")}) {
        const auto refused = parseCommandLine({QStringLiteral("capture"), QStringLiteral("wss://h/"), bad});
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.startsWith(bad.left(bad.indexOf(QLatin1Char('=')))),
                 qPrintable(refused.error().message));
    }
}

void TestCommandLine::credentialsAndBehaviour()
{
    const auto with = [](const QStringList &options) {
        return parsed(QStringList{QStringLiteral("capture"), QStringLiteral("ws://h/")} + options);
    };
    const CommandLine user = with({QStringLiteral("--user"), QStringLiteral("me"), QStringLiteral("--password-file=p"),
                                   QStringLiteral("--cookie-profile"), QStringLiteral("work")});
    QCOMPARE(user.connection.auth, (net::AuthSettings{net::AuthKind::Basic, QStringLiteral("me"), {}}));
    QCOMPARE(user.passwordFile, QStringLiteral("p"));
    QCOMPARE(user.connection.cookieProfile, QStringLiteral("work"));
    QCOMPARE(with({QStringLiteral("--bearer-file"), QStringLiteral("t")}).bearerFile, QStringLiteral("t"));
    const CommandLine rest =
        with({QStringLiteral("--request=-"), QStringLiteral("--keep-alive=1.5"), QStringLiteral("--reconnect"),
              QStringLiteral("--follow-redirects=3"), QStringLiteral("--keep-half-open")});
    QCOMPARE(rest.requestFile, QStringLiteral("-"));
    QVERIFY(rest.connection.keepAlive == 1500ms);
    QVERIFY(rest.connection.reconnect.enabled);
    QVERIFY(rest.connection.keepHalfOpen);
    QCOMPARE(rest.followRedirects, 3);
}

void TestCommandLine::defaults()
{
    const CommandLine line = parsed({QStringLiteral("capture"), QStringLiteral("ws://h/")});
    QVERIFY(!line.count && !line.duration && !line.json && line.writePath.isEmpty() && line.sends.empty());
    QCOMPARE(line.connection.policy, net::Policy::Observe);
    QVERIFY(!line.connection.tls.insecure);
    QCOMPARE(line.connection.differences(), 0);
    QVERIFY(line.connection.deflate.offer);
    QVERIFY(parsed({QStringLiteral("serve")}).deflate.offer);
}

void TestCommandLine::deflate()
{
    const QString parameters = QStringLiteral("client_max_window_bits=10; server_no_context_takeover");
    const QStringList url{QStringLiteral("ws://h/")};
    for (const QString &mode : {QStringLiteral("capture"), QStringLiteral("echo"), QStringLiteral("serve")}) {
        const QStringList beginning = mode == QStringLiteral("serve") ? QStringList{mode} : QStringList{mode} + url;
        const auto settings = [&](const QStringList &options) {
            const CommandLine line = parsed(beginning + options);
            return line.mode == Mode::Serve ? line.deflate : line.connection.deflate;
        };
        const net::DeflateSettings some = settings({QStringLiteral("--deflate"), parameters});
        QVERIFY(some.offer && some.serverNoContextTakeover && !some.clientNoContextTakeover);
        QVERIFY(some.clientMaxWindowBits && !some.serverMaxWindowBits);
        QCOMPARE(some.clientWindowBits, std::optional<int>(10));
        const net::DeflateSettings bare = settings({QStringLiteral("--deflate=")});
        QVERIFY(bare.offer && !bare.clientMaxWindowBits);
        QVERIFY(!settings({QStringLiteral("--no-deflate")}).offer);
    }
}

void TestCommandLine::wayToTheServer()
{
    const CommandLine line =
        parsed({QStringLiteral("capture"), QStringLiteral("ws://h/"), QStringLiteral("--proxy"),
                QStringLiteral("socks5://user:secret@127.0.0.1:1081"), QStringLiteral("-6"),
                QStringLiteral("--connect-timeout=1.5"), QStringLiteral("--handshake-timeout"), QStringLiteral("3")});
    QCOMPARE(line.connection.proxy, (net::ProxySettings{net::ProxyKind::Socks5, QStringLiteral("127.0.0.1"), 1081,
                                                        QStringLiteral("user"), QStringLiteral("secret")}));
    QCOMPARE(line.connection.family, net::AddressFamily::IPv6);
    QCOMPARE(line.connection.connectTimeout.count(), (1500ms).count());
    QCOMPARE(line.connection.handshakeTimeout.count(), (3000ms).count());
    const CommandLine system = parsed({QStringLiteral("echo"), QStringLiteral("ws://h/"),
                                       QStringLiteral("--proxy=system"), QStringLiteral("--ipv4")});
    QCOMPARE(system.connection.proxy.kind, net::ProxyKind::System);
    QCOMPARE(system.connection.family, net::AddressFamily::IPv4);
}

void TestCommandLine::echoIsStrict()
{
    const CommandLine line = parsed({QStringLiteral("echo"), QStringLiteral("ws://h/")});
    QCOMPARE(line.mode, Mode::Echo);
    QVERIFY(line.connection.echo);
    QCOMPARE(line.connection.policy, net::Policy::Strict);
}

void TestCommandLine::serve()
{
    const CommandLine line =
        parsed({QStringLiteral("serve"), QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--echo"),
                QStringLiteral("--policy=strict"), QStringLiteral("--json")});
    QCOMPARE(line.mode, Mode::Serve);
    QCOMPARE(line.port, std::uint16_t(0));
    QVERIFY(line.echo && line.json && !line.demo);
    QCOMPARE(line.policy, net::Policy::Strict);
    QCOMPARE(parsed({QStringLiteral("serve"), QStringLiteral("--port=65535")}).port, std::uint16_t(65535));
    const auto policy = [](const QStringList &more) {
        return parsed(QStringList{QStringLiteral("serve")} + more).policy;
    };
    QCOMPARE(policy({}), net::Policy::Observe);
    QCOMPARE(policy({QStringLiteral("--echo")}), net::Policy::Strict);
    QCOMPARE(policy({QStringLiteral("--policy=observe"), QStringLiteral("--echo")}), net::Policy::Observe);
    QVERIFY(line.admission.address.isLoopback());
    const net::Admission admission =
        parsed({QStringLiteral("serve"), QStringLiteral("--listen=0.0.0.0"), QStringLiteral("--allow-host=Box.lan"),
                QStringLiteral("--allow-origin"), QStringLiteral("https://a.example")})
            .admission;
    QCOMPARE(admission.address, QHostAddress(QHostAddress::AnyIPv4));
    QCOMPARE(admission.hosts, QList<QByteArray>{"box.lan"});
    QCOMPARE(admission.origins, QList<QByteArray>{"https://a.example"});
}

void TestCommandLine::window()
{
    QCOMPARE(parsed({}).mode, Mode::Window);
    QVERIFY(parsed({}).file.isEmpty());
    QVERIFY(parsed({QStringLiteral("--demo")}).demo);
    QCOMPARE(parsed({QStringLiteral("kept.pcapng")}).file, QStringLiteral("kept.pcapng"));
    // A file that is named like a mode is reached by its path.
    QCOMPARE(parsed({QStringLiteral("./capture")}).file, QStringLiteral("./capture"));
}

void TestCommandLine::optionWithEqualsSign()
{
    const CommandLine line = parsed({QStringLiteral("capture"), QStringLiteral("ws://h/"), QStringLiteral("--count=3"),
                                     QStringLiteral("--send=a=b"), QStringLiteral("--send=")});
    QCOMPARE(*line.count, std::uint64_t(3));
    QCOMPARE(line.sends.size(), std::size_t(2));
    QCOMPARE(line.sends[0].frame.payload, QByteArray("a=b"));
    QCOMPARE(line.sends[1].frame.payload, QByteArray());
}

void TestCommandLine::doubleDashEndsOptions()
{
    QCOMPARE(
        parsed({QStringLiteral("read"), QStringLiteral("--json"), QStringLiteral("--"), QStringLiteral("--json")}).file,
        QStringLiteral("--json"));
}

void TestCommandLine::rollLimits()
{
    for (const QStringList &mode :
         {QStringList{QStringLiteral("capture"), QStringLiteral("ws://h/")},
          QStringList{QStringLiteral("echo"), QStringLiteral("ws://h/")}, QStringList{QStringLiteral("serve")}}) {
        QVERIFY(!parsed(mode).roll.any());
        const CommandLine line =
            parsed(mode + QStringList{QStringLiteral("--roll-size"), QStringLiteral("100M"),
                                      QStringLiteral("--roll-frames=1000"), QStringLiteral("--roll-age"),
                                      QStringLiteral("1h"), QStringLiteral("--keep"), QStringLiteral("3")});
        QCOMPARE(line.roll.maxOctets, std::uint64_t(100) << 20);
        QCOMPARE(line.roll.maxFrames, std::uint64_t(1000));
        QVERIFY(line.roll.maxAge == 1h);
        QCOMPARE(line.roll.keepParts, 3u);
        QVERIFY(usage(line.mode).contains("--roll-size"));
    }
}

void TestCommandLine::helpAndVersion()
{
    QVERIFY(parsed({QStringLiteral("--help")}).help);
    QVERIFY(parsed({QStringLiteral("--version")}).version);
    for (const QString &mode :
         {QStringLiteral("capture"), QStringLiteral("read"), QStringLiteral("echo"), QStringLiteral("serve")}) {
        const CommandLine line = parsed({mode, QStringLiteral("--help")});
        QVERIFY(line.help);
        QVERIFY(usage(line.mode).startsWith("usage: framescope " + mode.toLatin1()));
    }
}

void TestCommandLine::usageErrors_data()
{
    QTest::addColumn<QString>("arguments"); // divided by '|'
    QTest::addColumn<QString>("expected");  // part of the message
    const auto row = [](const char *arguments, const char *expected) {
        QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(expected);
    };
    row("--nonsense", "no option --nonsense");
    row("a|b", "one argument too many: \"b\"");
    row("--demo|file", "not both");
    row("--demo=1", "--demo takes no value");
    row("capture", "capture needs a URL");
    row("echo", "echo needs a URL");
    row("capture|ws://h/|--user=me:word", "without a colon");
    row("capture|ws://h/|--user=me|--bearer-file=f", "not both");
    row("capture|ws://h/|--password-file=f", "needs --user");
    row("capture|ws://h/|--keep-alive=0", "--keep-alive needs a number");
    row("capture|ws://h/|--keep-alive=1e9", "--keep-alive needs a number");
    row("capture|ws://h/|--follow-redirects=0", "from 1 to 20");
    row("capture|ws://h/|--reconnect=1", "takes no value");
    row("echo|ws://h/|--request=f", "no option --request");
    for (const char *option : {"--header=A: b", "--subprotocol=p", "--origin=o", "--user=me", "--bearer-file=f",
                               "--cookie-profile=p", "--deflate=", "--no-deflate"}) {
        row(("capture|ws://h/|--request=f|" + QByteArray(option)).constData(), "--request");
        row(("capture|ws://h/|" + QByteArray(option) + "|--request=f").constData(),
            QByteArray(option).split('=').first().constData());
    }
    row("capture|ws://h/|--request=f|--user=me|--password-file=p", "--request");
    row("capture|ws+unix:/run/x.sock:/|--proxy=http://h:1", "--proxy");
    row("echo|wss+unix:/run/x.sock:/|--proxy=system", "--proxy");
    for (const char *option : {"--for", "--connect-timeout", "--handshake-timeout"}) {
        for (const char *seconds : {"0", "0.0001", "4294968", "3000000", "1e9", "inf"})
            row(QByteArray("capture|ws://h/|").append(option).append('|').append(seconds).constData(), option);
    }
    row("read", "read needs the name");
    row("capture|ftp://h/", "ftp");
    row("capture|ws://h/#part", "#");
    row("capture|ws://h:99999/", "99999");
    row("capture|ws://h/|ws://i/", "one argument too many");
    row("capture|ws://h/|--nonsense", "capture has no option --nonsense");
    row("capture|ws://h/|--echo", "capture has no option --echo");
    row("capture|ws://h/|--demo", "capture has no option --demo");
    row("capture|ws://h/|--count", "--count needs a value");
    row("capture|ws://h/|--count|0", "--count needs a whole number");
    row("capture|ws://h/|--count|-1", "--count needs a whole number");
    row("capture|ws://h/|--count|x", "\"x\"");
    row("capture|ws://h/|--for|-1", "--for needs a number");
    row("capture|ws://h/|--for|nan", "--for needs a number");
    row("capture|ws://h/|--for|1e99", "--for needs a number");
    row("capture|ws://h/|--send", "--send needs a value");
    row("capture|ws://h/|--send-frame|opcode=16", "--send-frame: ");
    row("capture|ws://h/|--send-frame|nonsense=1", "nonsense");
    row("capture|ws://h/|--header|no colon", "--header: ");
    row("capture|ws://h/|--header|bad name: x", "--header: ");
    row("capture|ws://h/|--header|X: a\nb", "--header: ");
    row("capture|ws://h/|--subprotocol|a b", "not a token");
    row("capture|ws://h/|--subprotocol|a:b", "not a token");
    row("capture|ws://h/|--subprotocol|", "not a token");
    row("capture|ws://h/|--origin|a\r\nb", "--origin: ");
    row("capture|ws://h/|--policy|lax", "observe or strict");
    row("capture|ws://h/|--deflate|x=1", "--deflate: permessage-deflate has no parameter x");
    row("serve|--deflate|server_max_window_bits=7", "--deflate: server_max_window_bits is a number from 8 to 15");
    row("echo|ws://h/|--no-deflate=1", "--no-deflate takes no value");
    row("capture|ws://h/|--write|", "--write needs the name");
    row("capture|ws://h/|--roll-size|much", "--roll-size: a size is");
    row("capture|ws://h/|--roll-frames|0", "--roll-frames: ");
    row("serve|--roll-age|soon", "--roll-age: an age is");
    row("echo|ws://h/|--roll-size|1M|--keep|0", "--keep: ");
    row("capture|ws://h/|--keep|3", "--keep needs --roll-size");
    row("read|a|--keep|3", "read has no option --keep");
    row("capture|ws://h/|--json=yes", "--json takes no value");
    row("echo|ws://h/|--count|3", "echo has no option --count");
    row("echo|ws://h/|--policy|observe", "echo has no option --policy");
    row("read|a|b", "one argument too many");
    row("read|a|--write|x", "read has no option --write");
    row("read|f|--summary|--filter=fin", "give it or --filter, not both");
    row("read|f|--summary|--statistics", "give one of them");
    row("read|f|--fields", "it reads no file");
    row("read|f|--filter|opcode == txt and fin",
        "no value of opcode; use cont, continuation, text, binary, close, ping, "
        "pong, or 0 to 15 (did you mean text?), at 11\n"
        "  opcode == txt and fin\n"
        "            ^~~");
    row("serve|--filter=fin", "serve has no option --filter");
    row("serve|--summary", "serve has no option --summary");
    row("serve|x", "one argument too many");
    row("serve|--port|65536", "--port needs a number");
    row("serve|--port|-1", "--port needs a number");
    row("serve|--listen|localhost", "--listen needs an IP address");
    row("serve|--echo|--demo", "not both");
    row("serve|--version", "serve has no option --version");
}

void TestCommandLine::usageErrors()
{
    QFETCH(QString, arguments);
    QFETCH(QString, expected);
    const auto line = parseCommandLine(arguments.split(QLatin1Char('|')));
    QVERIFY(!line);
    QVERIFY2(line.error().message.contains(expected), qPrintable(line.error().message));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
