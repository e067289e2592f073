#include "core/net/cookies.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace framescope;
using net::CookieStore;

namespace
{
http::WsUrl url(const QString &text)
{
    const auto parsed = http::parseWsUrl(text);
    if (!parsed)
        qFatal("%s", qPrintable(parsed.error().message));
    return *parsed;
}

QString text(const QList<QNetworkCookie> &cookies)
{
    QStringList pairs;
    for (const QNetworkCookie &cookie : cookies)
        pairs += QString::fromLatin1(cookie.toRawForm(QNetworkCookie::NameAndValueOnly));
    return pairs.join(QStringLiteral("; "));
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("?");
}

void overwrite(const QString &path, const QByteArray &octets)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(octets);
}
} // namespace

class TestCookies : public QObject
{
    Q_OBJECT
    const QString m_profile = QStringLiteral("work");
    QTemporaryDir m_dir;
    int m_count = 0;
    QString folder() { return m_dir.filePath(QString::number(++m_count)); }
    static QString fileIn(const QString &folder) { return folder + QStringLiteral("/cookies-work.json"); }

private Q_SLOTS:
    void matches_data()
    {
        QTest::addColumn<QByteArray>("set"); ///< by wss://a.example.com/x/y
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("sent");
        const auto row = [](const char *name, const char *set, const char *to, const char *sent) {
            QTest::newRow(name) << QByteArray(set) << QString::fromUtf8(to) << QString::fromUtf8(sent);
        };
        row("same address", "n=v", "wss://a.example.com/x/y", "n=v");
        row("without TLS", "n=v", "ws://a.example.com/x/z", "n=v");
        row("other port", "n=v", "wss://a.example.com:8443/x/y", "n=v"); // RFC 6265 §8.5: no isolation by port
        row("secure", "n=v; Secure", "wss://a.example.com/x/y", "n=v");
        row("secure, no TLS", "n=v; Secure", "ws://a.example.com/x/y", "");
        row("http only", "n=v; HttpOnly", "wss://a.example.com/x/y", "n=v");
        row("other host", "n=v", "wss://b.example.com/x/y", "");
        row("sub-domain of the host", "n=v", "wss://s.a.example.com/x/y", "");
        row("domain", "n=v; Domain=example.com; Path=/", "wss://b.example.com/", "n=v");
        row("domain, other site", "n=v; Domain=example.com; Path=/", "wss://badexample.com/", "");
        row("foreign domain", "n=v; Domain=other.com", "wss://other.com/", "");
        row("domain below the host", "n=v; Domain=s.a.example.com; Path=/", "wss://s.a.example.com/", "");
        row("public suffix", "n=v; Domain=com; Path=/", "wss://example.com/", "");
        row("default path", "n=v", "wss://a.example.com/other", "");
        row("path", "n=v; Path=/p", "wss://a.example.com/p/q?r", "n=v");
        row("path, not below", "n=v; Path=/p", "wss://a.example.com/pq", "");
        row("ends later", "n=v; Max-Age=1000", "wss://a.example.com/x/y", "n=v");
        row("over", "n=v; Max-Age=0", "wss://a.example.com/x/y", "");
        row("over by date", "n=v; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "wss://a.example.com/x/y", "");
        row("odd value", "n=\"a=b, c\"", "wss://a.example.com/x/y", "n=\"a=b, c\"");
        row("UTF-8", "n=\xc3\xa9", "wss://a.example.com/x/y", "n=\xc3\x83\xc2\xa9");
        row("no name", "=v", "wss://a.example.com/x/y", "");
        row("control byte", "n=a\rb", "wss://a.example.com/x/y", "");
    }
    void matches()
    {
        QFETCH(QByteArray, set);
        QFETCH(QString, to);
        QFETCH(QString, sent);
        const QString where = folder();
        CookieStore store(where);
        store.keep(m_profile, url(QStringLiteral("wss://a.example.com/x/y")), {set});
        QCOMPARE(text(store.matching(m_profile, url(to)).cookies), sent);
        QCOMPARE(text(store.matching(QStringLiteral("other"), url(to)).cookies), QString());
        // The same from the file.
        CookieStore again(where);
        const auto found = again.matching(m_profile, url(to));
        QCOMPARE(text(found.cookies), sent);
        QCOMPARE(found.problem, QString());
    }

    void addresses()
    {
        for (const char *address : {"ws://127.0.0.1:8080/x", "ws://[::1]:8080/x", "ws://localhost/x"}) {
            CookieStore store(folder());
            const http::WsUrl from = url(QString::fromLatin1(address));
            QCOMPARE(store.keep(m_profile, from, {"n=v"}), QStringList());
            QCOMPARE(text(store.matching(m_profile, from).cookies), QStringLiteral("n=v"));
            QCOMPARE(text(store.matching(m_profile, url(QStringLiteral("ws://example.com/x"))).cookies), QString());
        }
    }

    void ofAddresses_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QByteArray>("set");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("sent");
        const auto row = [](const char *name, const char *from, const char *set, const char *to, const char *sent) {
            QTest::newRow(name) << QString::fromUtf8(from) << QByteArray(set) << QString::fromUtf8(to)
                                << QString::fromUtf8(sent);
        };
        // RFC 6265 §5.1.3: only names have parts.
        row("end of the address", "ws://127.0.0.1/", "n=v; Domain=.0.1", "ws://127.1.0.1/", "");
        row("end, to itself", "ws://127.0.0.1/", "n=v; Domain=.0.1", "ws://127.0.0.1/", "");
        row("end without a dot", "ws://127.0.0.1/", "n=v; Domain=0.1", "ws://127.1.0.1/", "");
        row("the address itself", "ws://127.0.0.1/", "n=v; Domain=127.0.0.1", "ws://127.0.0.1/", "n=v");
        row("other address", "ws://127.0.0.1/", "n=v; Domain=127.0.0.1", "ws://127.0.0.2/", "");
        row("short form of another", "ws://127.0.0.1/", "n=v; Domain=.0.1", "ws://5.0.1/", "");
        row("IPv6", "ws://[::1]/", "n=v; Domain=.:1", "ws://[fe80::1]/", "");
        row("by a name", "ws://a.example/", "n=v; Domain=.0.1", "ws://127.0.0.1/", "");
    }
    void ofAddresses()
    {
        QFETCH(QString, from);
        QFETCH(QByteArray, set);
        QFETCH(QString, to);
        CookieStore store(folder());
        store.keep(m_profile, url(from), {set});
        QTEST(text(store.matching(m_profile, url(to)).cookies), "sent");
    }
    void ofAddressesInTheFile()
    {
        const QString where = folder();
        QVERIFY(QDir().mkpath(where));
        overwrite(fileIn(where), R"({"version": 1, "cookies": ["sid=evil; domain=.0.1; path=/"]})");
        CookieStore store(where);
        QCOMPARE(store.all(m_profile).cookies.size(), qsizetype(1));
        QCOMPARE(text(store.matching(m_profile, url(QStringLiteral("ws://127.1.0.1/"))).cookies), QString());
    }

