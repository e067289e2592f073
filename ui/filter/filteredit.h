#pragma once

#include "core/filter/language/filterparser.h"

#include <QLineEdit>

class QCompleter;
class QLabel;
class QStandardItemModel;

namespace framescope::ui
{

/// The field for a filter: green when it is understood, red with a line under the wrong place when not, and while
/// somebody types the fields, operators and values that fit.
class FilterEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterEdit(QWidget *parent = nullptr);

    /// What the text means.
    const filter::ParsedFilter &parsed() const noexcept { return m_parsed; }
    /// Whether completions are offered.
    bool isCompleting() const;
    void stopCompleting();
    /// Puts what was probably meant in the place of what is wrong; nothing where nothing is suggested.
    void takeSuggestion();
    /// What is to be said of the rows, or a problem of the filter, at the end of the field; a part of it where the field
    /// is narrow.
    void setState(const QString &state, bool problem = false);

Q_SIGNALS:
    void historyRequested();
    /// Escape: with an open list of completions it only closes that.
    void left();
    /// What was probably meant is wanted in the place of what is wrong: Alt+Enter.
    void suggestionWanted();
    void completionsClosed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void judge();
    void mark();
    void offerCompletions();
    void placeState();
    void complete(const QString &text);

    QLabel *m_stateLabel;
    QString m_state;
    QCompleter *m_completer;
    QStandardItemModel *m_candidates;
    filter::ParsedFilter m_parsed;
    qsizetype m_completeAt = 0; ///< what a completion takes the place of
    qsizetype m_completeSize = 0;
};

} // namespace framescope::ui
