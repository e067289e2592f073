#include "ui/connect/requesttext.h"

#include <QTest>

using namespace framescope::ui;

class TestRequestText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bothWays_data()
    {
        QTest::addColumn<QByteArray>("octets");
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("head") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                              << QStringLiteral("GET / HTTP/1.1\nHost: h\n\n");
        QTest::newRow("lf alone") << QByteArray("a\nb") << QStringLiteral("a\\nb");
        QTest::newRow("cr alone") << QByteArray("a\rb\r") << QStringLiteral("a\\rb\\r");
        QTest::newRow("cr cr lf") << QByteArray("a\r\r\n") << QStringLiteral("a\\r\n");
        QTest::newRow("tab, nul, del") << QByteArray("\t\0\x7f", 3) << QStringLiteral("\\t\\x00\\x7f");
        QTest::newRow("backslash") << QByteArray("\\x41") << QStringLiteral("\\\\x41");
        QTest::newRow("not ascii") << QByteArray("\xc3\xa9\xff") << QStringLiteral("\\xc3\\xa9\\xff");
    }

    void bothWays()
    {
        QFETCH(QByteArray, octets);
        QFETCH(QString, text);
        QCOMPARE(requestText(octets), text);
        const TypedBytes typed = parseRequestText(text);
        QVERIFY2(typed.ok(), qPrintable(typed.problem));
        QCOMPARE(typed.bytes, octets);
    }

    void everyOctetComesBack()
    {
        QByteArray all;
        for (int first = 0; first < 256; ++first) {
            for (int second = 0; second < 256; ++second)
                all.append(char(first)).append(char(second));
        }
        QCOMPARE(parseRequestText(requestText(all)).bytes, all);
    }

    void typedText()
    {
        QCOMPARE(parseRequestText(QStringLiteral("\u00e9\U0001F600")).bytes, QByteArray("\xc3\xa9\xf0\x9f\x98\x80"));
        QCOMPARE(parseRequestText(QStringLiteral("\\x4a\\xFf")).bytes, QByteArray("J\xff"));
    }

    void wrongEscape_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("position");
        QTest::addColumn<int>("size");
        QTest::newRow("letter") << QStringLiteral("a\nb\\q") << QStringLiteral("Line 2, column 2:") << 3 << 2;
        QTest::newRow("end") << QStringLiteral("a\\") << QStringLiteral("Line 1, column 2:") << 1 << 1;
        QTest::newRow("end of line") << QStringLiteral("a\\\nb") << QStringLiteral("Line 1, column 2:") << 1 << 1;
        QTest::newRow("one digit") << QStringLiteral("\\x4") << QStringLiteral("Line 1, column 1:") << 0 << 3;
        QTest::newRow("no hex") << QStringLiteral("\\xzz!") << QStringLiteral("Line 1, column 1:") << 0 << 4;
    }

    void wrongEscape()
    {
        QFETCH(QString, text);
        QFETCH(QString, place);
        QFETCH(int, position);
        QFETCH(int, size);
        const TypedBytes typed = parseRequestText(text);
        QVERIFY(!typed.ok());
        QVERIFY2(typed.problem.startsWith(place), qPrintable(typed.problem));
        QCOMPARE(typed.position, position);
        QCOMPARE(typed.size, size);
        QVERIFY(typed.bytes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRequestText)
#include "tst_requesttext.moc"
