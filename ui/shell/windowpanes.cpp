// The panes of the main window: where they stand, where they stood, and what flows between them.

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
#include "ui/shell/mainwindow.h"
#include "ui/shell/rowfinder.h"
#include "ui/shell/sidepane.h"
#include "ui/shell/statusline.h"
#include "ui/shell/welcomepage.h"
#include "ui/support/messagebar.h"
#include "ui/support/numbertext.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
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
constexpr QSize firstSize(1440, 900);
constexpr int roomForTitle = 32; // its height is known only once the window stands on the screen
} // namespace

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
                                      .arg(QLocale().toString(rows), sizeText(std::uint64_t(octets))),
                          .key = QStringLiteral("copy"),
                          .actions = {{tr("Save capture as…"), [this] { saveAsDialog(); }}}});
    });
    connect(m_list, &FrameTableView::copyCancelled, this, [this] {
        m_copyTold = false;
        m_messages->dismiss(QStringLiteral("copy"));
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
    if (!m_messages->reword(QStringLiteral("copy"), text) && !std::exchange(m_copyTold, true))
        m_messages->post({.text = text, .key = QStringLiteral("copy"), .actions = {{tr("Cancel"), [this] {
                                                                                        m_list->cancelCopy();
                                                                                    }}}});
}

void MainWindow::restoreLayout()
{
    const Settings &settings = m_services.settings;
    if (!restoreGeometry(settings.bytes(Setting::WindowGeometry)))
        resize(firstSize.boundedTo(screen()->availableSize() - QSize(0, roomForTitle)));
    if (!m_across->restoreState(settings.bytes(Setting::MainSplitter)))
        m_across->setSizes({236, 1204});
    if (!m_down->restoreState(settings.bytes(Setting::WorkSplitter)))
        m_down->setSizes({324, 250, 196});
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

} // namespace framescope::ui
