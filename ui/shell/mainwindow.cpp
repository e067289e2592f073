#include "ui/shell/mainwindow.h"

#include "ui/compose/composer.h"
#include "ui/connect/connectionbar.h"
#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/connectionlistmodel.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/capturenews.h"
#include "ui/shell/connectionnews.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/rowfinder.h"
#include "ui/shell/sidepane.h"
#include "ui/shell/statusline.h"
#include "ui/shell/welcomepage.h"
#include "ui/support/coretext.h"
#include "ui/support/messagebar.h"
#include "ui/support/numbertext.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QCloseEvent>
#include <QFileInfo>
#include <QStackedWidget>

#include <utility>

namespace framescope::ui
{

namespace
{
constexpr int tickMs = 33;
/// Numbers that people read (status bar, connection list) change this much slower than rows appear.
constexpr unsigned ticksPerRefresh = 6;
constexpr int recentLimit = 8;
} // namespace

MainWindow::MainWindow(WindowServices services, std::unique_ptr<Workspace> workspace)
    : m_services(services)
    , m_urlHistory(services.settings)
    , m_filterHistory(services.settings, Setting::FilterHistory)
    , m_savedFilters(services.settings, Setting::SavedFilters)
{
    setObjectName(QStringLiteral("mainWindow"));
    buildPanes();
    buildActions();
    connectPanes();
    connectFilter();
    connectDecoders();
    connectStatistics();
    connectPayload();
    nameTopics();
    connectTimeline();
    connectFind();
    connectMarks();
    followPreferences();
    connectConnectionMenu();
    buildMenus();
    restoreLayout();
    setWorkspace(std::move(workspace));
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &MainWindow::tick);
    m_tick.start();
    m_bar->focusUrl();
}

MainWindow::~MainWindow()
{
    m_tick.stop();
    // The panes read from the capture: let go of it before the workspace does.
    setStatisticsCapture(nullptr); // first: others may wait for what it reads
    setSearched(nullptr);
    m_model->setCapture(nullptr);
    m_timeline->setCapture(nullptr);
    m_details->setCapture(nullptr);
    m_connections->setSources(nullptr, {});
    m_news->setSession(nullptr, nullptr);
    m_captureNews->setCapture(nullptr);
}

