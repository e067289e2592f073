#pragma once

#include "ui/colorrules/colorrule.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace framescope::ui
{

class FilterEdit;

/// The list of colour rules: on or off, name, filter, colour, order. What is wrong with a filter is said in place, and
/// nothing is taken over before it is put right.
class ColorRulesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ColorRulesDialog(const std::vector<ColorRule> &rules, QWidget *parent = nullptr);

    const std::vector<ColorRule> &rules() const noexcept { return m_rules; }

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *buildList();
    QWidget *buildEditor();
    int current() const;
    void fill(int current);
    void showRule();
    void change();
    void move(int by);
    void paintItem(QTreeWidgetItem *item, const ColorRule &rule);
    void judge();
    /// Puts what was probably meant in the place of what is wrong.

    std::vector<ColorRule> m_rules;
    bool m_filling = false;
    QTreeWidget *m_list = nullptr;
    QToolButton *m_add = nullptr;
    QToolButton *m_remove = nullptr;
    QToolButton *m_up = nullptr;
    QToolButton *m_down = nullptr;
    QWidget *m_editor = nullptr;
    QLineEdit *m_name = nullptr;
    FilterEdit *m_filter = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_mend = nullptr;
    std::vector<QToolButton *> m_swatches;
    QDialogButtonBox *m_buttons = nullptr;
};

} // namespace framescope::ui
