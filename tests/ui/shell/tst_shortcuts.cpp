#include "ui/shell/shortcuts.h"

#include <QSet>
#include <QTest>

using namespace framescope::ui;

class TestShortcuts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tableIsInTheOrderOfTheCommands()
    {
        int number = 0;
        for (const Shortcut &shortcut : allShortcuts())
            QCOMPARE(static_cast<int>(shortcut.command), number++);
        QCOMPARE(number, static_cast<int>(allShortcuts().back().command) + 1);
    }
    void keysAreValidAndNotShared()
    {
        QSet<QString> seen;
        for (const Shortcut &shortcut : allShortcuts()) {
            const QString keys = keysOf(shortcut.command).toString();
            if (qstrlen(shortcut.keys) == 0)
                continue;
            QCOMPARE(keys, QString::fromLatin1(shortcut.keys));
            QVERIFY2(!seen.contains(keys), qPrintable(keys));
            seen.insert(keys);
        }
    }
    void everyCommandHasWords()
    {
        for (const Shortcut &shortcut : allShortcuts())
            QVERIFY(!textOf(shortcut.command).isEmpty());
        QCOMPARE(textOf(Command::NextFinding), QStringLiteral("Next row with an &error")); // as the status bar says
        QCOMPARE(textOf(Command::PreviousFinding), QStringLiteral("Previous row with an error"));
    }
};

QTEST_GUILESS_MAIN(TestShortcuts)
#include "tst_shortcuts.moc"
