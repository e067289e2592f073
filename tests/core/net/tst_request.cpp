#include "core/net/request.h"

#include "core/http/handshake.h"
#include "core/net/cookies.h"

#include <QTemporaryDir>
#include <QTest>

using namespace framescope;
using namespace framescope::net;

namespace
{
const QString profile = QStringLiteral("p");

ConnectionSettings settingsFor(const QString &url = QStringLiteral("ws://a.example/x"))
{
    ConnectionSettings settings;
    settings.url = url;
    return settings;
}

http::Head headOf(const QByteArray &octets)
{
    http::HeadParser parser(http::HeadKind::Request);
    ByteView rest = byteView(octets);
    parser.feed(rest);
    return parser.head();
}

Request make(const ConnectionSettings &settings, CookieStore *cookies = nullptr)
{
    return makeRequest(settings, *http::parseWsUrl(settings.url), cookies);
}
} // namespace

class TestRequest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;

private Q_SLOTS:
    void authorization_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("secret");
        QTest::addColumn<QByteArray>("byHand");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QString>("note");
        const auto row = [](const char *name, AuthKind kind, const char *user, const char *secret,
                            const QByteArray &byHand, const QByteArray &sent, const char *note = "") {
            QTest::newRow(name) << int(kind) << QString::fromUtf8(user) << QString::fromUtf8(secret) << byHand << sent
                                << QString::fromUtf8(note);
        };
        row("none", AuthKind::None, "me", "hidden", {}, {});
        row("basic", AuthKind::Basic, "test", "123£", {}, "Basic dGVzdDoxMjPCow==");
        row("bearer", AuthKind::Bearer, "", "hidden", {}, "Bearer hidden");
        row("by hand", AuthKind::Basic, "me", "hidden", "Own x", "Own x", "user name and password of the options");
        row("by hand, bearer", AuthKind::Bearer, "", "hidden", "Own x", "Own x", "bearer token of the options");
        row("by hand alone", AuthKind::None, "", "", "Own x", "Own x");
        row("colon", AuthKind::Basic, "a:b", "hidden", {}, "Basic YTpiOmhpZGRlbg==", "colon");
        row("line break", AuthKind::Bearer, "", "hidden\r\nX: y", {}, {}, "control character");
    }
    void authorization()
    {
        QFETCH(int, kind);
        QFETCH(QString, user);
        QFETCH(QString, secret);
        QFETCH(QByteArray, byHand);
        QFETCH(QByteArray, sent);
        QFETCH(QString, note);
        ConnectionSettings settings = settingsFor();
        settings.auth = {AuthKind(kind), user, secret};
        if (!byHand.isNull())
            settings.headers = {{"authorization", byHand}};
        const Request request = make(settings);
        const http::Head head = headOf(request.octets);
        QCOMPARE(head.all("Authorization").size(), std::size_t(sent.isNull() ? 0 : 1));
        QCOMPARE(head.value("Authorization"), sent);
        QVERIFY(head.value("X").isNull());
        QVERIFY(http::judgeRequest(head).valid);
        const QString notes = request.notes.join(u' ');
        QCOMPARE(notes.isEmpty(), note.isEmpty());
        QVERIFY2(notes.contains(note), qPrintable(notes));
        QVERIFY(!notes.contains(QStringLiteral("hidden")));
    }

    void cookies_data()
    {
        QTest::addColumn<QList<QByteArray>>("byHand");
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QByteArray>("first"); ///< Cookie field
        QTest::addColumn<std::size_t>("count");
        using List = QList<QByteArray>;
        QTest::newRow("profile") << List() << profile << QByteArray("a=1; b=2") << std::size_t(1);
        QTest::newRow("no profile") << List() << QString() << QByteArray() << std::size_t(0);
        QTest::newRow("empty profile") << List() << QStringLiteral("other") << QByteArray() << std::size_t(0);
        QTest::newRow("by hand alone") << List{"x=y"} << QString() << QByteArray("x=y") << std::size_t(1);
        QTest::newRow("merged") << List{"x=y"} << profile << QByteArray("x=y; a=1; b=2") << std::size_t(1);
        QTest::newRow("same name") << List{"x=y;  b = 7"} << profile << QByteArray("x=y;  b = 7; a=1")
                                   << std::size_t(1);
        QTest::newRow("empty by hand") << List{""} << profile << QByteArray("a=1; b=2") << std::size_t(1);
        QTest::newRow("two by hand stay two")
            << List{"x=y", "z=w"} << profile << QByteArray("x=y; a=1; b=2") << std::size_t(2);
    }
    void cookies()
    {
        QFETCH(QList<QByteArray>, byHand);
        QFETCH(QString, profile);
        QFETCH(QByteArray, first);
        QFETCH(std::size_t, count);
        CookieStore store(m_dir.path());
        ConnectionSettings settings = settingsFor();
        QCOMPARE(store.keep(::profile, *http::parseWsUrl(settings.url), {"a=1; Path=/", "b=2; Path=/"}), QStringList());
        settings.cookieProfile = profile;
        for (const QByteArray &value : byHand)
            settings.headers.append({"Cookie", value});
        const Request request = make(settings, &store);
        const http::Head head = headOf(request.octets);
        QCOMPARE(head.value("Cookie"), first);
        QCOMPARE(head.all("Cookie").size(), count);
        QVERIFY2(request.notes.isEmpty(), qPrintable(request.notes.join(u' ')));
    }

    void noStore()
    {
        ConnectionSettings settings = settingsFor();
        settings.cookieProfile = profile;
        QCOMPARE(make(settings).notes.size(), qsizetype(1));
    }

    void byHandAsItIs()
    {
        ConnectionSettings settings = settingsFor();
        settings.auth = {AuthKind::Basic, QStringLiteral("u"), QStringLiteral("p")};
        settings.rawRequest = QByteArray("not HTTP\n\x00\xff", 11);
        QCOMPARE(make(settings).octets, *settings.rawRequest);
        QVERIFY(make(settings).notes.isEmpty());
    }

    void proposed()
    {
        ConnectionSettings settings = settingsFor();
        settings.headers = {{"X-Own", "1"}};
        settings.rawRequest = QByteArray("old");
        const QByteArray proposal = proposedRequest(settings);
        QVERIFY(http::judgeRequest(headOf(proposal)).valid);
        QVERIFY(proposal.contains("X-Own: 1\r\n"));
        QVERIFY(proposal.startsWith("GET /x HTTP/1.1\r\nHost: a.example\r\n"));
        QVERIFY(proposal.endsWith("\r\n\r\n"));
        QVERIFY(proposal != proposedRequest(settings)); // the key is fresh
        QVERIFY(proposedRequest(settingsFor(QStringLiteral("nonsense://"))).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_request.moc"
