#include "ui/shell/preferencesdialog.h"

#include "ui/support/datafonts.h"
#include "ui/support/dialogparts.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "moc_preferencesdialog.cpp"

namespace framescope::ui
{

namespace
{
constexpr PreferencePage pages[] = {PreferencePage::Appearance, PreferencePage::FrameList, PreferencePage::Recording,
                                    PreferencePage::Privacy};

QLabel *helpLabel(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("part", QStringLiteral("muted"));
    return label;
}

template <typename Control> Control *named(Control *control, const Preference &preference)
{
    control->setObjectName(QStringLiteral("preference%1").arg(int(preference.setting)));
    control->setAccessibleName(preferenceText(preference.label));
    control->setAccessibleDescription(preferenceText(preference.help));
    return control;
}
} // namespace

PreferencesDialog::PreferencesDialog(Settings &settings, QWidget *parent)
    : QDialog(parent), m_settings(settings), m_pages(new QListWidget(this)), m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("preferences"));
    setWindowTitle(tr("Preferences"));
    m_pages->setObjectName(QStringLiteral("preferencePages"));
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->setProperty("part", QStringLiteral("pages"));
    m_pages->setFixedWidth(150);
    for (const PreferencePage page : pages)
        addPage(page);
    connect(m_pages, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::RestoreDefaults | QDialogButtonBox::Close);
    QFrame *bar = dialogFooter(buttons);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this,
            &PreferencesDialog::restoreDefaults);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *across = new QHBoxLayout;
    across->setSpacing(0);
    across->addWidget(m_pages);
    across->addWidget(m_stack, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(across, 1);
    column->addWidget(bar);
    resize(680, 560);
    m_pages->setCurrentRow(0);
    connect(&m_settings, &Settings::changed, this, [this](Setting setting) {
        if (const auto show = m_show.find(setting); show != m_show.end())
            show->second();
    });
}

void PreferencesDialog::setCurrentPage(PreferencePage page) { m_pages->setCurrentRow(int(page)); }

void PreferencesDialog::restoreDefaults()
{
    for (const Preference &preference : allPreferences())
        m_settings.reset(preference.setting);
}

