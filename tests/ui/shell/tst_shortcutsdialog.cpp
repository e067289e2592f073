#include "ui/shell/shortcutsdialog.h"

#include "ui/shell/panekeys.h"
#include "ui/shell/shortcuts.h"

#include <QTest>
#include <QTreeWidget>

using namespace framescope::ui;

class TestShortcutsDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKeyIsThere()
    {
        ShortcutsDialog dialog;
        auto *list = dialog.findChild<QTreeWidget *>(QStringLiteral("shortcutList"));
        QVERIFY(list != nullptr);
        QStringList keys;
        for (QTreeWidgetItemIterator it(list); *it != nullptr; ++it) {
            if ((*it)->parent() != nullptr) {
                QVERIFY2(!(*it)->text(0).isEmpty(), qPrintable((*it)->text(1)));
                keys << (*it)->text(0);
            } else {
                QVERIFY((*it)->childCount() > 0);
            }
        }
        for (const Shortcut &shortcut : allShortcuts()) {
            if (qstrlen(shortcut.keys) > 0)
                QVERIFY2(keys.contains(keysOf(shortcut.command).toString(QKeySequence::NativeText)), shortcut.keys);
        }
        QVERIFY(keys.contains(QStringLiteral("Shift+Up, Shift+Down")));
    }

    void paneKeysAreKeys()
    {
        for (const PaneKey &key : allPaneKeys()) {
            for (const QString &each : QString::fromLatin1(key.keys).split(QStringLiteral(", "))) {
                const QKeySequence sequence = QKeySequence::fromString(each, QKeySequence::PortableText);
                QVERIFY2(sequence.count() == 1 && sequence[0].key() != Qt::Key_unknown, qPrintable(each));
            }
        }
    }
};

QTEST_MAIN(TestShortcutsDialog)
#include "tst_shortcutsdialog.moc"