void MainWindow::setWorkspace(std::unique_ptr<Workspace> workspace)
{
    setStatisticsCapture(nullptr); // first: others may wait for what it reads
    setSearched(nullptr);
    m_model->setCapture(nullptr);
    m_timeline->setCapture(nullptr);
    m_details->setCapture(nullptr);
    m_connections->setSources(nullptr, {});
    m_news->setSession(nullptr, nullptr);
    m_captureNews->setCapture(nullptr);
    m_shown.reset();
    m_rowToKeep.reset();
    m_rowToGoTo.reset();
    m_workspace = std::move(workspace);
    action(Command::Freeze)->setChecked(false);

    const capture::Capture &capture = m_workspace->capture();
    setSearched(&capture);
    m_model->setCapture(&capture);
    m_timeline->setCapture(&capture);
    m_details->setCapture(&capture);
    ConnectionListModel::StatusSource statuses;
    if (net::Session *session = m_workspace->session(); session != nullptr)
        statuses = [session](ConnectionId id) { return session->status(id); };
    m_news->setSession(m_workspace->session(), &capture);
    m_captureNews->setCapture(&capture);
    setStatisticsCapture(&capture);
    m_connections->setSources(&capture, statuses);
    connect(m_workspace.get(), &Workspace::loadFinished, this, [this](const QString &error) {
        tick();
        if (!error.isEmpty())
            showError(error);
        else if (const QString note = m_workspace->capture().loadNote(); !note.isEmpty())
            m_messages->post({.kind = Message::Kind::Warning, .text = coreText(note)});
        updateTitle();
    });
    readInflateLimits();
    m_workspace->setRollLimits(rollLimits(m_services.settings));
    connect(m_workspace.get(), &Workspace::inflateProgress, this, [this](double part, quint64 inflated) {
        const QString text = tr("Inflating: %1 %, %2 so far").arg(qRound(part * 100)).arg(sizeText(inflated));
        // Who closed the message does not want it again with the next step.
        if (!m_messages->reword(QStringLiteral("inflate"), text) && !std::exchange(m_inflateTold, true))
            m_messages->post({.text = text,
                              .key = QStringLiteral("inflate"),
                              .actions = {{tr("Cancel"), [this] { m_workspace->cancelInflating(); }}}});
    });
    connect(m_workspace.get(), &Workspace::inflateFinished, this, [this](const QString &error) {
        m_inflateTold = false;
        m_messages->dismiss(QStringLiteral("inflate"));
        if (!error.isEmpty())
            showError(error);
        m_details->reloadMessage();
        m_model->readAnew();
        if (m_search->pattern())
            beginSearch();
    });
    connect(m_workspace.get(), &Workspace::saveProgress, this, [this](double part) {
        const QString text = tr("Saving: %1 %").arg(qRound(part * 100));
        if (!m_messages->reword(QStringLiteral("save"), text) && !std::exchange(m_saveTold, true))
            m_messages->post({.text = text, .key = QStringLiteral("save"), .actions = {{tr("Cancel"), [this] {
                                                                                            m_workspace->cancelSave();
                                                                                        }}}});
    });
    connect(m_workspace.get(), &Workspace::saveFinished, this, [this](const QString &path, const QString &error) {
        m_saveTold = false;
        m_messages->dismiss(QStringLiteral("save"));
        if (!error.isEmpty()) {
            showError(error);
            return;
        }
        m_services.settings.pushFront(Setting::RecentCaptures, path, recentLimit);
        m_side->setRecent(m_services.settings.list(Setting::RecentCaptures));
        m_messages->post({.text = tr("Saved to %1").arg(path), .key = QStringLiteral("saved")});
        updateTitle();
    });
    m_list->setFollowing(followsNewRows());
    updateTitle();
    updateWelcome();
    updateTarget();
    tick();
}

void MainWindow::readInflateLimits()
{
    const ws::InflateLimits limits = inflateLimits(m_services.settings);
    if (m_workspace)
        m_workspace->setInflateLimits(limits);
    m_bar->setInflateLimits(limits);
}

void MainWindow::tick()
{
    m_model->poll();
    pollTimeline();
    if (m_ticks++ % ticksPerRefresh != 0)
        return;
    const capture::Capture &capture = m_workspace->capture();
    showFilterState();
    showFindState();
    m_connections->poll();
    m_details->poll();
    m_status->refresh(capture, m_workspace->session(), m_shown,
                      m_shown ? m_connections->endOf(*m_shown) : std::nullopt);
    if (capture.rowCount() > 0)
        updateWelcome();
    m_news->poll(m_services.clock.now());
    updateTarget();
    m_captureNews->poll();
    if (capture.recordedElsewhere())
        setWindowTitle(tr("%1 · recorded by another program · Framescope").arg(QFileInfo(capture.path()).fileName()));
    else if (m_workspace->loading())
        setWindowTitle(tr("%1 · loading %2 % · Framescope")
                           .arg(QFileInfo(capture.path()).fileName())
                           .arg(qRound(capture.loadProgress() * 100)));
}

void MainWindow::connectTo(const net::ConnectionSettings &settings)
{
    if (!m_workspace->isLive()) {
        Q_EMIT connectElsewhereRequested(settings);
        return;
    }
    m_bar->setSettings(settings);
    open(settings);
}

void MainWindow::open(const net::ConnectionSettings &settings)
{
    m_news->forgetFailure();
    m_messages->dismiss(QStringLiteral("url")); // what was wrong with an address before
    const ConnectionId id = m_workspace->session()->open(settings);
    m_news->watch(id, settings);
    m_ticks = 0;
    m_opening = id;
    tick();
    m_side->selectConnection(id);
    m_list->setFocus(Qt::OtherFocusReason);
}

