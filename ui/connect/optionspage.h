#pragma once

#include "core/net/settings.h"

#include <QWidget>

#include <initializer_list>
#include <utility>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace framescope::ui
{

/// One page of the options: shows its part of the settings and gives it back as edited.
class OptionsPage : public QWidget
{
    Q_OBJECT
public:
    /// `help` says what the page is for, in a line or two.
    OptionsPage(const QString &title, const QString &help, QWidget *parent);

    QString title() const { return m_title; }
    virtual void showSettings(const net::ConnectionSettings &settings) = 0;
    /// Writes what this page is about, and nothing else.
    virtual void store(net::ConnectionSettings &settings) const = 0;
    /// Empty when all of it can be used, else what cannot and why.
    virtual QString problem() const { return {}; }
    /// Gives the labels of all forms one width, so that the controls of the page stand in one column.
    void alignForms();

Q_SIGNALS:
    void changed();

protected:
    QVBoxLayout *column() const { return m_column; }
    /// A form below what is there; its labels are one column.
    QFormLayout *addForm();
    void addHeading(const QString &text);

    // Controls with an object name for tests and a name for assistive programs; each change is told as changed().
    QLineEdit *lineEdit(const char *name, const QString &accessible, const QString &placeholder = {});
    QLineEdit *secretEdit(const char *name, const QString &accessible);
    QCheckBox *checkBox(const char *name, const QString &text);
    QComboBox *comboBox(const char *name, const QString &accessible,
                        std::initializer_list<std::pair<QString, int>> items);
    QSpinBox *spinBox(const char *name, const QString &accessible, int from, int to, const QString &suffix = {});
    QLabel *helpLabel(const char *name, const QString &text = {});

private:
    QString m_title;
    QVBoxLayout *m_column;
};

/// The item of a combo box with this number.
void selectData(QComboBox *box, int data);

} // namespace framescope::ui
