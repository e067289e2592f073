// The part of the main window that keeps what people note of rows, and colours rows.

#include "core/capture/rownotes.h"
#include "core/filter/language/filterparser.h"
#include "ui/colorrules/colorrulesdialog.h"
#include "ui/frametable/frametableview.h"
#include "ui/marks/commentpopup.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/mainwindow.h"
#include "ui/support/coretext.h"
#include "ui/support/messagebar.h"

#include <QAction>
#include <QLocale>
#include <QMenu>

#include <algorithm>

namespace framescope::ui
{

namespace
{
constexpr int mostAtOnce = 1000; ///< rows that one command marks
}

void MainWindow::connectMarks()
{
    connect(action(Command::Mark), &QAction::triggered, this, &MainWindow::toggleMarks);
    connect(action(Command::Comment), &QAction::triggered, this, &MainWindow::editComment);
    connect(action(Command::NextMarked), &QAction::triggered, this, [this] { toMarked(true); });
    connect(action(Command::PreviousMarked), &QAction::triggered, this, [this] { toMarked(false); });
    // Rows that pass are looked for anew where the filter asks for what has changed, maybe on another thread.
    connect(m_model, &FrameListModel::choosingAnew, this, [this] {
        if (const auto row = currentRow(); row && !m_list->isFollowing()) {
            m_rowToKeep = row;
            m_keepsNearest = true;
        }
    });
    connect(&m_services.settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::ColorRules)
            applyColorRules();
    });
    applyColorRules();
}

void MainWindow::setNotes(const std::vector<RowIndex> &rows, const std::function<void(capture::RowNote &)> &change)
{
    const capture::Capture &capture = m_workspace->capture();
    QString problem;
    for (const RowIndex row : rows) {
        capture::RowNote note = capture.notes().at(row);
        change(note);
        if (const Result<void> kept = capture.notes().set(row, capture.row(row), note); !kept)
            problem = coreText(kept.error().message);
    }
    if (!problem.isEmpty())
        m_messages->post(
            {.kind = Message::Kind::Warning,
             .text = tr("Marks and comments are kept in this window only: %1. Save a copy of the capture to "
                        "keep them.")
                         .arg(problem),
             .key = QStringLiteral("notes"),
             .actions = {{tr("Save capture as…"), [this] { saveAsDialog(); }}}});
    // A filter may ask for notes: where the row is gone, the one that took its place is selected. Rows that are looked
    // for on another thread come later.
    const std::optional<RowIndex> current = currentRow();
    const int place = m_list->currentIndex().row();
    m_model->poll();
    if (current && m_list->currentRow() != current && m_model->rowCount() > 0 &&
        m_model->filterState().tested > current->value()) {
        const int row = m_model->modelRow(*current);
        m_list->selectModelRow(row >= 0 ? row : std::clamp(place, 0, m_model->rowCount() - 1));
    }
    m_details->reloadNotes();
}

void MainWindow::toggleMarks()
{
    const capture::RowNotes &notes = m_workspace->capture().notes();
    std::vector<RowIndex> rows;
    for (const int row : m_list->selectedModelRows(mostAtOnce))
        rows.push_back(m_model->rowIndexAt(row));
    if (rows.empty())
        return;
    const bool all = std::all_of(rows.begin(), rows.end(), [&](RowIndex row) { return notes.at(row).marked; });
    if (m_list->selectedRowCount() > mostAtOnce)
        m_messages->post(
            {.text = tr("Only the first %1 of the selected rows were changed.").arg(QLocale().toString(mostAtOnce)),
             .key = QStringLiteral("marked")});
    setNotes(rows, [all](capture::RowNote &note) { note.marked = !all; });
}

void MainWindow::editComment()
{
    const std::optional<RowIndex> row = currentRow();
    if (!row)
        return;
    const QString title = tr("Comment on row %1").arg(QLocale().toString(qulonglong(row->value() + 1)));
    auto *popup = new CommentPopup(title, m_workspace->capture().notes().at(*row).comment, this);
    // Another capture may take this one's place while it is open.
    connect(popup, &CommentPopup::entered, this,
            [this, row = *row, capture = &m_workspace->capture()](const QString &comment) {
                if (capture == &m_workspace->capture())
                    setNotes({row}, [&](capture::RowNote &note) { note.comment = comment; });
            });
    const QRect at = m_list->visualRect(m_model->index(m_list->currentIndex().row(), FrameListModel::Preview));
    const QRect inside = at.isEmpty() ? m_list->viewport()->rect() : at & m_list->viewport()->rect();
    popup->openAt(m_list->viewport()->mapToGlobal(inside.isEmpty() ? QPoint(0, 0) : inside.bottomLeft()));
}

void MainWindow::toMarked(bool next)
{
    std::vector<RowIndex> rows;
    for (const auto &[row, note] : m_workspace->capture().notes().all()) {
        if (!note.isEmpty() && m_model->modelRow(row) >= 0)
            rows.push_back(row);
    }
    if (rows.empty()) {
        m_messages->post(
            {.text = tr("No row shown here is marked or has a comment."), .key = QStringLiteral("marked")});
        return;
    }
    const std::optional<RowIndex> current = currentRow();
    if (next) {
        const auto after = current ? std::upper_bound(rows.begin(), rows.end(), *current) : rows.begin();
        goTo(after == rows.end() ? rows.front() : *after);
    } else {
        const auto at = current ? std::lower_bound(rows.begin(), rows.end(), *current) : rows.end();
        goTo(at == rows.begin() ? rows.back() : *(at - 1));
    }
}

void MainWindow::addNoteActions(QMenu *menu)
{
    menu->addAction(action(Command::Mark));
    menu->addAction(action(Command::Comment));
}

void MainWindow::applyColorRules()
{
    std::vector<RowColors::Rule> tests;
    for (const ColorRule &rule : colorRulesFrom(m_services.settings.list(Setting::ColorRules))) {
        if (!rule.on)
            continue;
        if (const auto parsed = filter::parseFilter(rule.filter); parsed.ok() && !rule.filter.trimmed().isEmpty())
            tests.emplace_back(parsed.test, rule.color);
    }
    m_model->setColorRules(std::move(tests));
}

void MainWindow::editColorRules()
{
    auto *dialog = new ColorRulesDialog(colorRulesFrom(m_services.settings.list(Setting::ColorRules)), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_services.settings.set(Setting::ColorRules, toSettings(dialog->rules())); });
    dialog->open();
}

} // namespace framescope::ui
