#pragma once

#include "core/filter/rowtest.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QToolButton;

namespace framescope::ui
{

class FilterEdit;
class ListStore;

/// One line that says which rows are shown: chips for what is asked for most, the filter, how many rows they leave, and
/// a button that clears all. What is typed takes effect a moment later, once it can be understood; Enter does so at once
/// and keeps it in the history.
class FilterBar : public QWidget
{
    Q_OBJECT
public:
    /// Lifetime: the store outlives the bar.
    explicit FilterBar(ListStore &history, QWidget *parent = nullptr);

    QString text() const;
    /// Whether rows are chosen, by the text or a chip.
    bool isLimiting() const noexcept { return m_limited; }
    /// Shows all rows.
    void clear();
    /// Takes effect at once where it can be understood.
    void setText(const QString &text);
    void focusText();
    /// What is to be said of the rows: so many of so many are shown, while they are looked for and after.
    void showRows(std::uint64_t shown, std::uint64_t total, std::uint64_t tested, std::uint64_t undecided,
                  const QString &failure);

Q_SIGNALS:
    /// Rows are to be chosen; nothing: all of them.
    void filterChosen(const std::optional<framescope::filter::RowTest> &test);
    /// The list is wanted back.
    void left();

private:
    /// A button beside the field. Of those in one group each adds rows, groups together take some away.
    struct Chip {
        QToolButton *button;
        filter::RowTest test;
        int group;
    };
    void addChip(const QString &text, const QString &meaning, const filter::RowTest &test, int group);
    /// What the chips ask for; nothing when none is on.
    std::optional<filter::RowTest> chipTest() const;
    void onTextChanged();
    void apply();
    void showState();
    void openHistory();

    FilterEdit *m_edit = nullptr;
    QLabel *m_state = nullptr;
    QToolButton *m_clear = nullptr;
    ListStore &m_history;
    std::vector<Chip> m_chips;
    QTimer m_soon;
    QString m_applied; ///< what the list shows now
    bool m_chipsChanged = false;
    QString m_rows; ///< what showRows() said
    bool m_limited = false;
};

} // namespace framescope::ui