net::ConnectionSettings MainWindow::settingsToTryAgain(ConnectionId refused) const
{
    net::ConnectionSettings settings = m_news->settingsOf(refused);
    // Exceptions made since name the endpoint they are for; nothing else of the bar belongs to this address.
    for (const net::AcceptedCertificate &accepted : m_bar->settings().tls.accepted) {
        if (!settings.tls.accepted.contains(accepted))
            settings.tls.accepted.append(accepted);
    }
    return settings;
}

void MainWindow::connectToDemo()
{
    const Result<QString> url = m_services.demo.start();
    if (!url) {
        showError(url.error().message);
        return;
    }
    net::ConnectionSettings settings;
    settings.url = *url;
    // The demo takes nobody's options: those that were chosen stay for the address they were chosen for.
    if (m_workspace->isLive() && m_bar->settings().differences() > 0)
        open(settings);
    else
        connectTo(settings);
}

void MainWindow::openCapture(const QString &path)
{
    // A window that holds something keeps it; the file gets one of its own.
    if (!m_workspace->isLive() || m_workspace->capture().rowCount() > 0) {
        Q_EMIT openElsewhereRequested(path);
        return;
    }
    auto opened = Workspace::openFile(path, m_services.captures, inflateLimits(m_services.settings));
    if (!opened) {
        m_services.settings.removeEntry(Setting::RecentCaptures, path);
        m_side->setRecent(m_services.settings.list(Setting::RecentCaptures));
        showError(opened.error().message);
        return;
    }
    if (!(*opened)->isRecovered()) {
        m_services.settings.pushFront(Setting::RecentCaptures, path, recentLimit);
        m_side->setRecent(m_services.settings.list(Setting::RecentCaptures));
    }
    setWorkspace(std::move(*opened));
}

void MainWindow::saveCaptureTo(const QString &path) { m_workspace->saveAs(path); }

void MainWindow::showError(const QString &sentence)
{
    m_messages->post({.kind = Message::Kind::Error, .text = coreText(sentence)});
}

void MainWindow::showConnection(std::optional<ConnectionId> connection)
{
    followAddress(m_shown, connection);
    m_shown = connection;
    m_details->setConnection(connection);
    // The row that was looked at stays so where it is among those shown now, which may be known later.
    const std::optional<RowIndex> current = m_list->isFollowing() ? std::nullopt : m_list->currentRow();
    m_model->setConnection(connection);
    m_timeline->setConnection(connection);
    m_rowToKeep = current;
    m_keepsNearest = false;
    showFilterState();
    m_status->refresh(m_workspace->capture(), m_workspace->session(), m_shown,
                      m_shown ? m_connections->endOf(*m_shown) : std::nullopt);
    updateTarget();
}

void MainWindow::selectRow(std::optional<RowIndex> row) { m_details->showRow(row); }

std::optional<ConnectionId> MainWindow::sendTarget() const
{
    const net::Session *session = m_workspace->session();
    if (session == nullptr)
        return std::nullopt;
    if (m_shown)
        return session->status(*m_shown).state == net::State::Open ||
                       session->status(*m_shown).state == net::State::Closing
                   ? m_shown
                   : std::nullopt;
    // All connections are shown: the newest open one.
    const std::vector<ConnectionId> live = session->liveConnections();
    for (auto id = live.rbegin(); id != live.rend(); ++id) {
        if (session->status(*id).state == net::State::Open)
            return *id;
    }
    return std::nullopt;
}

