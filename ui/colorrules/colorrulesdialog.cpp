#include "ui/colorrules/colorrulesdialog.h"

#include "core/filter/language/filterparser.h"
#include "ui/filter/filteredit.h"
#include "ui/filter/filterproblem.h"
#include "ui/support/dialogparts.h"
#include "ui/support/icons.h"
#include "ui/support/theme.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <utility>

#include "moc_colorrulesdialog.cpp"

namespace framescope::ui
{

namespace
{
constexpr qsizetype mostRules = 50; ///< each is asked of every row that is painted

/// What is wrong with a rule, or empty. A rule without a filter would colour every row.
QString problemOf(const ColorRule &rule)
{
    if (rule.filter.trimmed().isEmpty())
        return ColorRulesDialog::tr("A rule needs a filter.");
    const auto parsed = filter::parseFilter(rule.filter);
    return parsed.error ? problemSentence(*parsed.error, rule.filter) : QString();
}

/// The grounds of rows are close to that of the window: what shows where they end is the border.
QIcon swatchIcon(const QColor &color, const QColor &border)
{
    QPixmap pixmap(40, 40);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(border, 2));
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(1, 1, 38, 38), 7, 7);
    return QIcon(pixmap);
}
} // namespace

ColorRulesDialog::ColorRulesDialog(const std::vector<ColorRule> &rules, QWidget *parent)
    : QDialog(parent), m_rules(rules)
{
    setObjectName(QStringLiteral("colorRulesDialog"));
    setWindowTitle(tr("Colour rules"));
    resize(760, 520);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(18, 14, 18, 10);
    column->setSpacing(10);
    auto *says =
        new QLabel(tr("Rows that pass a filter get its colour; the first rule that is on and passes wins."), this);
    says->setWordWrap(true);
    says->setProperty("part", QStringLiteral("muted"));
    column->addWidget(says);
    column->addWidget(buildList(), 1);
    column->addWidget(buildEditor());
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addLayout(column, 1);
    whole->addWidget(dialogFooter(m_buttons));
    fill(m_rules.empty() ? -1 : 0);
}

QWidget *ColorRulesDialog::buildList()
{
    auto *area = new QWidget(this);
    auto *row = new QHBoxLayout(area);
    row->setContentsMargins(0, 0, 0, 0);
    m_list = new QTreeWidget(area);
    m_list->setObjectName(QStringLiteral("colorRuleList"));
    m_list->setAccessibleName(windowTitle());
    m_list->setProperty("part", QStringLiteral("columns"));
    m_list->setHeaderLabels({tr("Name"), tr("Filter"), tr("Colour")});
    m_list->setRootIsDecorated(false);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_list->setColumnWidth(0, 200);
    row->addWidget(m_list, 1);
    auto *buttons = new QVBoxLayout;
    const auto add = [&](const char *name, const QString &what, auto press) {
        auto *button = new QToolButton(area);
        button->setObjectName(QLatin1String(name));
        button->setProperty("part", QStringLiteral("button"));
        button->setText(what);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(button, &QToolButton::clicked, this, press);
        buttons->addWidget(button);
        return button;
    };
    m_add = add("colorRuleAdd", tr("Add"), [this] {
        m_rules.push_back({tr("New rule"), QString(), int(m_rules.size()) % Colors::ruleCount, true});
        fill(int(m_rules.size()) - 1);
        m_filter->setFocus();
    });
    m_remove = add("colorRuleRemove", tr("Remove"), [this] {
        const int at = current();
        m_rules.erase(m_rules.begin() + at);
        fill(std::min(at, int(m_rules.size()) - 1));
    });
    m_up = add("colorRuleUp", tr("Move up"), [this] { move(-1); });
    m_down = add("colorRuleDown", tr("Move down"), [this] { move(1); });
    buttons->addStretch(1);
    row->addLayout(buttons);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ColorRulesDialog::showRule);
    connect(m_list, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem *item, int) {
        const int at = m_list->indexOfTopLevelItem(item);
        if (m_filling || at < 0)
            return;
        m_rules[std::size_t(at)].on = item->checkState(0) == Qt::Checked;
        judge();
    });
    return area;
}