    void replacedRemovedAndCleared()
    {
        const QString where = folder();
        CookieStore store(where);
        const http::WsUrl from = url(QStringLiteral("ws://a.example.com/"));
        QCOMPARE(store.keep(m_profile, from, {"a=1", "b=2; Path=/long", "c=3"}), QStringList());
        QCOMPARE(store.keep(m_profile, from, {"a=4", "c=gone; Max-Age=0"}), QStringList());
        QCOMPARE(text(store.matching(m_profile, url(QStringLiteral("ws://a.example.com/long"))).cookies),
                 QStringLiteral("b=2; a=4"));
        QCOMPARE(store.all(m_profile).cookies.size(), qsizetype(2));
        QCOMPARE(store.profiles(), QStringList{m_profile});
        QVERIFY(store.remove(m_profile, store.all(m_profile).cookies[0]).ok());
        QCOMPARE(store.all(m_profile).cookies.size(), qsizetype(1));
        QVERIFY(store.clear(m_profile).ok());
        QVERIFY(store.all(m_profile).cookies.isEmpty());
        QVERIFY(store.profiles().isEmpty());
        QVERIFY(!QFile::exists(fileIn(where)));
    }

    void namesAreFiles()
    {
        const QString where = folder();
        CookieStore store(where);
        const QStringList names{QStringLiteral("../up"), QStringLiteral("a/b"), QStringLiteral("Ä ö"),
                                QStringLiteral("."), QStringLiteral("100%")};
        for (const QString &name : names)
            QCOMPARE(store.keep(name, url(QStringLiteral("ws://a/")), {"n=" + QUrl::toPercentEncoding(name)}),
                     QStringList());
        QStringList found = store.profiles();
        QStringList expected = names;
        found.sort();
        expected.sort();
        QCOMPARE(found, expected);
        QCOMPARE(QDir(where).entryList(QDir::Files).size(), names.size());
        QCOMPARE(QDir(m_dir.path()).entryList({QStringLiteral("*.json")}, QDir::Files).size(), qsizetype(0));
    }

    void fileIsTheOwners()
    {
        const QString where = folder();
        CookieStore store(where);
        store.keep(m_profile, url(QStringLiteral("ws://a/")), {"n=v"});
        const auto others =
            QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QCOMPARE(QFile::permissions(fileIn(where)) & others, QFileDevice::Permissions());
        QCOMPARE(QFile::permissions(where) & (others | QFileDevice::ExeOther), QFileDevice::Permissions());
    }

