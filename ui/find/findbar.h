#pragma once

#include "core/filter/findpattern.h"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace framescope::ui
{

/// What is to be said of a search.
struct FindCount {
    std::uint64_t matches = 0;             ///< rows that match, or places in one payload
    std::uint64_t tested = 0, total = 0;   ///< rows or octets
    std::uint64_t undecided = 0;           ///< rows that would have taken too long
    std::optional<std::uint64_t> number{}; ///< which of the matches is selected, from 1
    QString failure{};                     ///< why it ended early, or empty
    bool stepping = false;                 ///< the next match is being looked for
    bool cancelled = false;
};

/// One line that looks for something without hiding anything: what, as what and where; next and previous; which match of
/// how many this is. Typing looks for the first match from where one is.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    enum class Of : std::uint8_t {
        Rows,    ///< of a capture: payloads or headers
        Payload, ///< one
    };

    explicit FindBar(Of of, QWidget *parent = nullptr);

    /// What was entered, understood; nothing while it is empty or wrong.
    const std::optional<filter::FindPattern> &pattern() const noexcept { return m_parsed.pattern; }
    /// Shows the bar, with all that was entered before selected, and takes the keyboard.
    void open();
    void close();
    void setText(const QString &text);
    /// Asks for the next match or the one before; but what was typed just now is looked for first, from where one is.
    void step(bool next);

    void showCount(const FindCount &count);
    /// A word about the last step ("Round to the first row"), until the next one.
    void showNote(const QString &note);

Q_SIGNALS:
    /// Something else is looked for; see pattern().
    void changed();
    void nextRequested();
    void previousRequested();
    void cancelRequested();
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *addButton(const QString &name, const QString &what);
    void paintIcons();
    void parse();
    /// False when nothing else is looked for.
    bool apply();
    void showState();

    Of m_of;
    QLineEdit *m_edit;
    QComboBox *m_form;
    QComboBox *m_where;
    QToolButton *m_case;
    QToolButton *m_previous;
    QToolButton *m_next;
    QLabel *m_state;
    QToolButton *m_stop;
    QToolButton *m_close = nullptr;
    QTimer m_soon;
    filter::FindText m_applied;
    filter::ParsedFind m_parsed;
    FindCount m_count;
    QString m_note;
};

} // namespace framescope::ui