QWidget *ColorRulesDialog::buildEditor()
{
    m_editor = new QWidget(this);
    auto *form = new QFormLayout(m_editor);
    form->setContentsMargins(0, 6, 0, 6);
    m_name = new QLineEdit(m_editor);
    m_name->setObjectName(QStringLiteral("colorRuleName"));
    m_name->setMaxLength(80);
    form->addRow(tr("&Name"), m_name);
    m_filter = new FilterEdit(m_editor);
    m_filter->setObjectName(QStringLiteral("colorRuleFilter"));
    m_filter->setAccessibleName(tr("Filter"));
    form->addRow(tr("&Filter"), m_filter);
    m_problem = new QLabel(m_editor);
    m_problem->setObjectName(QStringLiteral("colorRuleProblem"));
    m_problem->setProperty("part", QStringLiteral("finding"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_mend = new QPushButton(m_editor);
    m_mend->setObjectName(QStringLiteral("colorRuleMend"));
    m_mend->setProperty("part", QStringLiteral("small"));
    m_mend->setAutoDefault(false);
    m_mend->setToolTip(tr("Put it in the place of what is wrong (Alt+Enter)"));
    QSizePolicy kept = m_mend->sizePolicy(); // nothing below it moves
    kept.setRetainSizeWhenHidden(true);
    m_mend->setSizePolicy(kept);
    auto *problem = new QHBoxLayout;
    problem->addWidget(m_problem, 1);
    problem->addWidget(m_mend, 0, Qt::AlignVCenter);
    form->addRow(QString(), problem);
    auto *swatches = new QHBoxLayout;
    auto *group = new QButtonGroup(m_editor);
    for (int i = 0; i < Colors::ruleCount; ++i) {
        auto *swatch = new QToolButton(m_editor);
        swatch->setObjectName(QStringLiteral("colorRuleSwatch%1").arg(i));
        swatch->setProperty("part", QStringLiteral("swatch"));
        swatch->setCheckable(true);
        swatch->setToolTip(colorName(i));
        swatch->setAccessibleName(colorName(i));
        group->addButton(swatch, i);
        swatches->addWidget(swatch);
        m_swatches.push_back(swatch);
    }
    swatches->addStretch(1);
    form->addRow(tr("Colour"), swatches);
    connect(m_name, &QLineEdit::textEdited, this, &ColorRulesDialog::change);
    connect(m_filter, &QLineEdit::textChanged, this, &ColorRulesDialog::change);
    connect(group, &QButtonGroup::idClicked, this, &ColorRulesDialog::change);
    connect(m_mend, &QPushButton::clicked, m_filter, &FilterEdit::takeSuggestion);
    connect(m_filter, &FilterEdit::suggestionWanted, m_filter, &FilterEdit::takeSuggestion);
    return m_editor;
}

int ColorRulesDialog::current() const { return m_list->indexOfTopLevelItem(m_list->currentItem()); }

void ColorRulesDialog::paintItem(QTreeWidgetItem *item, const ColorRule &rule)
{
    const Colors &colors = Colors::of(palette());
    item->setText(0, rule.name);
    item->setFont(1, monospaceFont());
    item->setText(2, colorName(rule.color));
    item->setIcon(2, swatchIcon(colors.rules[std::size_t(rule.color)], colors.textMuted));
    item->setCheckState(0, rule.on ? Qt::Checked : Qt::Unchecked);
    const QString problem = problemOf(rule);
    item->setText(1, problem.isEmpty() ? rule.filter : QStringLiteral("▲ ") + rule.filter);
    item->setForeground(1, problem.isEmpty() ? colors.textMain : colors.finding);
    item->setToolTip(1, problem);
}

void ColorRulesDialog::fill(int current)
{
    {
        m_filling = true;
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const ColorRule &rule : m_rules)
            paintItem(new QTreeWidgetItem(m_list), rule);
        m_list->setCurrentItem(m_list->topLevelItem(current));
        m_filling = false;
    }
    showRule();
}

void ColorRulesDialog::showRule()
{
    const int at = current();
    m_filling = true;
    const ColorRule shown = at < 0 ? ColorRule() : m_rules[std::size_t(at)];
    m_name->setText(shown.name);
    m_filter->setText(shown.filter);
    const Colors &colors = Colors::of(palette());
    for (std::size_t i = 0; i < m_swatches.size(); ++i) {
        m_swatches[i]->setIcon(swatchIcon(colors.rules[i], colors.textMuted));
        m_swatches[i]->setChecked(at >= 0 && shown.color == int(i));
    }
    m_filling = false;
    m_editor->setEnabled(at >= 0);
    m_remove->setEnabled(at >= 0);
    m_up->setEnabled(at > 0);
    m_down->setEnabled(at >= 0 && at + 1 < int(m_rules.size()));
    m_add->setEnabled(qsizetype(m_rules.size()) < mostRules);
    judge();
}

void ColorRulesDialog::change()
{
    const int at = current();
    if (m_filling || at < 0)
        return;
    ColorRule &rule = m_rules[std::size_t(at)];
    rule.name = m_name->text();
    rule.filter = m_filter->text().trimmed();
    for (std::size_t i = 0; i < m_swatches.size(); ++i) {
        if (m_swatches[i]->isChecked())
            rule.color = int(i);
    }
    m_filling = true;
    paintItem(m_list->topLevelItem(at), rule);
    m_filling = false;
    judge();
}

void ColorRulesDialog::move(int by)
{
    const int at = current();
    std::swap(m_rules[std::size_t(at)], m_rules[std::size_t(at + by)]);
    fill(at + by);
}

void ColorRulesDialog::judge()
{
    const int at = current();
    const QString problem = at < 0 ? QString() : problemOf(m_rules[std::size_t(at)]);
    m_problem->setText(problem.isEmpty() ? QString() : QStringLiteral("▲ ") + problem);
    const auto &error = m_filter->parsed().error;
    m_mend->setText(error ? mendingText(*error) : QString());
    m_mend->setVisible(!m_mend->text().isEmpty());
    // One that is off waits until it is right.
    const bool good = std::none_of(m_rules.begin(), m_rules.end(),
                                   [](const ColorRule &rule) { return rule.on && !problemOf(rule).isEmpty(); });
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(good);
}

void ColorRulesDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_buttons != nullptr)
        fill(current());
}

} // namespace framescope::ui
