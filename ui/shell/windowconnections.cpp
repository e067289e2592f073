// The part of the main window about single connections: their menu, and their address in the connection bar.

#include "ui/connect/connectionbar.h"
#include "ui/filter/filterbar.h"
#include "ui/shell/connectionnews.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sidepane.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace framescope::ui
{

void MainWindow::connectConnectionMenu()
{
    connect(m_side, &SidePane::connectionMenuRequested, this, &MainWindow::showConnectionMenu);
}

void MainWindow::showConnectionMenu(const QPoint &at, ConnectionId id)
{
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("connectionMenu"));
    const auto add = [this, &menu](const QString &text, auto run) {
        QAction *made = menu.addAction(text);
        connect(made, &QAction::triggered, this, run);
        return made;
    };
    net::Session *const session = m_workspace->session();
    const QString url = m_workspace->capture().facts(id).url;
    if (m_shown == id)
        add(tr("Show &all connections"), [this] { m_side->selectConnection(std::nullopt); });
    else
        add(tr("Show &only this connection"), [this, id] { m_side->selectConnection(id); });
    const QString filter = QStringLiteral("conn == %1").arg(id.value() + 1);
    add(tr("&Filter: %1").arg(filter), [this, filter] {
        m_side->selectConnection(std::nullopt);
        m_filter->narrow(filter, false);
    });
    add(tr("&Hide: %1").arg(filter), [this, filter] {
        m_side->selectConnection(std::nullopt);
        m_filter->narrow(filter, true);
    });
    menu.addSeparator();
    add(tr("Show the &handshake"), [this, id] {
        m_side->selectConnection(id);
        showHandshakeOf(id);
    });
    add(tr("&Copy the address"), [url] { QApplication::clipboard()->setText(url); });
    menu.addSeparator();
    add(tr("Connect a&gain"), [this, id, url] {
        net::ConnectionSettings settings = m_news->settingsOf(id);
        if (settings.url.isEmpty())
            settings.url = url; // a capture that was opened: only its address is known
        connectTo(settings);
    })->setEnabled(!url.isEmpty());
    const bool live = session != nullptr && session->isLive(id);
    add(tr("&Disconnect"), [session, id] { session->close(id); })->setEnabled(live);
    add(tr("A&bort (end TCP at once)"), [session, id] { session->abort(id); })->setEnabled(live);
    menu.exec(at);
}

/// The field shows the address of the connection that is looked at, unless somebody wrote another one into it.
void MainWindow::followAddress(std::optional<ConnectionId> before, std::optional<ConnectionId> now)
{
    // One that is opened just now takes nothing when it comes into the list: the demo leaves the options in the bar to the
    // address they were chosen for.
    if (now && now == m_opening) {
        m_opening.reset();
        return;
    }
    // Options that were changed since belong to the address beside them: they stay as well.
    const bool asBefore = before && m_bar->settings() == m_news->settingsOf(*before);
    if (!now || !m_workspace->isLive() || !(asBefore || m_bar->settings() == net::ConnectionSettings()))
        return;
    const net::ConnectionSettings settings = m_news->settingsOf(*now);
    if (!settings.url.isEmpty())
        m_bar->setSettings(settings);
}

} // namespace framescope::ui
