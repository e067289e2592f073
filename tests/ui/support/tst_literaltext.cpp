#include "ui/support/literaltext.h"

#include <QTest>

using namespace framescope::ui;

class TestLiteralText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shownAsItIs() { QCOMPARE(literalText(QStringLiteral("a&b")), QStringLiteral("a&&b")); }

    void withoutItsKey_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("plain");
        QTest::addRow("English") << QStringLiteral("&File") << QStringLiteral("File");
        QTest::addRow("Chinese") << QStringLiteral("文件(&F)") << QStringLiteral("文件");
        QTest::addRow("with dots") << QStringLiteral("打开捕获(&O)…") << QStringLiteral("打开捕获…");
        QTest::addRow("brackets of its own") << QStringLiteral("Abort (&end TCP)") << QStringLiteral("Abort (end TCP)");
        QTest::addRow("no key") << QStringLiteral("Copy (all)") << QStringLiteral("Copy (all)");
        QTest::addRow("cut") << QStringLiteral("x(&") << QStringLiteral("x(");
    }
    void withoutItsKey()
    {
        QFETCH(QString, text);
        QTEST(withoutKey(text), "plain");
    }
};

QTEST_GUILESS_MAIN(TestLiteralText)
#include "tst_literaltext.moc"
