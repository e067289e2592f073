#include "ui/marks/commentpopup.h"

#include "core/capture/rownotes.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

#include "moc_commentpopup.cpp"

namespace framescope::ui
{

namespace
{
constexpr int popupWidth = 460;
}

CommentPopup::CommentPopup(const QString &title, const QString &comment, QWidget *parent)
    : QFrame(parent, Qt::Popup), m_edit(new QLineEdit(comment, this)), m_before(m_edit->text().trimmed())
{
    setObjectName(QStringLiteral("commentPopup"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setProperty("part", QStringLiteral("popup"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    auto *label = new QLabel(title, this);
    label->setProperty("part", QStringLiteral("heading"));
    label->setTextFormat(Qt::PlainText);
    column->addWidget(label);
    m_edit->setObjectName(QStringLiteral("commentEdit"));
    m_edit->setAccessibleName(title);
    m_edit->setMaxLength(int(capture::RowNote::maxComment));
    column->addWidget(m_edit);
    auto *help =
        new QLabel(tr("Enter saves it, Esc cancels; an empty one is removed. It is kept with the capture and in "
                      "saved copies, where Wireshark shows it too."),
                   this);
    help->setProperty("part", QStringLiteral("muted"));
    help->setWordWrap(true);
    column->addWidget(help);
    setFocusProxy(m_edit);
    setFixedWidth(popupWidth);
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        m_given = true;
        Q_EMIT entered(m_edit->text().trimmed());
        close();
    });
}

void CommentPopup::openAt(const QPoint &globalPos)
{
    adjustSize();
    const QRect room = screen()->availableGeometry();
    move(std::clamp(globalPos.x(), room.left(), std::max(room.left(), room.right() - width())),
         std::clamp(globalPos.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    show();
    m_edit->setFocus(Qt::PopupFocusReason);
    m_edit->selectAll();
}

void CommentPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QFrame::keyPressEvent(event);
    m_given = true;
    close();
}

void CommentPopup::closeEvent(QCloseEvent *event)
{
    if (const QString comment = m_edit->text().trimmed(); !m_given && comment != m_before) {
        m_given = true;
        Q_EMIT entered(comment);
    }
    QFrame::closeEvent(event);
}

} // namespace framescope::ui
