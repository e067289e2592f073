#include "core/io/shellwords.h"

#include <QTest>

using namespace framescope;
using namespace framescope::io;

class TestShellWords : public QObject
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

    void cmdWords()
    {
        const auto result =
            splitCmd(QStringLiteral("curl ^\"ws://h/?a=1^&b=2^\" ^\r\n  -H ^\"A: \\^\"q\\^\"^\" \"p ^ q\""));
        QVERIFY(result.ok());
        QCOMPARE(*result, (QList<QByteArray>{"curl", "ws://h/?a=1&b=2", "-H", "A: \"q\"", "p ^ q"}));
    }

    void cmdQuoteNeverClosed()
    {
        const auto result = splitCmd(QStringLiteral("curl \"ws://x"));
        QVERIFY(!result.ok());
        QVERIFY2(result.error().message.contains(QStringLiteral("column 6 ")), qPrintable(result.error().message));
    }
};

QTEST_GUILESS_MAIN(TestShellWords)
#include "tst_shellwords.moc"
