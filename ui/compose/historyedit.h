#pragma once

#include <QPlainTextEdit>

namespace framescope::ui
{

/// A plain text editor in which Up on the first line and Down on the last recall what was sent before.
/// Its text is exactly what stands in it: no-break spaces stay, and Shift+Enter gives a line feed like Enter.
class HistoryEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit HistoryEdit(QWidget *parent = nullptr);

    /// The text with LF between lines. QPlainTextEdit::toPlainText() would turn U+00A0 into a space.
    QString exactText() const;
    /// Underlines what is wrong, from this place on; size 0 takes the mark away.
    void markProblem(qsizetype position, qsizetype size);

Q_SIGNALS:
    void recallRequested(bool older);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace framescope::ui
