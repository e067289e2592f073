#include "core/http/rawhead.h"

#include <QRandomGenerator>
#include <QTest>

using namespace framescope;
using namespace framescope::http;

class TestRawHead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bothWays_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QByteArray &octets, const char *text) {
            QTest::newRow(name) << octets << QString::fromUtf8(text);
        };
        row("empty", "", "");
        row("head", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\n");
        row("LF alone", "GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.1\\n\\\nHost: x\\n\\\n\\n\\\n");
        row("CR alone", "a\rb\r", "a\\rb\\r");
        row("CR CR LF", "a\r\r\nb", "a\\r\nb");
        row("tab", "a\tb", "a\\tb");
        row("backslash", "a\\nb\\", "a\\\\nb\\\\");
        row("controls", QByteArray("\0\x01\x1f\x7f", 4), "\\x00\\x01\\x1f\\x7f");
        row("UTF-8", "X: é中😀", "X: é中😀");
        row("not UTF-8", "\xff\xc3(\xed\xa0\x80", "\\xff\\xc3(\\xed\\xa0\\x80");
        row("cut in a character", "\xe4\xb8", "\\xe4\\xb8");
        row("no-break space", "\xc2\xa0", "\\xc2\\xa0");
        row("line separator", "\xe2\x80\xa8", "\\xe2\\x80\\xa8");
        row("direction override", "\xe2\x80\xae", "\\xe2\\x80\\xae");
        row("not HTTP", QByteArray::fromHex("160301"), "\\x16\\x03\\x01");
    }
    void bothWays()
    {
        QFETCH(QByteArray, octets);
        QFETCH(QString, text);
        QCOMPARE(headText(octets), text);
        const auto back = headOctets(text);
        QVERIFY(back.ok());
        QCOMPARE(*back, octets);
    }
    void anyOctetsRoundTrip()
    {
        QRandomGenerator random(7);
        static const QByteArray often("\r\n\\xnt 0a\xc3\xa9\xe2\x80\xa9\xf0\x9f\x98\x80");
        for (int i = 0; i < 3'000; ++i) {
            QByteArray octets;
            for (int n = random.bounded(40); n > 0; --n)
                octets += random.bounded(2) ? often[random.bounded(int(often.size()))] : char(random.bounded(256));
            const QString text = headText(octets);
            const auto back = headOctets(text);
            QVERIFY2(back.ok() && *back == octets, octets.toHex().constData());
            for (const QChar c : text)
                QVERIFY(c == u'\n' || c.unicode() >= 0x20);
        }
    }
    void otherLineBreaks()
    {
        const auto octets = headOctets(QStringLiteral("a\r\nb\rc\nd\\\r\ne\\X"));
        QVERIFY(!octets.ok());
        QCOMPARE(*headOctets(QStringLiteral("a\r\nb\rc\nd\\\r\ne")), QByteArray("a\r\nb\r\nc\r\nde"));
    }
    void errors_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::newRow("unknown") << QStringLiteral("ab\\q") << QStringLiteral("Line 1, column 3");
        QTest::newRow("second line") << QStringLiteral("ab\nc\\q") << QStringLiteral("Line 2, column 2");
        QTest::newRow("after a joined line") << QStringLiteral("ab\\\nc\\q") << QStringLiteral("Line 2, column 2");
        QTest::newRow("nothing after") << QStringLiteral("\\") << QStringLiteral("Line 1, column 1");
        QTest::newRow("no hex") << QStringLiteral("\\xg0") << QStringLiteral("Line 1, column 1");
        QTest::newRow("one hex digit") << QStringLiteral("\\x1") << QStringLiteral("Line 1, column 1");
    }
    void errors()
    {
        QFETCH(QString, text);
        QFETCH(QString, place);
        const auto octets = headOctets(text);
        QVERIFY(!octets.ok());
        QVERIFY2(octets.error().message.startsWith(place), qPrintable(octets.error().message));
    }
};

QTEST_GUILESS_MAIN(TestRawHead)
#include "tst_rawhead.moc"
