#include "ui/connect/optionspage.h"

#include "ui/support/dialogparts.h"
#include "ui/support/secretedit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

#include "moc_optionspage.cpp"

namespace framescope::ui
{

namespace
{
constexpr int fieldWidth = 140; ///< of numbers, and of choices at least

QLabel *plainLabel(const QString &text, const QString &part, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("part", part);
    return label;
}
} // namespace

OptionsPage::OptionsPage(const QString &title, const QString &help, QWidget *parent)
    : QWidget(parent), m_title(title), m_column(new QVBoxLayout(this))
{
    setAccessibleName(title);
    m_column->setContentsMargins(18, 14, 18, 12);
    m_column->setSpacing(8);
    m_column->addWidget(pageHeading(title, this));
    m_column->addWidget(plainLabel(help, QStringLiteral("muted"), this));
    m_column->addSpacing(4);
}

QFormLayout *OptionsPage::addForm()
{
    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(12);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_column->addLayout(form);
    return form;
}

void OptionsPage::alignForms()
{
    QList<QWidget *> labels;
    int widest = 0;
    for (const QFormLayout *form : findChildren<QFormLayout *>()) {
        for (int row = 0; row < form->rowCount(); ++row) {
            const QLayoutItem *item = form->itemAt(row, QFormLayout::LabelRole);
            if (item == nullptr || item->widget() == nullptr)
                continue;
            labels.append(item->widget());
            widest = std::max(widest, item->widget()->sizeHint().width());
        }
    }
    for (QWidget *label : labels)
        label->setMinimumWidth(widest);
}

void OptionsPage::addHeading(const QString &text)
{
    m_column->addSpacing(4);
    m_column->addWidget(plainLabel(text, QStringLiteral("section"), this));
}

QLineEdit *OptionsPage::lineEdit(const char *name, const QString &accessible, const QString &placeholder)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(accessible);
    edit->setPlaceholderText(placeholder);
    connect(edit, &QLineEdit::textChanged, this, &OptionsPage::changed);
    return edit;
}

QLineEdit *OptionsPage::secretEdit(const char *name, const QString &accessible)
{
    auto *edit = new SecretEdit(this);
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(accessible);
    connect(edit, &QLineEdit::textChanged, this, &OptionsPage::changed);
    return edit;
}

QCheckBox *OptionsPage::checkBox(const char *name, const QString &text)
{
    auto *box = new QCheckBox(text, this);
    box->setObjectName(QLatin1String(name));
    connect(box, &QCheckBox::toggled, this, &OptionsPage::changed);
    return box;
}

QComboBox *OptionsPage::comboBox(const char *name, const QString &accessible,
                                 std::initializer_list<std::pair<QString, int>> items)
{
    auto *box = new QComboBox(this);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(accessible);
    box->setMinimumWidth(fieldWidth);
    for (const auto &[text, data] : items)
        box->addItem(text, data);
    connect(box, &QComboBox::currentIndexChanged, this, &OptionsPage::changed);
    return box;
}

QSpinBox *OptionsPage::spinBox(const char *name, const QString &accessible, int from, int to, const QString &suffix)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(accessible);
    box->setRange(from, to);
    box->setGroupSeparatorShown(true);
    box->setSuffix(suffix);
    box->setFixedWidth(fieldWidth);
    connect(box, &QSpinBox::valueChanged, this, &OptionsPage::changed);
    return box;
}

QLabel *OptionsPage::helpLabel(const char *name, const QString &text)
{
    auto *label = plainLabel(text, QStringLiteral("muted"), this);
    label->setObjectName(QLatin1String(name));
    QSizePolicy wide(QSizePolicy::Expanding, QSizePolicy::Preferred); // a form would wrap it early
    wide.setHeightForWidth(true);
    label->setSizePolicy(wide);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop); // close to the control it is about
    return label;
}

void selectData(QComboBox *box, int data) { box->setCurrentIndex(box->findData(data)); }

} // namespace framescope::ui
