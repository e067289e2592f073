#pragma once

#include "ui/shell/preferencelist.h"

#include <QDialog>

#include <functional>
#include <map>

class QFormLayout;
class QListWidget;
class QStackedWidget;

namespace framescope::ui
{

/// The preferences: a control for each line of the table, applied as it is changed. What is changed elsewhere shows here.
/// Lifetime: the settings outlive it.
class PreferencesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PreferencesDialog(Settings &settings, QWidget *parent = nullptr);

    void setCurrentPage(PreferencePage page);
    void restoreDefaults();

private:
    void addPage(PreferencePage page);
    QWidget *makeControl(const Preference &preference);
    QWidget *makeChoice(const Preference &preference);
    QWidget *makeNumber(const Preference &preference);
    QWidget *makeFlag(const Preference &preference);
    QWidget *makeFont(const Preference &preference);
    QWidget *makeFolder(const Preference &preference);

    Settings &m_settings;
    QListWidget *m_pages;
    QStackedWidget *m_stack;
    std::map<Setting, std::function<void()>> m_show; ///< puts a setting's value into its control
};

} // namespace framescope::ui
