#include "ui/shell/mainwindow.h"

#include "ui/compose/composer.h"
#include "ui/connect/certificatequestion.h"
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
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLocale>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace framescope::ui
{

namespace
{
constexpr int tickMs = 33;
/// Numbers that people read (status bar, connection list) change this much slower than rows appear.
constexpr unsigned ticksPerRefresh = 6;
constexpr int recentLimit = 8;
constexpr QSize firstSize(1440, 900);
constexpr int roomForTitle = 32; // its height is known only once the window stands on the screen

QString dataSize(qint64 octets) { return QLocale().formattedDataSize(octets, 1, QLocale::DataSizeTraditionalFormat); }
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

void MainWindow::buildPanes()
{
    auto *central = new QWidget(this);
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new ConnectionBar(m_urlHistory, central);
    column->addWidget(m_bar);
    m_messages = new MessageBar(central);
    m_certificates = new CertificateQuestion(*m_messages, this);
    m_news = new ConnectionNews(*m_messages, *m_certificates, this);
    m_captureNews = new CaptureNews(*m_messages, this);
    m_across = new QSplitter(Qt::Horizontal, central);
    m_across->setObjectName(QStringLiteral("acrossSplitter"));
    m_across->setChildrenCollapsible(false);
    column->addWidget(m_across, 1);
    column->addWidget(m_messages); // below: what is looked at stays where it is
    m_side = new SidePane(m_across);
    auto *work = new QWidget(m_across);
    auto *rows = new QVBoxLayout(work);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_filter = new FilterBar(m_filterHistory, m_savedFilters, work);
    rows->addWidget(m_filter);
    buildFind(work);
    m_timeline = new TimelineView(work);
    rows->addWidget(m_timeline);
    m_down = new QSplitter(Qt::Vertical, work);
    rows->addWidget(m_down, 1);
    m_down->setObjectName(QStringLiteral("downSplitter"));
    m_down->setChildrenCollapsible(false);
    m_across->setStretchFactor(0, 0);
    m_across->setStretchFactor(1, 1);

    m_model = new FrameListModel(this);
    m_finder = new RowFinder(this);
    m_connections = new ConnectionListModel(m_services.clock, this);
    m_stack = new QStackedWidget(m_down);
    m_list = new FrameTableView(m_stack);
    m_list->setObjectName(QStringLiteral("frameList"));
    m_list->setModel(m_model);
    m_list->setEmptyText(tr("No rows yet. What is sent and received appears here."));
    m_welcome = new WelcomePage(m_stack);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_welcome);
    m_details = new DetailsPane(m_down);
    m_composer = new Composer(m_down);
    // A lower window takes from all three, from the list the most.
    m_down->setStretchFactor(0, 4);
    m_down->setStretchFactor(1, 2);
    m_down->setStretchFactor(2, 1);
    m_side->setModel(m_connections);
    setCentralWidget(central);

    m_status = new StatusLine(this);
    setStatusBar(m_status);
}

void MainWindow::connectPanes()
{
    connect(m_bar, &ConnectionBar::connectRequested, this, &MainWindow::connectTo);
    connect(m_bar, &ConnectionBar::disconnectRequested, this, &MainWindow::disconnectCurrent);
    connect(m_bar, &ConnectionBar::freezeToggled, action(Command::Freeze), &QAction::setChecked);
    connect(m_bar, &ConnectionBar::demoRequested, this, &MainWindow::connectToDemo);
    connect(m_bar, &ConnectionBar::newCaptureRequested, this, &MainWindow::newWindowRequested);
    connect(m_bar, &ConnectionBar::noticeRaised, m_messages, &MessageBar::post);
    connect(m_bar, &ConnectionBar::captureMenuRequested, this, &MainWindow::showCaptureMenu);
    connect(m_certificates, &CertificateQuestion::accepted, this,
            [this](ConnectionId refused, const QByteArray &sha256) {
                net::ConnectionSettings settings = settingsToTryAgain(refused);
                settings.tls.accepted.append({net::endpointOf(settings.url), sha256});
                connectTo(settings);
            });
    connect(m_certificates, &CertificateQuestion::caFileRequested, this, &MainWindow::addCaFile);
    connect(m_news, &ConnectionNews::connectRequested, this, &MainWindow::connectTo);
    connect(m_news, &ConnectionNews::handshakeRequested, this, &MainWindow::showHandshakeOf);
    connect(m_news, &ConnectionNews::connectionRequested, this, [this](ConnectionId id) {
        showHandshakeOf(id);
        m_details->showConnection();
    });
    connect(m_news, &ConnectionNews::authorizationRequested, m_bar, &ConnectionBar::openAuthorization);
    connect(m_news, &ConnectionNews::retried, this, [this](ConnectionId before, ConnectionId now) {
        if (m_shown == before)
            m_side->selectConnection(now);
    });

    connect(m_captureNews, &CaptureNews::saveRequested, this, &MainWindow::saveAsDialog);
    connect(m_captureNews, &CaptureNews::newCaptureRequested, this, &MainWindow::newWindowRequested);

    connect(m_side, &SidePane::connectionChosen, this, &MainWindow::showConnection);
    connect(m_side, &SidePane::recentActivated, this, &MainWindow::openCapture);
    connect(m_list, &FrameTableView::currentRowChanged, this, &MainWindow::selectRow);
    connect(m_list, &FrameTableView::contextMenuRequested, this, &MainWindow::showRowMenu);
    connect(m_list, &FrameTableView::copyProgress, this, &MainWindow::tellCopying);
    connect(m_list, &FrameTableView::copyFinished, this, [this](qint64 rows) {
        if (std::exchange(m_copyTold, false))
            m_messages->post({.text = tr("%1 rows are on the clipboard.").arg(QLocale().toString(rows)),
                              .key = QStringLiteral("copy")});
        else
            m_messages->dismiss(QStringLiteral("copy"));
    });
    connect(m_list, &FrameTableView::copyRefused, this, [this](qint64 rows, qint64 octets) {
        m_copyTold = false;
        m_messages->post({.kind = Message::Kind::Warning,
                          .text = tr("Nothing was copied: %1 rows are about %2 of text, more than a clipboard takes. "
                                     "Select fewer, or save the capture.")
                                      .arg(QLocale().toString(rows), dataSize(octets)),
                          .key = QStringLiteral("copy"),
                          .actions = {{tr("Save capture as…"), [this] { saveAsDialog(); }}}});
    });
    connect(m_details, &DetailsPane::rowActivated, this, &MainWindow::goTo);
    connect(m_details, &DetailsPane::continueInflatingRequested, this,
            [this](RowIndex row) { m_workspace->continueInflating(row); });
    connect(m_bar, &ConnectionBar::inflateLimitsChosen, this,
            [this](const ws::InflateLimits &limits) { setInflateLimits(m_services.settings, limits); });
    connect(m_bar, &ConnectionBar::optionsOpening, this, &MainWindow::readInflateLimits);
    connect(&m_services.settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::InflateMessage || setting == Setting::InflateRatio)
            readInflateLimits(); // whichever window they were set in
        if (setting >= Setting::RollMiB && setting <= Setting::RollKeep)
            m_workspace->setRollLimits(rollLimits(m_services.settings));
    });
    connect(m_details, &DetailsPane::revealChanged, m_model, &FrameListModel::setReveal);
    connect(m_details, &DetailsPane::redirectRequested, m_news, &ConnectionNews::followRedirect);
    connect(m_details, &DetailsPane::authorizationRequested, m_bar, &ConnectionBar::openAuthorization);
    connect(m_status, &StatusLine::nextFindingRequested, this, &MainWindow::nextFinding);
    connect(m_composer, &Composer::sendRequested, this, [this](const QByteArray &wire) {
        if (const auto target = m_composer->target(); target && m_workspace->isLive())
            m_workspace->session()->send(*target, wire);
    });

    connect(m_welcome, &WelcomePage::demoRequested, this, &MainWindow::connectToDemo);
    connect(m_welcome, &WelcomePage::urlRequested, m_bar, &ConnectionBar::focusUrl);
    connect(m_welcome, &WelcomePage::openRequested, this, &MainWindow::openDialog);
    connect(m_welcome, &WelcomePage::unsavedOpenRequested, this, &MainWindow::openCapture);
    connect(m_welcome, &WelcomePage::unsavedRemoveRequested, this, &MainWindow::askToRemoveUnsaved);
}

