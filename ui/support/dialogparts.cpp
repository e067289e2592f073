#include "ui/support/dialogparts.h"

#include "ui/support/restyle.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFrame>
#include <QIcon>
#include <QLabel>
#include <QLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Dialogs)
};
} // namespace

QFrame *dialogFooter(QDialogButtonBox *buttons, QWidget *above)
{
    const std::pair<QDialogButtonBox::StandardButton, QString> names[] = {
        {QDialogButtonBox::Ok, Text::tr("OK")},
        {QDialogButtonBox::Cancel, Text::tr("Cancel")},
        {QDialogButtonBox::Close, Text::tr("Close")},
        {QDialogButtonBox::RestoreDefaults, Text::tr("Restore defaults")}};
    for (const auto &[which, text] : names) {
        if (QPushButton *button = buttons->button(which)) {
            button->setText(text);
            button->setIcon(QIcon());
        }
    }
    if (QPushButton *accept = buttons->button(QDialogButtonBox::Ok))
        restyle(accept, "part", QStringLiteral("primary"));
    auto *bar = new QFrame(buttons->parentWidget());
    bar->setProperty("part", QStringLiteral("buttons"));
    auto *column = new QVBoxLayout(bar);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    if (above != nullptr)
        column->addWidget(above);
    column->addWidget(buttons);
    return bar;
}

QLabel *pageHeading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("part", QStringLiteral("heading"));
    QFont large = label->font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    label->setFont(large);
    return label;
}

void fitDialog(QDialog *dialog, int width)
{
    // The style sheet makes controls higher, and counts only once they are polished.
    dialog->ensurePolished();
    for (const QWidget *child : dialog->findChildren<QWidget *>())
        child->ensurePolished();
    QLayout *layout = dialog->layout();
    layout->invalidate();
    layout->activate();
    const int across = std::max(width, layout->totalMinimumSize().width());
    const int needed =
        layout->hasHeightForWidth() ? layout->totalHeightForWidth(across) : layout->totalSizeHint().height();
    dialog->resize(across, dialog->isVisible() ? std::max(dialog->height(), needed) : needed);
}

} // namespace framescope::ui
