#pragma once

#include <QDialog>

class QTreeWidget;

namespace framescope::ui
{

/// All keys, made from the table of commands and that of the panes' own keys. Does not stop the window.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutsDialog(QWidget *parent = nullptr);

private:
    void addCommands();
    void addPaneKeys();

    QTreeWidget *m_list;
};

} // namespace framescope::ui