void MainWindow::tellCopying(double part)
{
    const QString text = tr("Copying: %1 %").arg(qRound(part * 100));
    const auto cancel = [this] {
        m_list->cancelCopy();
        m_copyTold = false;
        m_messages->dismiss(QStringLiteral("copy"));
    };
    if (!m_messages->reword(QStringLiteral("copy"), text) && !std::exchange(m_copyTold, true))
        m_messages->post({.text = text, .key = QStringLiteral("copy"), .actions = {{tr("Cancel"), cancel}}});
}

void MainWindow::restoreLayout()
{
    const Settings &settings = m_services.settings;
    if (!restoreGeometry(settings.bytes(Setting::WindowGeometry)))
        resize(firstSize.boundedTo(screen()->availableSize() - QSize(0, roomForTitle)));
    if (!m_across->restoreState(settings.bytes(Setting::MainSplitter)))
        m_across->setSizes({236, 1204});
    if (!m_down->restoreState(settings.bytes(Setting::WorkSplitter)))
        m_down->setSizes({360, 240, 170});
    m_details->restoreState(settings.bytes(Setting::DetailsSplitter));
    m_composer->restoreState(settings.bytes(Setting::ComposerSplitter));
    m_list->restoreColumns(settings.bytes(Setting::Columns));
    m_side->setRecent(settings.list(Setting::RecentCaptures));
    action(Command::ShowSide)->setChecked(settings.flag(Setting::SideVisible));
    action(Command::ShowDetails)->setChecked(settings.flag(Setting::DetailsVisible));
    action(Command::ShowComposer)->setChecked(settings.flag(Setting::ComposerVisible));
    action(Command::ShowTimeline)->setChecked(settings.flag(Setting::TimelineVisible));
}