void PreferencesDialog::addPage(PreferencePage page)
{
    new QListWidgetItem(titleOf(page), m_pages);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(4);
    column->addWidget(pageHeading(titleOf(page)));
    column->addSpacing(8);
    for (const Preference &preference : allPreferences()) {
        if (preference.page != page)
            continue;
        QWidget *control = makeControl(preference);
        m_show.at(preference.setting)();
        if (preference.kind != Preference::Kind::Flag) { // whose box says what it is
            auto *label = new QLabel(preferenceText(preference.label));
            label->setTextFormat(Qt::PlainText);
            label->setBuddy(control);
            column->addWidget(label);
        }
        column->addWidget(control);
        if (qstrlen(preference.help) > 0)
            column->addWidget(helpLabel(preferenceText(preference.help)));
        column->addSpacing(10);
    }
    column->addStretch(1);
    auto *scroll = new QScrollArea; // a low window scrolls; nothing is cut
    scroll->setProperty("part", QStringLiteral("pages"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    m_stack->addWidget(scroll);
}

QWidget *PreferencesDialog::makeControl(const Preference &preference)
{
    switch (preference.kind) {
    case Preference::Kind::Choice:
        return makeChoice(preference);
    case Preference::Kind::Number:
        return makeNumber(preference);
    case Preference::Kind::Flag:
        return makeFlag(preference);
    case Preference::Kind::Font:
        return makeFont(preference);
    case Preference::Kind::Folder:
        return makeFolder(preference);
    }
    return nullptr;
}

QWidget *PreferencesDialog::makeChoice(const Preference &preference)
{
    const Setting setting = preference.setting;
    auto *box = named(new QComboBox, preference);
    for (const PreferenceChoice &choice : preferenceChoices(setting))
        box->addItem(choice.text, choice.value);
    m_show[setting] = [this, box, setting] {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(std::max(0, box->findData(m_settings.text(setting))));
    };
    connect(box, &QComboBox::currentIndexChanged, this,
            [this, box, setting] { m_settings.set(setting, box->currentData()); });
    return box;
}

QWidget *PreferencesDialog::makeNumber(const Preference &preference)
{
    const Setting setting = preference.setting;
    const int least = preference.least;
    auto *box = named(new QSpinBox, preference);
    // Where 0 has a name of its own and is no number of the range, it stands one below.
    const bool zeroApart = qstrlen(preference.zero) > 0 && least > 0;
    box->setRange(zeroApart ? least - 1 : least, preference.most);
    box->setSpecialValueText(preferenceText(preference.zero));
    box->setSuffix(preferenceText(preference.unit));
    box->setGroupSeparatorShown(true);
    if (preference.most > 1000)
        box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_show[setting] = [this, box, setting, zeroApart] {
        const QSignalBlocker quiet(box);
        const int value = m_settings.number(setting);
        box->setValue(zeroApart && value == 0 ? box->minimum() : value);
    };
    const auto write = [this, box, setting, zeroApart, least] {
        m_settings.set(setting, zeroApart && box->value() < least ? 0 : box->value());
    };
    // On its way to 100 a number is 1 and 10: a recording that goes by those would drop files that were to be kept.
    if (preference.page == PreferencePage::Recording)
        connect(box, &QSpinBox::editingFinished, this, write);
    else
        connect(box, &QSpinBox::valueChanged, this, write);
    return box;
}

QWidget *PreferencesDialog::makeFlag(const Preference &preference)
{
    const Setting setting = preference.setting;
    auto *box = named(new QCheckBox(preferenceText(preference.label)), preference);
    m_show[setting] = [this, box, setting] {
        const QSignalBlocker quiet(box);
        box->setChecked(m_settings.flag(setting));
    };
    connect(box, &QCheckBox::toggled, this, [this, setting](bool on) { m_settings.set(setting, on); });
    return box;
}

QWidget *PreferencesDialog::makeFont(const Preference &preference)
{
    const Setting setting = preference.setting;
    auto *box = named(new QComboBox, preference);
    const auto add = [box](const QString &family) {
        box->addItem(family, family);
        box->setItemData(box->count() - 1, QFont(family), Qt::FontRole);
    };
    box->addItem(preferenceText(preference.zero), QString());
    for (const QString &family : dataFonts())
        add(family);
    m_show[setting] = [this, box, setting, add] {
        const QSignalBlocker quiet(box);
        const QString family = m_settings.text(setting);
        if (box->findData(family) < 0)
            add(family); // chosen by another version, or gone since
        box->setCurrentIndex(box->findData(family));
    };
    connect(box, &QComboBox::currentIndexChanged, this,
            [this, box, setting] { m_settings.set(setting, box->currentData().toString()); });
    return box;
}

QWidget *PreferencesDialog::makeFolder(const Preference &preference)
{
    const Setting setting = preference.setting;
    auto *both = new QWidget;
    auto *line = new QHBoxLayout(both);
    line->setContentsMargins(0, 0, 0, 0);
    auto *edit = named(new QLineEdit, preference);
    edit->setPlaceholderText(tr("the program's own folder"));
    auto *choose = new QPushButton(tr("Choose…"));
    choose->setObjectName(edit->objectName() + QStringLiteral("Choose"));
    choose->setAccessibleName(tr("Choose a folder"));
    choose->setAutoDefault(false);
    line->addWidget(edit, 1);
    line->addWidget(choose);
    both->setFocusProxy(edit);
    m_show[setting] = [this, edit, setting] {
        if (edit->text() != m_settings.text(setting))
            edit->setText(m_settings.text(setting));
    };
    connect(edit, &QLineEdit::editingFinished, this, [this, edit, setting] {
        const QString path = edit->text().trimmed();
        const bool usable =
            path.isEmpty() || (QDir::isAbsolutePath(path) && QDir().mkpath(path) && QFileInfo(path).isWritable());
        restyle(edit, "invalid", !usable);
        edit->setToolTip(usable ? QString() : tr("Nothing can be written there. The folder is the one before."));
        if (usable)
            m_settings.set(setting, path);
    });
    connect(choose, &QPushButton::clicked, this, [this, setting] {
        const QString path = QFileDialog::getExistingDirectory(this, tr("Capture folder"), m_settings.text(setting));
        if (!path.isEmpty())
            m_settings.set(setting, path);
    });
    return both;
}

} // namespace framescope::ui
