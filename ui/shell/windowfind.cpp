// The part of the main window that goes from row to row: to matches, findings and places.

#include "core/filter/rowplace.h"
#include "ui/find/findbar.h"
#include "ui/find/gotodialog.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/payload/payloadpane.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/findsession.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/rowfinder.h"
#include "ui/support/coretext.h"
#include "ui/support/messagebar.h"

#include <QAction>
#include <QLayout>

namespace framescope::ui
{

void MainWindow::buildFind(QWidget *parent)
{
    m_find = new FindBar(FindBar::Of::Rows, parent);
    parent->layout()->addWidget(m_find);
    m_search = new FindSession(this);
}

void MainWindow::setSearched(const capture::Capture *capture)
{
    m_finder->setCapture(capture);
    m_search->setCapture(capture);
}

std::uint64_t MainWindow::shownEnd() const
{
    const int rows = m_model->rowCount();
    return rows == 0 ? 0 : m_model->rowIndexAt(rows - 1).value() + 1;
}

std::uint64_t MainWindow::countedEnd() const
{
    return m_model->frozen() ? shownEnd() : std::numeric_limits<std::uint64_t>::max();
}

void MainWindow::connectFind()
{
    using Toward = FindSession::Toward;
    connect(action(Command::Find), &QAction::triggered, this, [this] {
        if (PayloadPane *payload = m_details->focusedPayload())
            payload->openFind();
        else
            m_find->open();
    });
    connect(action(Command::FindNext), &QAction::triggered, this, [this] { findStep(true); });
    connect(action(Command::FindPrevious), &QAction::triggered, this, [this] { findStep(false); });
    const auto step = [this](Toward toward, bool here) {
        m_searchesOn = toward;
        m_search->step(toward, currentRow(), shownEnd(), here);
        showFindState();
    };
    connect(m_find, &FindBar::nextRequested, this, [step] { step(Toward::Next, false); });
    connect(m_find, &FindBar::previousRequested, this, [step] { step(Toward::Previous, false); });
    connect(m_find, &FindBar::cancelRequested, m_search, &FindSession::cancel);
    connect(m_find, &FindBar::changed, this, [this, step] {
        beginSearch();
        step(Toward::Next, true);
    });
    connect(m_find, &FindBar::closed, this, [this] {
        m_search->setPattern({}, {});
        m_details->setSearched({});
        m_list->setFocus(Qt::OtherFocusReason);
    });
    // Other rows are shown now: they are what is counted.
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_search->pattern())
            return;
        m_find->showNote({});
        beginSearch();
    });
    connect(m_search, &FindSession::found, this, [this](RowIndex row, bool wrapped) {
        m_find->showNote(!wrapped                       ? QString()
                         : m_searchesOn == Toward::Next ? tr("on from the first row")
                                                        : tr("on from the last row"));
        // The keyboard stays where it is: people type on.
        if (const int shown = m_model->modelRow(row); shown >= 0)
            m_list->selectModelRow(shown);
        showFindState();
    });
    connect(m_search, &FindSession::missed, this, [this] {
        m_find->showNote({});
        showFindState();
    });
    connect(m_search, &FindSession::placed, this, [this](RowIndex row, quint64 from, quint64 count, bool inMessage) {
        if (currentRow() == row)
            m_details->selectContent(from, count, inMessage);
    });
}

void MainWindow::beginSearch()
{
    m_search->poll(countedEnd());
    m_search->setPattern(m_find->pattern(), m_model->limit());
    m_details->setSearched(m_find->pattern());
}

void MainWindow::findStep(bool next)
{
    if (PayloadPane *payload = m_details->focusedPayload(); payload != nullptr && payload->finds()) {
        payload->findStep(next);
        return;
    }
    if (!m_find->isVisible() || !m_find->pattern()) {
        m_find->open();
        return;
    }
    m_find->step(next);
}

void MainWindow::showFindState()
{
    m_search->poll(countedEnd());
    if (!m_find->isVisible())
        return;
    const FindSession::State state = m_search->state(currentRow());
    FindCount count;
    count.matches = state.matches;
    count.tested = state.tested;
    count.total = state.brief ? state.tested : state.total;
    count.undecided = state.undecided;
    count.number = state.number;
    count.failure = state.failure;
    count.stepping = m_search->isStepping();
    count.cancelled = state.cancelled;
    m_find->showCount(count);
}

void MainWindow::goToRowDialog()
{
    const QString last =
        m_lastPlace.isEmpty() && currentRow() ? QString::number(currentRow()->value() + 1) : m_lastPlace;
    auto *dialog = new GoToDialog(
        last, [this](const QString &text) { return goToPlace(text); }, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString MainWindow::goToPlace(const QString &text)
{
    const capture::Capture &capture = m_workspace->capture();
    const Result<filter::RowPlace> place = filter::RowPlace::parse(text);
    if (!place)
        return coreText(place.error().message);
    const auto row = place->row(capture);
    if (!row)
        return coreText(row.error().message);
    m_lastPlace = text;
    if (*row) {
        goTo(**row);
        return {};
    }
    const Result<Timestamp> time = place->time(capture, currentRow());
    if (!time)
        return coreText(time.error().message);
    filter::RowTest test = filter::RowPlace::from(*time);
    if (const auto among = m_model->limit())
        test = test && *among;
    m_finder->findNext(test, RowIndex(0), shownEnd(), [this](std::optional<RowIndex> found) {
        if (found)
            goTo(*found);
        else
            m_messages->post({.text = tr("No row shown here is that late."), .key = QStringLiteral("goto")});
    });
    return {};
}

void MainWindow::toFinding(bool next)
{
    using filter::RowField;
    using filter::RowTest;
    RowTest test = RowTest::field(RowField::Severity, static_cast<std::uint64_t>(ws::Severity::Error));
    if (const auto among = m_model->limit())
        test = test && *among;
    const std::optional<RowIndex> current = currentRow();
    const auto go = [this](std::optional<RowIndex> row) {
        if (row)
            goTo(*row);
        else
            m_messages->post({.text = tr("No row shown here has an error."), .key = QStringLiteral("finding")});
    };
    if (next)
        m_finder->findNext(test, current ? *current + 1 : RowIndex(0), shownEnd(), go);
    else
        m_finder->findPrevious(test, current.value_or(RowIndex(0)), shownEnd(), go);
}

} // namespace framescope::ui
