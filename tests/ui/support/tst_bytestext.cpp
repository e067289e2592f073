#include "ui/support/bytestext.h"

#include <QTest>

using namespace framescope::ui;

class TestBytesText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hex_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("position");
        QTest::newRow("empty") << QString() << QByteArray() << -1;
        QTest::newRow("pairs") << QStringLiteral("0a Ff\t00\n7e") << QByteArray("\x0a\xff\x00\x7e", 4) << -1;
        QTest::newRow("glued") << QStringLiteral("0aff") << QByteArray("\x0a\xff") << -1;
        QTest::newRow("comment") << QStringLiteral("41# no zz\n42 # end") << QByteArray("AB") << -1;
        QTest::newRow("bad digit") << QStringLiteral("41 g0") << QByteArray() << 3;
        QTest::newRow("bad second") << QStringLiteral("41 4g") << QByteArray() << 4;
        QTest::newRow("half") << QStringLiteral("41 4") << QByteArray() << 3;
        QTest::newRow("half then space") << QStringLiteral("4 1") << QByteArray() << 0;
        QTest::newRow("half then comment") << QStringLiteral("4#") << QByteArray() << 0;
    }

    void hex()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, bytes);
        QFETCH(int, position);
        const TypedBytes typed = parseHex(text);
        QCOMPARE(int(typed.position), position);
        QCOMPARE(typed.ok(), position < 0);
        if (typed.ok())
            QCOMPARE(typed.bytes, bytes);
    }

    void base64_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("position");
        QTest::newRow("empty") << QString() << QByteArray() << -1;
        QTest::newRow("whole") << QStringLiteral("SGVsbG8h") << QByteArray("Hello!") << -1;
        QTest::newRow("one pad") << QStringLiteral("SGVsbG8=") << QByteArray("Hello") << -1;
        QTest::newRow("two pads") << QStringLiteral("SGVsbA==") << QByteArray("Hell") << -1;
        QTest::newRow("no pad") << QStringLiteral("SGVsbA") << QByteArray("Hell") << -1;
        QTest::newRow("both alphabets") << QStringLiteral("+/-_") << QByteArray("\xfb\xff\xbf") << -1;
        QTest::newRow("lines") << QStringLiteral("SGVs\n bG8=\n") << QByteArray("Hello") << -1;
        QTest::newRow("bad") << QStringLiteral("SG!s") << QByteArray() << 2;
        QTest::newRow("after pad") << QStringLiteral("SGVsbG8=A") << QByteArray() << 8;
        QTest::newRow("left over") << QStringLiteral("SGVsb") << QByteArray() << 4;
        QTest::newRow("early pad") << QStringLiteral("SGVsb===") << QByteArray() << 5;
        QTest::newRow("pad alone") << QStringLiteral("=") << QByteArray() << 0;
        QTest::newRow("pad too many") << QStringLiteral("SGVsbG8==") << QByteArray() << 8;
        QTest::newRow("pad too few") << QStringLiteral("SGVsbA=") << QByteArray() << 6;
    }

    void base64()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, bytes);
        QFETCH(int, position);
        const TypedBytes typed = parseBase64(text);
        QCOMPARE(int(typed.position), position);
        if (typed.ok())
            QCOMPARE(typed.bytes, bytes);
    }

    void thereAndBack()
    {
        QByteArray all;
        for (int size = 0; size < 200; ++size) {
            QCOMPARE(parseHex(hexText(all)).bytes, all);
            QCOMPARE(parseBase64(base64Text(all)).bytes, all);
            all += char(size * 37);
        }
        QCOMPARE(hexText("Hello"), QStringLiteral("48 65 6c 6c 6f"));
        QCOMPARE(base64Text("Hello"), QStringLiteral("SGVsbG8="));
        QCOMPARE(hexText(QByteArray(33, 'a')).count(u'\n'), 1);
    }

    void problemSaysLineAndColumn()
    {
        QVERIFY(parseHex(u"41\n42 x").problem.startsWith(QStringLiteral("Line 2, column 4:")));
        QVERIFY(parseHex(u"\u0001").problem.contains(QStringLiteral("U+0001")));
    }
};

QTEST_GUILESS_MAIN(TestBytesText)
#include "tst_bytestext.moc"
