#include "ui/shell/shortcutsdialog.h"

#include "ui/shell/panekeys.h"
#include "ui/shell/shortcuts.h"
#include "ui/support/dialogparts.h"
#include "ui/support/literaltext.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFrame>
#include <QHeaderView>
#include <QKeySequence>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "moc_shortcutsdialog.cpp"

namespace framescope::ui
{

namespace
{
QTreeWidgetItem *addGroup(QTreeWidget *list, const QString &title)
{
    auto *group = new QTreeWidgetItem(list, {title});
    group->setFirstColumnSpanned(true);
    QFont bold = list->font();
    bold.setBold(true);
    group->setFont(0, bold);
    group->setExpanded(true);
    return group;
}

/// "Up, Down" with the names that the desktop gives these keys.
QString nativeKeys(const char *portable)
{
    QStringList names;
    for (const QString &key : QString::fromLatin1(portable).split(QStringLiteral(", ")))
        names << QKeySequence::fromString(key, QKeySequence::PortableText).toString(QKeySequence::NativeText);
    return names.join(QStringLiteral(", "));
}
} // namespace

ShortcutsDialog::ShortcutsDialog(QWidget *parent) : QDialog(parent), m_list(new QTreeWidget(this))
{
    setObjectName(QStringLiteral("shortcutsDialog"));
    setWindowTitle(tr("Keyboard shortcuts"));
    m_list->setObjectName(QStringLiteral("shortcutList"));
    m_list->setAccessibleName(windowTitle());
    m_list->setProperty("part", QStringLiteral("columns"));
    m_list->setHeaderLabels({tr("Keys"), tr("What they do")});
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(14);
    m_list->setFrameShape(QFrame::NoFrame);
    addCommands();
    addPaneKeys();
    m_list->resizeColumnToContents(0);
    m_list->setColumnWidth(0, m_list->columnWidth(0) + 24);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    QFrame *bar = dialogFooter(buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(bar);
    resize(600, 680);
}

void ShortcutsDialog::addCommands()
{
    QTreeWidgetItem *group = addGroup(m_list, tr("Everywhere in the window"));
    for (const Shortcut &shortcut : allShortcuts()) {
        if (qstrlen(shortcut.keys) == 0)
            continue;
        new QTreeWidgetItem(
            group, {keysOf(shortcut.command).toString(QKeySequence::NativeText), withoutKey(textOf(shortcut.command))});
    }
}

void ShortcutsDialog::addPaneKeys()
{
    QTreeWidgetItem *group = nullptr;
    QString title;
    for (const PaneKey &key : allPaneKeys()) {
        const QString pane = QCoreApplication::translate("Shortcuts", key.pane);
        if (group == nullptr || pane != title)
            group = addGroup(m_list, pane);
        title = pane;
        new QTreeWidgetItem(group, {nativeKeys(key.keys), QCoreApplication::translate("Shortcuts", key.text)});
    }
}

} // namespace framescope::ui
