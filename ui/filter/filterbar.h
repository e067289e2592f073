#pragma once

#include "core/filter/rowtest.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QAction;
class QMenu;
class QToolButton;

namespace framescope::ui
{

class FilterEdit;
class FilterProblem;
class ListStore;

/// One line that says which rows are shown: the filter with how many rows it leaves, chips for what is asked for most (in
/// a narrow window a menu of them), a button that shows all rows, and the filters that were saved or used before. What is
/// typed takes effect a moment later, once it can be understood; Enter does so at once and keeps it in the history. What
/// is wrong is told under the field until it is right, and in it while somebody looks elsewhere.
class FilterBar : public QWidget
{
    Q_OBJECT
public:
    /// Of saved filters an entry is the name, a tabulator and the filter. Lifetime: the stores outlive the bar.
    explicit FilterBar(ListStore &history, ListStore &saved, QWidget *parent = nullptr);
    ~FilterBar() override;

    QString text() const;
    /// Whether rows are chosen, by the text or a chip.
    bool isLimiting() const noexcept { return m_limited; }
    /// Shows the rows of all times that no filter hides; the chosen connection stays.
    void clear();
    /// Takes effect at once where it can be understood.
    void setText(const QString &text);
    /// Only rows that this holds for as well, or `without` them. What cannot be understood gives way to the filter that
    /// applies.
    void narrow(const QString &filter, bool without);
    void focusText();
    /// Beside the filter only rows of a span of time are shown: a chip says so, and takes it back. Empty: no such span.
    void setSpan(const QString &text);
    /// The same for the connection with this number, whose rows alone are shown.
    void setConnection(std::optional<std::uint32_t> number);
    /// What is to be said of the rows: so many of so many are shown, while they are looked for and after.
    void showRows(std::uint64_t shown, std::uint64_t total, std::uint64_t tested, std::uint64_t undecided,
                  const QString &failure);

    /// Whatever else hides rows, a small window stays small: the field gives way.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Rows are to be chosen; nothing: all of them.
    void filterChosen(const std::optional<framescope::filter::RowTest> &test);
    /// The span of time is not wanted any more.
    void spanCleared();
    /// Rows of all connections are wanted again.
    void connectionCleared();
    /// The list is wanted back.
    void left();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// A button beside the field. Of those in one group each adds rows, groups together take some away.
    struct Chip {
        QToolButton *button;
        QAction *action; ///< the same in the menu
        filter::RowTest test;
        int group;
    };
    /// A chip that says what else hides rows; a click on it asks to take that back.
    QToolButton *addLimit(const QString &name, const QString &tip);
    void addChip(const QString &text, const QString &meaning, const filter::RowTest &test, int group);
    /// What the chips ask for; nothing when none is on.
    std::optional<filter::RowTest> chipTest() const;
    void onTextChanged();
    void apply();
    void showState();
    void showProblem();
    void takeSuggestion();
    /// Filters that were saved or used, and what can be done with them.
    QMenu *filtersMenu();
    static void addHeading(QMenu *menu, const QString &heading, const QStringList &entries);
    void addFilter(QMenu *menu, const QString &name, const QString &filter);
    void askForName();
    void saveAs(const QString &name);

    FilterEdit *m_edit = nullptr;
    QWidget *m_chipRow = nullptr;
    QToolButton *m_quick = nullptr;    ///< the chips in a narrow window
    QPointer<FilterProblem> m_problem; ///< the window's
    QToolButton *m_clear = nullptr;
    QToolButton *m_filters = nullptr;
    QToolButton *m_span = nullptr;
    QToolButton *m_connection = nullptr;
    ListStore &m_history;
    ListStore &m_saved;
    std::vector<Chip> m_chips;
    QTimer m_soon;
    QString m_applied; ///< what the list shows now
    bool m_chipsChanged = false;
    QString m_rows; ///< what showRows() said
    bool m_limited = false;
};

} // namespace framescope::ui
