#include "ui/support/secretedit.h"

#include "ui/support/colors.h"
#include "ui/support/icons.h"

#include <QAction>
#include <QEvent>
#include <QToolButton>

#include "moc_secretedit.cpp"

namespace framescope::ui
{

SecretEdit::SecretEdit(QWidget *parent) : QLineEdit(parent), m_eye(addAction(QIcon(), QLineEdit::TrailingPosition))
{
    setEchoMode(QLineEdit::Password);
    // Neither an input method nor a spelling list may keep it.
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_eye->setObjectName(QStringLiteral("reveal"));
    m_eye->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_R));
    m_eye->setShortcutContext(Qt::WidgetShortcut);
    connect(m_eye, &QAction::triggered, this, [this] { setRevealed(!isRevealed()); });
    for (QToolButton *button : findChildren<QToolButton *>())
        button->setAccessibleName(tr("Reveal"));
    showEye();
}

void SecretEdit::setRevealed(bool revealed)
{
    setEchoMode(revealed ? QLineEdit::Normal : QLineEdit::Password);
    showEye();
}

void SecretEdit::setSecret(const QString &secret)
{
    setRevealed(false);
    setText(secret);
}

void SecretEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_eye != nullptr)
        showEye();
}

void SecretEdit::showEye()
{
    const QString name = isRevealed() ? QStringLiteral("eye-off") : QStringLiteral("eye");
    m_eye->setIcon(icon(name, Colors::of(palette()).textMuted, palette()));
    m_eye->setText(isRevealed() ? tr("Hide (Ctrl+R)") : tr("Reveal (Ctrl+R)"));
    m_eye->setToolTip(m_eye->text());
}

} // namespace framescope::ui
