// The part of the main window that has to do with the statistics window.

#include "ui/filter/filterbar.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sidepane.h"
#include "ui/statistics/statisticswindow.h"

#include <QAction>

namespace framescope::ui
{

void MainWindow::connectStatistics()
{
    m_statistics = new StatisticsWindow(this);
    m_statistics->restoreGeometry(m_services.settings.bytes(Setting::StatisticsGeometry));
    connect(action(Command::Statistics), &QAction::triggered, this, [this] {
        m_statistics->show();
        m_statistics->raise();
        m_statistics->activateWindow();
    });
    // Filter, connection, time span or notes: other rows are in the list.
    connect(m_model, &QAbstractItemModel::modelReset, m_statistics,
            [this] { m_statistics->setFilter(m_model->limit()); });
    connect(m_side, &SidePane::connectionChosen, m_statistics, &StatisticsWindow::setConnection);
    connect(m_statistics, &StatisticsWindow::rowRequested, this, &MainWindow::goTo);
    connect(m_statistics, &StatisticsWindow::filterRequested, this, [this](const QString &filter) {
        // The rows are those that were counted: the ones of the window's filter or connection, or of all.
        if (m_statistics->scope() == StatisticsWindow::Scope::Filter) {
            m_filter->narrow(filter, false);
            return;
        }
        if (m_statistics->scope() == StatisticsWindow::Scope::All)
            m_side->selectConnection(std::nullopt);
        m_filter->clear();
        m_filter->setText(filter);
    });
}

QByteArray MainWindow::statisticsGeometry() const { return m_statistics->saveGeometry(); }

void MainWindow::setStatisticsCapture(const capture::Capture *capture)
{
    m_statistics->setCapture(capture);
    m_statistics->setConnection(std::nullopt);
}

} // namespace framescope::ui
