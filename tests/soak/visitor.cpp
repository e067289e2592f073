#include "tests/soak/visitor.h"

#include "core/filter/rowtest.h"
#include "ui/frametable/frametableview.h"
#include "ui/shell/sidepane.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QScrollBar>
#include <QTabBar>

namespace framescope::soak
{

namespace
{
constexpr int actionMs = 250;
constexpr int mostCopied = 20'000;
} // namespace

Visitor::Visitor(ui::MainWindow &window) : m_window(window)
{
    connect(&m_timer, &QTimer::timeout, this, &Visitor::act);
    m_timer.start(actionMs);
}

void Visitor::act()
{
    ++m_actions;
    auto *list = m_window.findChild<ui::FrameTableView *>(QStringLiteral("frameList"));
    auto *side = m_window.findChild<ui::SidePane *>();
    auto *tabs = m_window.findChild<QTabBar *>(QStringLiteral("detailsTabs"));
    const int rows = list->model()->rowCount();
    const auto trigger = [this](ui::Command command, const char *name) {
        m_last = QString::fromLatin1(name);
        if (QAction *action = m_window.action(command); action->isEnabled())
            action->trigger();
    };
    const auto random = [this](int below) { return below > 0 ? int(m_random() % unsigned(below)) : 0; };
    switch (random(18)) {
    case 0:
    case 1:
    case 2:
        m_last = QStringLiteral("scroll");
        list->verticalScrollBar()->setValue(random(list->verticalScrollBar()->maximum() + 1));
        break;
    case 3:
    case 4:
    case 5:
        m_last = QStringLiteral("select a row");
        if (rows > 0)
            list->selectModelRow(random(rows));
        break;
    case 6:
        m_last = QStringLiteral("show one connection");
        side->selectConnection(
            ConnectionId(std::uint32_t(random(int(m_window.workspace().capture().connectionCount())))));
        break;
    case 7:
    case 8:
        m_last = QStringLiteral("show all connections");
        side->selectConnection(std::nullopt);
        break;
    case 9:
        m_last = QStringLiteral("show a tab");
        if (tabs->count() > 0)
            tabs->setCurrentIndex(random(tabs->count()));
        break;
    case 10:
        trigger(ui::Command::NextFinding, "go to the next finding");
        break;
    case 11:
        m_last = QStringLiteral("select all");
        list->selectAll();
        break;
    case 12:
        trigger(ui::Command::Freeze, "freeze");
        break;
    case 13:
        trigger(ui::Command::FirstRow, "first row");
        break;
    case 14:
        if (rows > 0) {
            m_last = QStringLiteral("copy rows");
            const int from = random(rows), to = std::min(rows, from + mostCopied) - 1;
            const QAbstractItemModel *model = list->model();
            list->selectionModel()->select({model->index(from, 0), model->index(to, model->columnCount() - 1)},
                                           QItemSelectionModel::ClearAndSelect);
            list->copySelection();
        }
        break;
    case 15:
        m_last = QStringLiteral("filter");
        filter();
        break;
    default:
        m_last = QStringLiteral("follow");
        list->resumeFollowing();
        break;
    }
}

void Visitor::filter()
{
    using filter::RowField;
    using filter::RowTest;
    const capture::Capture &capture = m_window.workspace().capture();
    m_filtered.clear();
    if (!m_filter)
        m_filter = std::make_unique<filter::FilterJob>(capture, [this] {
            QMetaObject::invokeMethod(
                this, [this] { m_filter->collect(m_filtered); }, Qt::QueuedConnection);
        });
    const RowTest tests[] = {RowTest::field(RowField::Opcode, m_random() % 16),
                             RowTest::field(RowField::Length, 0, 125), RowTest::carries("\"price\":1")};
    // The one before may still run: it is given up.
    m_filter->start(tests[m_random() % std::size(tests)], RowIndex(0), RowIndex(capture.rowCount()));
}

} // namespace framescope::soak
