#include "ui/support/visibleline.h"

#include "ui/support/visiblepayload.h"

#include <QTest>

using namespace framescope::ui;

class TestVisibleLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QStringLiteral("late again") << QStringLiteral("late again");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("turned around") << QStringLiteral("a\u202Eb") << QStringLiteral("a⟨U+202E⟩b");
        QTest::newRow("lines") << QStringLiteral("a\nb\r") << QStringLiteral("a⟨LF⟩b⟨CR⟩");
        QTest::newRow("accents") << QStringLiteral("e\u0301\u0323t\u00E9") << QStringLiteral("e\u0301\u0323t\u00E9");
        QTest::newRow("emoji") << QStringLiteral("😀") << QStringLiteral("😀");
        QTest::newRow("as wide as may be") << QString(40, u'x') << QString(40, u'x');
        QTest::newRow("too wide") << QString(41, u'x') << QString(40, u'x') + u'…';
        QTest::newRow("cut before a character") << QString(39, u'x') + QStringLiteral("😀!") << QString(39, u'x') + u'…';
        QTest::newRow("half a character") << QString(QChar(0xD83D)) << QStringLiteral("⟨U+D83D⟩");
    }
    void shown()
    {
        QFETCH(QString, text);
        QTEST(visibleLine(text, 40), "shown");
    }

    void marksOnOneCharacterHaveAnEnd()
    {
        const QString line = visibleLine(u'a' + QString(3999, QChar(0x0301)) + u'b', 5000);
        int marks = 0;
        for (const QChar c : line)
            marks += c.isMark();
        QCOMPARE(marks, VisiblePayload::maxCombining);
        QVERIFY(line.endsWith(QStringLiteral("⟨U+0301⟩b")));
        // On the next character there may be as many.
        QCOMPARE(visibleLine(QStringLiteral("a\u0301b\u0301"), 40), QStringLiteral("a\u0301b\u0301"));
    }
};

QTEST_GUILESS_MAIN(TestVisibleLine)
#include "tst_visibleline.moc"
