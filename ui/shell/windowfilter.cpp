// The part of the main window that chooses rows.

#include "core/capture/capturereader.h"
#include "core/filter/language/likethis.h"
#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/connectionlistmodel.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sidepane.h"
#include "ui/support/filteractions.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QLocale>
#include <QMenu>

#include <algorithm>

namespace framescope::ui
{

namespace
{
using filter::FieldId;

/// What a column shows; of a row without that, the next one.
std::vector<FieldId> fieldsOf(int column)
{
    switch (column) {
    case FrameListModel::Connection:
        return {FieldId::Connection};
    case FrameListModel::Dir:
        return {FieldId::Direction};
    case FrameListModel::Opcode:
        return {FieldId::Opcode, FieldId::Event, FieldId::Kind};
    case FrameListModel::Fin:
        return {FieldId::Fin};
    case FrameListModel::Rsv:
        return {FieldId::Rsv};
    case FrameListModel::MaskKey:
        return {FieldId::Key, FieldId::Masked};
    case FrameListModel::Payload:
        return {FieldId::Length};
    case FrameListModel::Wire:
        return {FieldId::Wire};
    case FrameListModel::Message:
        return {FieldId::MessageNumber};
    case FrameListModel::Preview:
        return {FieldId::Finding, FieldId::Payload, FieldId::Opcode, FieldId::Event, FieldId::Kind};
    default:
        return {FieldId::Opcode, FieldId::Event, FieldId::Kind};
    }
}

/// Why the list is empty though there are rows; `span` is the only time that is shown, or empty. `hidden`: so many would
/// be shown; nothing where nobody knows.
QString nothingPasses(bool filtered, const QString &span, std::optional<std::uint64_t> hidden)
{
    const QString why = span.isEmpty() ? MainWindow::tr("No row passes the filter.")
                        : filtered     ? MainWindow::tr("No row from %1 passes the filter.").arg(span)
                                       : MainWindow::tr("There is no row from %1.").arg(span);
    if (!hidden)
        return why;
    return why + u' ' +
           (*hidden == 1 ? MainWindow::tr("1 row is hidden.")
                         : MainWindow::tr("%1 rows are hidden.").arg(QLocale().toString(qulonglong(*hidden))));
}
} // namespace

void MainWindow::connectFilter()
{
    connect(m_filter, &FilterBar::filterChosen, this, [this](const std::optional<filter::RowTest> &test) {
        m_filterTest = test;
        chooseRows();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this,
            [this] { m_searchEnd = m_workspace ? m_workspace->capture().rowCount() : 0; });
    connect(m_filter, &FilterBar::left, this, [this] { m_list->setFocus(Qt::OtherFocusReason); });
    connect(action(Command::FocusFilter), &QAction::triggered, m_filter, &FilterBar::focusText);
    connect(action(Command::ClearFilter), &QAction::triggered, m_filter, &FilterBar::clear);
    connect(m_list, &FrameTableView::emptyActionRequested, m_filter, &FilterBar::clear);
    connect(m_filter, &FilterBar::connectionCleared, this, [this] { m_side->selectConnection(std::nullopt); });
}

void MainWindow::chooseRows()
{
    using filter::RowField;
    using filter::RowTest;
    if (const std::optional<RowIndex> row = currentRow())
        m_rowToKeep = row;
    m_keepsNearest = false;
    std::optional<RowTest> test = m_filterTest;
    if (const std::optional<TimeSpan> span = m_timeline->span()) {
        const RowTest then = RowTest::field(RowField::Time, filter::timeValue(Timestamp(span->from)),
                                            filter::timeValue(Timestamp(span->to)));
        test = test ? then && *test : then;
    }
    m_model->setFilter(test);
    showFilterState();
}

void MainWindow::showFilterState()
{
    const FrameListModel::FilterState state = m_model->filterState();
    const bool hides = m_filter->isLimiting() || m_timeline->span();
    const bool oneOfSeveral = m_shown && m_connections->rowOf(std::nullopt) >= 0;
    // What comes meanwhile is no search, but for a file that is being opened.
    if (state.tested < (m_workspace->loading() ? state.total : std::min(m_searchEnd, state.total)))
        m_list->setEmptyText(tr("Searching…"));
    else if (!hides || state.total == 0)
        m_list->setEmptyText(tr("No rows yet. What is sent and received appears here."));
    else
        m_list->setEmptyText(nothingPasses(m_filter->isLimiting(), spanText(),
                                           oneOfSeveral ? std::nullopt : std::optional(state.tested)),
                             (m_filter->isLimiting() ? tr("Clear the filter (%1)") : tr("Show all times (%1)"))
                                 .arg(keysOf(Command::ClearFilter).toString(QKeySequence::NativeText)));
    // What was looked at stays in sight where it is shown, which may be known later.
    if (m_rowToKeep && (currentRow() || state.tested > m_rowToKeep->value())) {
        int row = m_model->modelRow(*m_rowToKeep);
        if (row < 0 && m_keepsNearest)
            row = m_model->modelRowNear(*m_rowToKeep);
        if (!currentRow() && row >= 0)
            m_list->selectModelRow(row);
        if (currentRow() || !m_keepsNearest || !state.running()) // else one may still come
            m_rowToKeep.reset();
    }
    if (m_rowToGoTo && (!state.running() || state.tested > m_rowToGoTo->value()))
        goTo(*m_rowToGoTo);
    m_filter->setConnection(oneOfSeveral ? std::optional(m_shown->value() + 1) : std::nullopt);
    m_filter->showRows(state.shown, state.total, state.tested, state.undecided, state.failure);
    action(Command::ClearFilter)
        ->setEnabled(m_filter->isLimiting() || !m_filter->text().isEmpty() || m_timeline->span());
}

void MainWindow::addFilterActions(QMenu *menu, RowIndex row, int column)
{
    capture::CaptureReader reader(m_workspace->capture());
    capture::PayloadCursor payloads(m_workspace->capture());
    QString like;
    for (const FieldId field : fieldsOf(column)) {
        like = filter::likeThis({m_workspace->capture(), reader, payloads, row}, field);
        if (!like.isEmpty())
            break;
    }
    ui::addFilterActions(*menu, like, [this, like](bool hide) { m_filter->narrow(like, hide); });
}

} // namespace framescope::ui