void MainWindow::updateTarget()
{
    const net::Session *session = m_workspace->session();
    const std::optional<ConnectionId> target = sendTarget();
    QString why;
    if (!m_workspace->isLive())
        why = tr("This is a saved capture; connect first.");
    else if (!target)
        why = tr("Not connected.");
    const bool several = m_connections->rowOf(std::nullopt) >= 0;
    m_composer->setTarget(target, why, several);
    if (target) {
        const net::Status status = session->status(*target);
        m_composer->setAgreement(status.agreement, m_news->settingsOf(*target).deflate, status.sending);
    } else {
        m_composer->setAgreement(ws::Agreement());
    }

    const std::optional<ConnectionId> current = session == nullptr ? std::nullopt : currentConnection();
    m_bar->setStatus(current ? std::optional(session->status(*current)) : std::nullopt,
                     current ? m_workspace->capture().facts(*current).url : QString(), several);
    m_bar->setRecording(m_workspace->isLive() && m_workspace->capture().writeError().isEmpty(),
                        m_workspace->capture().parts().back().path);
    m_bar->setFrozen(m_model->frozen(), m_model->pendingRows());
    const bool live = current && session->isLive(*current);
    action(Command::Disconnect)->setEnabled(live);
    action(Command::Abort)->setEnabled(live);
    action(Command::Resend)->setEnabled(target.has_value());
    action(Command::Save)->setEnabled(m_workspace->capture().rowCount() > 0);
    action(Command::SaveAs)->setEnabled(m_workspace->capture().rowCount() > 0);
}

void MainWindow::showHandshakeOf(ConnectionId id)
{
    const filter::RowTest test = filter::RowTest::field(filter::RowField::Connection, id.value());
    m_finder->findLast(test, [this](std::optional<RowIndex> row) {
        if (row)
            goTo(*row);
    });
    action(Command::ShowDetails)->setChecked(true);
    m_details->showHandshake();
}

std::optional<ConnectionId> MainWindow::currentConnection() const { return m_shown ? m_shown : sendTarget(); }

void MainWindow::goTo(RowIndex row)
{
    m_rowToKeep.reset();
    m_rowToGoTo.reset();
    const int modelRow = m_model->modelRow(row);
    if (modelRow >= 0) {
        m_list->selectModelRow(modelRow);
        m_list->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (const auto state = m_model->filterState(); state.running() && state.tested <= row.value()) {
        m_rowToGoTo = row;
        return;
    }
    if (!m_shown || m_workspace->capture().row(row).connection() == *m_shown) {
        m_messages->post({.text = tr("Row %1 does not pass the filter.").arg(row.value() + 1),
                          .key = QStringLiteral("goto"),
                          .actions = {{tr("Clear the filter"), [this, row] {
                                           m_filter->clear();
                                           goTo(row);
                                       }}}});
        return;
    }
    m_messages->post({.text = tr("Row %1 belongs to another connection.").arg(row.value() + 1),
                      .key = QStringLiteral("goto"),
                      .actions = {{tr("Show all connections"), [this, row] {
                                       m_side->selectConnection(std::nullopt);
                                       goTo(row);
                                   }}}});
}

void MainWindow::updateTitle()
{
    const QString file = m_workspace->filePath();
    if (!file.isEmpty())
        setWindowTitle(tr("%1 · Framescope").arg(QFileInfo(file).fileName()));
    else if (m_workspace->isRecovered())
        setWindowTitle(tr("Unsaved capture · Framescope"));
    else
        setWindowTitle(tr("New capture · Framescope"));
}

void MainWindow::updateWelcome()
{
    const bool empty = m_workspace->isLive() && m_workspace->capture().rowCount() == 0;
    QWidget *wanted = empty ? static_cast<QWidget *>(m_welcome) : m_list;
    if (m_stack->currentWidget() == wanted && !empty)
        return;
    if (empty)
        m_welcome->setUnsaved(m_services.captures.unsavedCaptures());
    m_stack->setCurrentWidget(wanted);
    if (!empty)
        m_list->setFocus(Qt::OtherFocusReason);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveLayout();
    QMainWindow::closeEvent(event);
    if (event->isAccepted())
        Q_EMIT closed();
}

} // namespace framescope::ui