void MainWindow::saveLayout()
{
    Settings &settings = m_services.settings;
    settings.set(Setting::WindowGeometry, saveGeometry());
    settings.set(Setting::StatisticsGeometry, statisticsGeometry());
    settings.set(Setting::MainSplitter, m_across->saveState());
    settings.set(Setting::WorkSplitter, m_down->saveState());
    settings.set(Setting::DetailsSplitter, m_details->saveState());
    settings.set(Setting::ComposerSplitter, m_composer->saveState());
    settings.set(Setting::Columns, m_list->saveColumns());
    settings.set(Setting::SideVisible, action(Command::ShowSide)->isChecked());
    settings.set(Setting::DetailsVisible, action(Command::ShowDetails)->isChecked());
    settings.set(Setting::ComposerVisible, action(Command::ShowComposer)->isChecked());
    settings.set(Setting::TimelineVisible, action(Command::ShowTimeline)->isChecked());
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
        const QString text = tr("Inflating: %1 %, %2 so far").arg(qRound(part * 100)).arg(dataSize(qint64(inflated)));
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
    m_status->refresh(capture, m_workspace->session(), m_shown);
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
    // The row that was looked at stays so where it is among those shown now.
    const std::optional<RowIndex> current = m_list->isFollowing() ? std::nullopt : m_list->currentRow();
    m_model->setConnection(connection);
    m_timeline->setConnection(connection);
    if (current)
        m_list->selectModelRow(m_model->modelRow(*current));
    m_status->refresh(m_workspace->capture(), m_workspace->session(), m_shown);
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
    m_composer->setTarget(target, why);
    if (target) {
        const net::Status status = session->status(*target);
        m_composer->setAgreement(status.agreement, m_news->settingsOf(*target).deflate, status.sending);
    } else {
        m_composer->setAgreement(ws::Agreement());
    }

    const std::optional<ConnectionId> current = session == nullptr ? std::nullopt : currentConnection();
    m_bar->setState(current ? session->status(*current).state : net::State::Closed,
                    current ? m_workspace->capture().facts(*current).url : QString());
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
    const int modelRow = m_model->modelRow(row);
    if (modelRow >= 0) {
        m_list->selectModelRow(modelRow);
        m_list->setFocus(Qt::OtherFocusReason);
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
