#include "ui/find/gotodialog.h"

#include "ui/support/dialogparts.h"
#include "ui/support/restyle.h"

#include <QDialogButtonBox>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "moc_gotodialog.cpp"

namespace framescope::ui
{

namespace
{
constexpr int firstWidth = 480;
}

GoToDialog::GoToDialog(const QString &text, Go go, QWidget *parent)
    : QDialog(parent), m_go(std::move(go)), m_edit(new QLineEdit(text, this)), m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("goToDialog"));
    setWindowTitle(tr("Go to row or time"));
    auto *inside = new QVBoxLayout;
    inside->setContentsMargins(18, 14, 18, 14);
    inside->setSpacing(8);
    auto *label = new QLabel(tr("&Row number or time"), this);
    label->setBuddy(m_edit);
    inside->addWidget(label);
    m_edit->setObjectName(QStringLiteral("goToEdit"));
    m_edit->selectAll();
    inside->addWidget(m_edit);
    auto *help = new QLabel(tr("Row: 1234\n"
                               "Time after the first row: 12.5s\n"
                               "Time of day: 12:01:03.5 or 2026-11-23 12:01:03\n"
                               "From the selected row: +1.5s or -200ms"),
                            this);
    help->setProperty("part", QStringLiteral("muted"));
    help->setTextFormat(Qt::PlainText);
    help->setWordWrap(true);
    inside->addWidget(help);
    m_problem->setObjectName(QStringLiteral("goToProblem"));
    m_problem->setProperty("part", QStringLiteral("finding"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    inside->addWidget(m_problem);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    QFrame *foot = dialogFooter(buttons);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Go"));
    connect(buttons, &QDialogButtonBox::accepted, this, &GoToDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_problem->hide();
        restyle(m_edit, "invalid", false);
    });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(inside, 1);
    column->addWidget(foot);
    fit();
}

QString GoToDialog::text() const { return m_edit->text(); }

void GoToDialog::fit() { fitDialog(this, firstWidth); }

void GoToDialog::accept()
{
    const QString problem = m_go(m_edit->text());
    if (problem.isEmpty()) {
        QDialog::accept();
        return;
    }
    restyle(m_edit, "invalid", true);
    m_problem->setText(QStringLiteral("▲ ") + problem);
    m_problem->show();
    fit();
    m_edit->setAccessibleDescription(problem);
    m_edit->setFocus();
    m_edit->selectAll();
}

} // namespace framescope::ui
