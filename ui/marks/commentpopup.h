#pragma once

#include <QFrame>

class QLineEdit;

namespace framescope::ui
{

/// A line to comment on a row with, which goes away by itself: Enter takes the comment over, Esc and a click elsewhere
/// leave it as it was. Deletes itself when it closes.
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

private:
    QLineEdit *m_edit;
};

} // namespace framescope::ui
