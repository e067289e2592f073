#include "core/http/challenge.h"

#include <QTest>

using namespace framescope;
using namespace framescope::http;

namespace
{
/// "Basic realm=x charset=UTF-8; Negotiate [abc=]"
QString told(const std::vector<Challenge> &challenges)
{
    QStringList list;
    for (const Challenge &challenge : challenges) {
        QString text = QString::fromUtf8(challenge.scheme);
        if (!challenge.token68.isEmpty())
            text += QStringLiteral(" [%1]").arg(QString::fromUtf8(challenge.token68));
        for (const auto &[name, value] : challenge.parameters)
            text += QStringLiteral(" %1=%2").arg(QString::fromUtf8(name), QString::fromUtf8(value));
        list += text;
    }
    return list.join(QStringLiteral("; "));
}
} // namespace

class TestChallenge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parses_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &value, const char *expected) {
            QTest::newRow(name) << value << QString::fromUtf8(expected);
        };
        row("empty", "", "");
        row("commas", " , ,, ", "");
        row("scheme alone", "NTLM", "NTLM");
        row("one", "Basic realm=\"a b\"", "Basic realm=a b");
        row("token value", "Basic realm=x , charset=UTF-8", "Basic realm=x charset=UTF-8");
        row("spaces round =", "Basic realm = \"x\"", "Basic realm=x");
        // RFC 9110 §11.6.1, its own example
        row("two", "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"",
            "Basic realm=simple; Newauth realm=apps type=1 title=Login to \"apps\"");
        row("token68", "Negotiate YII=, Basic realm=x", "Negotiate [YII=]; Basic realm=x");
        row("token68 with padding", "Negotiate a==", "Negotiate [a==]");
        row("comma in quotes", "Digest realm=\"a, Basic b\", nonce=1", "Digest realm=a, Basic b nonce=1");
        row("two schemes alone", "Negotiate, NTLM", "Negotiate; NTLM");
        row("quote never closed", "Basic realm=\"x, y", "Basic realm=x, y");
        row("backslash at the end", "Basic realm=\"x\\", "Basic realm=x\\");
        row("parameter without scheme", "realm=x, Basic y=z", "Basic y=z");
        row("garbage between", "Basic a=b, \"quoted, comma\" ;, Digest c=d", "Basic a=b; Digest c=d");
        row("no value", "Basic realm=, Digest a=b", "Basic [realm=]; Digest a=b");
        row("unquoted URL", "Bearer error_uri=https://x/y?z=1", "Bearer error_uri=https://x/y?z=1");
    }
    void parses()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, expected);
        QCOMPARE(told(parseChallenges(value)), expected);
    }
    void parameterNames()
    {
        const auto challenges = parseChallenges("Digest Realm=\"\", NONCE=n");
        QCOMPARE(challenges.size(), std::size_t(1));
        QCOMPARE(challenges[0].parameter("nonce"), QByteArray("n"));
        QVERIFY(!challenges[0].parameter("realm").isNull());
        QVERIFY(challenges[0].parameter("opaque").isNull());
    }
    void limits()
    {
        QCOMPARE(parseChallenges(QByteArray("a, ").repeated(10'000)).size(), std::size_t(64));
        const auto one = parseChallenges("Basic " + QByteArray("a=b, ").repeated(10'000));
        QCOMPARE(one.size(), std::size_t(1));
        QCOMPARE(one[0].parameters.size(), qsizetype(256));
    }
    void schemes()
    {
        QCOMPARE(challengeSchemes({"Basic realm=a, Digest realm=b", "basic realm=c", "Negotiate"}),
                 (QList<QByteArray>{"Basic", "Digest", "Negotiate"}));
        QVERIFY(challengeSchemes({}).isEmpty());
    }
    void credentials()
    {
        // RFC 7617 §2 and §2.1
        QCOMPARE(basicCredentials(QStringLiteral("Aladdin"), QStringLiteral("open sesame")),
                 QByteArray("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        QCOMPARE(basicCredentials(QStringLiteral("test"), QStringLiteral("123£")),
                 QByteArray("Basic dGVzdDoxMjPCow=="));
        QCOMPARE(basicCredentials(QString(), QString()), QByteArray("Basic Og=="));
        // RFC 6750 §2.1
        QCOMPARE(bearerCredentials(QStringLiteral("mF_9.B5f-4.1JqM")), QByteArray("Bearer mF_9.B5f-4.1JqM"));
    }
};

QTEST_GUILESS_MAIN(TestChallenge)
#include "tst_challenge.moc"
