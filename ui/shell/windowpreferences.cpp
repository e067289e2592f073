// The part of the main window that follows the preferences.

#include "ui/compose/composer.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/preferencesdialog.h"
#include "ui/shell/shortcutsdialog.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

namespace framescope::ui
{

void MainWindow::followPreferences()
{
    connect(&m_services.settings, &Settings::changed, this, &MainWindow::applyPreference);
    applyPreference(Setting::TimeDisplay);
    applyPreference(Setting::HideSecrets);
}

void MainWindow::applyPreference(Setting setting)
{
    const Settings &settings = m_services.settings;
    switch (setting) {
    case Setting::TimeDisplay:
        m_model->setTimeDisplay(timeDisplayOf(settings.text(setting)));
        break;
    case Setting::HideSecrets:
        m_details->setReveal(!settings.flag(setting));
        break;
    case Setting::FollowNewRows:
        m_list->setFollowing(followsNewRows());
        break;
    case Setting::CaptureFolder:
        m_services.captures.setFolder(settings.text(setting));
        break;
    default:
        break;
    }
}

bool MainWindow::followsNewRows() const
{
    const bool grows = m_workspace->isLive() || m_workspace->capture().recordedElsewhere();
    return grows && m_services.settings.flag(Setting::FollowNewRows);
}

void MainWindow::addThemeMenu(QMenu *view)
{
    QMenu *menu = view->addMenu(tr("&Theme"));
    auto *group = new QActionGroup(menu);
    const std::pair<QString, QString> themes[] = {{tr("&Follow the desktop"), QStringLiteral("desktop")},
                                                  {tr("&Light"), QStringLiteral("light")},
                                                  {tr("&Dark"), QStringLiteral("dark")}};
    for (const auto &[text, name] : themes) {
        QAction *entry = group->addAction(text);
        entry->setCheckable(true);
        entry->setData(name);
        menu->addAction(entry);
    }
    connect(group, &QActionGroup::triggered, this,
            [this](QAction *chosen) { m_services.settings.set(Setting::Theme, chosen->data()); });
    connect(menu, &QMenu::aboutToShow, this, [this, group] {
        for (QAction *entry : group->actions())
            entry->setChecked(entry->data().toString() == m_services.settings.text(Setting::Theme));
    });
}

void MainWindow::showPreferences()
{
    if (m_preferences == nullptr) {
        m_preferences = new PreferencesDialog(m_services.settings, this);
        m_preferences->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_preferences->show();
    m_preferences->raise();
    m_preferences->activateWindow();
}

void MainWindow::showShortcuts()
{
    if (m_shortcuts == nullptr) {
        m_shortcuts = new ShortcutsDialog(this);
        m_shortcuts->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_shortcuts->show();
    m_shortcuts->raise();
    m_shortcuts->activateWindow();
}

} // namespace framescope::ui
