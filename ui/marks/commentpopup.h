#pragma once

#include <QFrame>

class QLineEdit;

namespace framescope::ui
{

/// A line to comment on a row with, which goes away by itself: Enter or a click elsewhere keeps what was typed, Esc leaves
/// the comment as it was. Deletes itself when it closes.
class CommentPopup : public QFrame
{
    Q_OBJECT
public:
    CommentPopup(const QString &title, const QString &comment, QWidget *parent = nullptr);

    /// Shows it with its upper left corner there, or as near as the screen has room.
    void openAt(const QPoint &globalPos);

Q_SIGNALS:
    void entered(const QString &comment);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    QLineEdit *m_edit;
    const QString m_before;
    bool m_given = false; ///< up, or over
};

} // namespace framescope::ui
