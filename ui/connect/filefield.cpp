#include "ui/connect/filefield.h"

#include "ui/support/restyle.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include "moc_filefield.cpp"

namespace framescope::ui
{

FileField::FileField(const QString &name, const QString &accessible, const QString &placeholder, const QString &filter,
                     QWidget *parent)
    : QWidget(parent), m_edit(new QLineEdit(this)), m_title(accessible), m_filter(filter)
{
    m_edit->setObjectName(name);
    m_edit->setAccessibleName(accessible);
    m_edit->setPlaceholderText(placeholder);
    auto *button = new QPushButton(tr("Choose…"), this);
    button->setObjectName(name + QStringLiteral("Choose"));
    button->setAccessibleName(tr("Choose: %1").arg(accessible));
    button->setAutoDefault(false);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    line->addWidget(m_edit, 1);
    line->addWidget(button);
    setFocusProxy(m_edit);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        restyle(m_edit, "invalid", !problem().isEmpty());
        Q_EMIT changed();
    });
    connect(button, &QPushButton::clicked, this, &FileField::choose);
}

QString FileField::path() const { return m_edit->text().trimmed(); }
void FileField::setPath(const QString &path) { m_edit->setText(path); }

QString FileField::problem() const
{
    const QFileInfo file(path());
    if (path().isEmpty())
        return {};
    if (!file.exists())
        return tr("There is no file %1.").arg(path());
    if (!file.isFile())
        return tr("%1 is not a file.").arg(path());
    if (!file.isReadable())
        return tr("%1 may not be read by you.").arg(path());
    return {};
}

void FileField::choose()
{
    auto *dialog = new QFileDialog(this, m_title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({m_filter, tr("All files (*)")});
    if (!path().isEmpty())
        dialog->setDirectory(QFileInfo(path()).absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, &FileField::setPath);
    dialog->open();
}

} // namespace framescope::ui