    void brokenFileOfAnOddName()
    {
        const QString where = folder();
        const QString profile = QStringLiteral("a/b"); // cookies-a%2Fb.json
        QVERIFY(QDir().mkpath(where));
        overwrite(where + QStringLiteral("/cookies-a%2Fb.json"), "nonsense");
        CookieStore store(where);
        static_cast<void>(store.all(profile));
        QCOMPARE(QDir(where).entryList(QDir::Files), QStringList{QStringLiteral("cookies-a%2Fb.json.broken-1")});
    }
    void brokenFile_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{\"version\": 1, \"cookies\": [");
        QTest::newRow("other JSON") << QByteArray("[1, 2]");
        QTest::newRow("future version") << QByteArray("{\"version\": 2, \"cookies\": []}");
        QTest::newRow("no cookie") << QByteArray("{\"version\": 1, \"cookies\": [\"\"]}");
        QTest::newRow("a number") << QByteArray("{\"version\": 1, \"cookies\": [7]}");
        QTest::newRow("no domain") << QByteArray("{\"version\": 1, \"cookies\": [\"secret=1\"]}");
        QTest::newRow("binary") << QByteArray("\x00\xff\x01", 3);
    }
    void brokenFile()
    {
        QFETCH(QByteArray, octets);
        const QString where = folder();
        QDir().mkpath(where);
        overwrite(fileIn(where), octets);
        CookieStore store(where);
        const auto found = store.matching(m_profile, url(QStringLiteral("ws://a/")));
        QVERIFY(found.cookies.isEmpty());
        QVERIFY2(found.problem.contains(QStringLiteral("cookies-work.json.broken-1")), qPrintable(found.problem));
        QVERIFY(!found.problem.contains(QStringLiteral("secret")));
        QCOMPARE(contents(fileIn(where) + QStringLiteral(".broken-1")), octets);
        QVERIFY(store.matching(m_profile, url(QStringLiteral("ws://a/"))).problem.isEmpty()); // told once
        QCOMPARE(store.keep(m_profile, url(QStringLiteral("ws://a/")), {"n=v"}), QStringList());
        QCOMPARE(text(CookieStore(where).all(m_profile).cookies), QStringLiteral("n=v"));
        overwrite(fileIn(where), octets);
        QVERIFY(CookieStore(where).all(m_profile).problem.contains(QStringLiteral("broken-2")));
    }

    void anotherProgramWrites()
    {
        const QString where = folder();
        CookieStore one(where);
        CookieStore two(where);
        const http::WsUrl from = url(QStringLiteral("ws://a/"));
        one.keep(m_profile, from, {"a=1"});
        two.keep(m_profile, from, {"bb=22"});
        one.keep(m_profile, from, {"ccc=333"});
        QCOMPARE(text(two.all(m_profile).cookies), QStringLiteral("a=1; bb=22; ccc=333"));
        QVERIFY(two.clear(m_profile).ok());
        QVERIFY(one.all(m_profile).cookies.isEmpty());
    }

    void unwritableFolder()
    {
        CookieStore store(QStringLiteral("/proc/nonexistent/cookies"));
        const auto problems = store.keep(m_profile, url(QStringLiteral("ws://a/")), {"n=v"});
        QCOMPARE(problems.size(), qsizetype(1));
        QCOMPARE(text(store.all(m_profile).cookies), QStringLiteral("n=v"));
    }

    void limits()
    {
        CookieStore store(folder());
        const http::WsUrl from = url(QStringLiteral("ws://a/"));
        QCOMPARE(store.keep(m_profile, from, {"n=" + QByteArray(9'000, 'x')}).size(), qsizetype(1));
        QList<QByteArray> many;
        for (int i = 0; i < 200; ++i)
            many += "n" + QByteArray::number(i) + "=v";
        QCOMPARE(store.keep(m_profile, from, many), QStringList());
        const auto kept = store.all(m_profile).cookies;
        QCOMPARE(kept.size(), CookieStore::maxForDomain);
        QCOMPARE(kept[0].name(), QByteArray("n20")); // the oldest went
    }

    void fromManyThreads()
    {
        const QString where = folder();
        CookieStore store(where);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&store, t] {
                for (int i = 0; i < 20; ++i) {
                    const http::WsUrl from = url(QStringLiteral("ws://host%1/").arg(t));
                    store.keep(QStringLiteral("p"), from, {"n" + QByteArray::number(i) + "=v"});
                    static_cast<void>(store.matching(QStringLiteral("p"), from));
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(CookieStore(where).all(QStringLiteral("p")).cookies.size(), qsizetype(80));
    }
};

QTEST_GUILESS_MAIN(TestCookies)
#include "tst_cookies.moc"
