#include "ui/support/secrets.h"

#include "ui/models/connectionlistmodel.h"

#include <QTest>

using namespace framescope;

class TestSecrets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void heads_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char *name, const QByteArray &head, const QByteArray &shown) {
            QTest::newRow(name) << head << shown;
        };
        row("none", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        row("cookie", "GET / HTTP/1.1\r\nCookie: a=b\r\nHost: a\r\n",
            "GET / HTTP/1.1\r\nCookie: ******\r\nHost: a\r\n");
        row("any case, no space", "X\r\nAUTHORIZATION:Basic x\r\n", "X\r\nAUTHORIZATION:******\r\n");
        row("LF alone", "X\nSet-Cookie: a\nB: c", "X\nSet-Cookie: ******\nB: c");
        row("folded", "X\r\nCookie: a\r\n\tb\r\nB: c\r\n", "X\r\nCookie: ******\r\n\t******\r\nB: c\r\n");
        row("space before the colon", "X\r\nCookie : a\r\n", "X\r\nCookie : ******\r\n");
        row("proxy", "X\r\nProxy-Authorization: a b c\r\n", "X\r\nProxy-Authorization: ******\r\n");
        row("no end", "X\r\nCookie: abc", "X\r\nCookie: ******");
        row("empty value", "X\r\nCookie:\r\nA: b\r\n", "X\r\nCookie:\r\nA: b\r\n");
        row("query", "GET /?a=1&access_token=xyz&b=2 HTTP/1.1\r\n", "GET /?a=1&access_token=******&b=2 HTTP/1.1\r\n");
        row("token in another line is no query", "GET / HTTP/1.1\r\nX: ?token=a\r\n",
            "GET / HTTP/1.1\r\nX: ?token=a\r\n");
        row("nothing", "", "");
    }
    void heads()
    {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, shown);
        QCOMPARE(ui::dotSecrets(head), shown.replace("******", "••••••"));
        const QByteArray stars = ui::starSecrets(head);
        QCOMPARE(stars.size(), head.size());
        for (const ui::SecretRange &range : ui::secretRanges(head))
            QCOMPARE(stars.mid(range.from, range.count), QByteArray(range.count, '*'));
    }
    /// Headers, panes and the list of connections hide the same.
    void oneListOfNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("secret");
        for (const char *name : {"token", "access_token", "key", "api-key", "X-Amz-Signature", "sig", "ticket", "jwt",
                                 "pass", "password", "SESSION", "auth", "client_secret", "%74oken"})
            QTest::newRow(name) << QString::fromLatin1(name) << true;
        for (const char *name : {"a", "room", "v", "user"})
            QTest::newRow(name) << QString::fromLatin1(name) << false;
    }
    void oneListOfNames()
    {
        QFETCH(QString, name);
        QFETCH(bool, secret);
        QCOMPARE(ui::isSecretParameter(name.toUtf8()), secret);
        const QString url = u"wss://host/x?"_qs + name + u"=abc"_qs;
        QCOMPARE(!ui::dotUrlSecrets(url).contains(u"abc"_qs), secret);
        QCOMPARE(!ui::maskedUrl(url).contains(u"abc"_qs), secret);
        QCOMPARE(!ui::dotSecrets("GET /?" + name.toUtf8() + "=abc HTTP/1.1").contains("abc"), secret);
    }
    void urls()
    {
        QCOMPARE(ui::dotUrlSecrets(u"wss://u:p@host/x?token=1&a=2"_qs), u"wss://••••••@host/x?token=••••••&a=2"_qs);
        QCOMPARE(ui::dotUrlSecrets(u"wss://host/x@y?a=2"_qs), u"wss://host/x@y?a=2"_qs);
        QCOMPARE(ui::dotUrlSecrets(u"wss://u:p@ss@host/x@y"_qs), u"wss://••••••@host/x@y"_qs);
        QCOMPARE(ui::dotUrlSecrets(u"wss://host?to=x@y"_qs), u"wss://host?to=x@y"_qs);
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
