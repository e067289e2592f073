#include "ui/statistics/statisticswindow.h"

#include "core/capture/capture.h"
#include "ui/statistics/statisticview.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace framescope::ui
{

namespace
{
constexpr int pollMs = 250;
} // namespace

StatisticsWindow::StatisticsWindow(QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_scope(new QComboBox(this))
    , m_measure(new QComboBox(this))
    , m_logarithmic(new QCheckBox(tr("&Logarithmic"), this))
    , m_state(new QLabel(this))
    , m_stop(new QPushButton(tr("S&top"), this))
    , m_tabs(new QTabWidget(this))
{
    setObjectName(QStringLiteral("statisticsWindow"));
    setWindowTitle(tr("Statistics · Framescope"));
    resize(1000, 720);

    auto *bar = new QWidget(this);
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(12, 8, 12, 8);
    line->setSpacing(8);
    m_scope->setObjectName(QStringLiteral("statisticsScope"));
    m_scope->setAccessibleName(tr("Which rows are counted"));
    m_scope->addItems({tr("All rows"), tr("Rows in the list"), tr("Rows of the selected connection")});
    m_measure->setObjectName(QStringLiteral("statisticsMeasure"));
    m_measure->setAccessibleName(tr("What is counted"));
    m_measure->addItems({tr("Frames"), tr("Bytes")});
    m_logarithmic->setObjectName(QStringLiteral("statisticsLogarithmic"));
    m_logarithmic->setToolTip(tr("Draw bars by the logarithm, so that rare ones beside frequent ones can be seen"));
    m_state->setObjectName(QStringLiteral("statisticsState"));
    m_state->setProperty("part", QStringLiteral("muted"));
    m_state->setTextFormat(Qt::PlainText);
    m_stop->setObjectName(QStringLiteral("statisticsStop"));
    m_stop->setProperty("part", QStringLiteral("small"));
    line->addWidget(m_scope);
    line->addWidget(m_measure);
    line->addWidget(m_logarithmic);
    line->addStretch(1);
    line->addWidget(m_state);
    line->addWidget(m_stop);

    const std::pair<const char *, QString> pages[statisticsPages] = {
        {"overTime", tr("Over time")},
        {"opcodes", tr("Opcodes")},
        {"sizes", tr("Sizes")},
        {"gaps", tr("Inter-arrival")},
        {"roundTrips", tr("Round trips")},
        {"findings", tr("Findings")},
        {"connections", tr("Connections")},
        {"messageTypes", tr("Message types")},
    };
    m_tabs->setObjectName(QStringLiteral("statisticsTabs"));
    m_tabs->setAccessibleName(tr("Pages of the statistics"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    for (const auto &[name, text] : pages) {
        auto *view = new StatisticView(QLatin1String(name), text, m_tabs);
        m_tabs->addTab(view, text);
        m_views.push_back(view);
        connect(view, &StatisticView::filterRequested, this, &StatisticsWindow::filterRequested);
        connect(view, &StatisticView::rowRequested, this, &StatisticsWindow::rowRequested);
        connect(view, &StatisticView::copyRequested, this, &StatisticsWindow::copyPage);
        connect(m_logarithmic, &QCheckBox::toggled, view, &StatisticView::setLogarithmic);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(m_tabs, 1);

    connect(m_scope, &QComboBox::currentIndexChanged, this, &StatisticsWindow::restart);
    connect(m_measure, &QComboBox::currentIndexChanged, this, &StatisticsWindow::showPage);
    connect(m_tabs, &QTabWidget::currentChanged, this, &StatisticsWindow::showPage);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_stopped = !m_stopped;
        if (m_job && m_stopped)
            m_job->stop();
        else if (m_job)
            m_job->resume();
        showState();
    });
    connect(new QShortcut(QKeySequence::Cancel, this), &QShortcut::activated, this, &QWidget::close);
    m_timer.setInterval(pollMs);
    connect(&m_timer, &QTimer::timeout, this, &StatisticsWindow::poll);
    showPage();
}

StatisticsWindow::~StatisticsWindow() = default;

void StatisticsWindow::setCapture(const capture::Capture *capture)
{
    m_copying.cancelAndWait();
    m_job.reset();
    m_shown.reset();
    m_capture = capture;
    if (capture != nullptr)
        m_job = std::make_unique<statistics::StatisticsJob>(*capture);
    restart();
}

void StatisticsWindow::setFilter(const std::optional<filter::RowTest> &test)
{
    m_filter = test;
    if (scope() == Scope::Filter)
        restart();
}

void StatisticsWindow::setConnection(std::optional<ConnectionId> id)
{
    m_connection = id;
    if (scope() == Scope::Connection)
        restart();
}

StatisticsWindow::Scope StatisticsWindow::scope() const { return static_cast<Scope>(m_scope->currentIndex()); }

void StatisticsWindow::setScope(Scope scope) { m_scope->setCurrentIndex(static_cast<int>(scope)); }

void StatisticsWindow::setPage(StatisticsPage page) { m_tabs->setCurrentIndex(static_cast<int>(page)); }

void StatisticsWindow::restart()
{
    m_restart = true;
    if (isVisible())
        poll();
}

void StatisticsWindow::poll()
{
    if (m_job && m_restart) {
        std::optional<filter::RowTest> test;
        if (scope() == Scope::Filter)
            test = m_filter;
        else if (scope() == Scope::Connection)
            test = m_connection ? filter::RowTest::field(filter::RowField::Connection, m_connection->value())
                                : !filter::RowTest();
        m_job->start(test);
        m_restart = false;
        m_stopped = false;
    }
    if (m_job)
        m_job->goOn();
    const auto newest = m_job ? m_job->snapshot() : nullptr;
    // Until there is something new, what was counted before stays.
    if (newest != nullptr && newest != m_shown) {
        m_shown = newest;
        showPage();
    }
    showState();
}

StatisticsPage StatisticsWindow::page() const { return static_cast<StatisticsPage>(m_tabs->currentIndex()); }

bool StatisticsWindow::measuresOctets() const { return m_measure->currentIndex() == 1; }

void StatisticsWindow::copyPage()
{
    if (!m_shown || m_capture == nullptr)
        return;
    const auto whole = [page = page(), octets = measuresOctets(), shown = m_shown, capture = m_capture] {
        QStringList tables;
        for (const StatisticTable &table :
             statisticContent(page, *shown, *capture, octets, StatisticLines::All).tables) {
            if (!table.lines.empty())
                tables.append(table.toTsv());
        }
        return tables.join(u'\n');
    };
    const auto copy = [](const QString &text) { QGuiApplication::clipboard()->setText(text); };
    if (page() != StatisticsPage::Connections)
        return copy(whole());
    m_copying.start(
        [whole, copy](const std::stop_token &) -> LatestJob::Show { return [copy, text = whole()] { copy(text); }; });
}

void StatisticsWindow::showPage()
{
    const bool traffic = page() == StatisticsPage::OverTime || page() == StatisticsPage::Opcodes ||
                         page() == StatisticsPage::Connections;
    m_measure->setVisible(traffic);
    StatisticContent content;
    if (scope() == Scope::Connection && !m_connection)
        content.empty = tr("Select a connection.");
    else if (m_shown && m_capture != nullptr)
        content = statisticContent(page(), *m_shown, *m_capture, measuresOctets());
    else
        content.empty = tr("Counting has not begun.");
    m_views[static_cast<std::size_t>(page())]->setContent(content);
    showState();
}

void StatisticsWindow::showState()
{
    m_stop->setVisible(m_shown && (!m_shown->complete() || m_stopped) && m_shown->failure.isEmpty());
    if (!m_shown) {
        m_state->clear();
        return;
    }
    m_stop->setText(m_stopped ? tr("&Go on") : tr("S&top"));
    const QString total = numberText(m_shown->total);
    QString state;
    if (!m_shown->failure.isEmpty())
        state = tr("Counting ended early: %1").arg(coreText(m_shown->failure));
    else if (m_shown->rowsDone < m_shown->total)
        state = tr("Counted %1 of %2 rows").arg(numberText(m_shown->rowsDone), total);
    else if (!m_shown->complete())
        state = tr("Messages read up to row %1 of %2").arg(numberText(m_shown->messagesDone), total);
    else if (m_shown->rows.rows == m_shown->total)
        state = tr("Rows: %1").arg(total);
    else
        state = tr("%1 of %2 rows").arg(numberText(m_shown->rows.rows), total);
    if (m_shown->undecided > 0)
        state += QStringLiteral(" · ") + tr("%1 undecided").arg(numberText(m_shown->undecided));
    m_state->setText(state);
    m_state->setToolTip(m_shown->undecided > 0
                            ? tr("Undecided: a payload beyond 16 MiB, or an expression that took too long there.")
                            : QString());
}

void StatisticsWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_job && !m_stopped)
        m_job->resume();
    m_timer.start();
    poll();
}

void StatisticsWindow::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer.stop();
    if (m_job)
        m_job->stop();
}

} // namespace framescope::ui
