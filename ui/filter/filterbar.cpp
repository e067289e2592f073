#include "ui/filter/filterbar.h"

#include "core/filter/language/likethis.h"
#include "ui/filter/filteredit.h"
#include "ui/support/coretext.h"
#include "ui/support/liststore.h"
#include "ui/support/literaltext.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>

#include "moc_filterbar.cpp"

namespace framescope::ui
{

namespace
{
constexpr int typingMs = 250; ///< nobody wants rows for half a word
constexpr int stateWidth = 230;
constexpr int menuWidth = 320;
constexpr qsizetype maxHistory = 30;
} // namespace

FilterBar::FilterBar(ListStore &history, ListStore &saved, QWidget *parent)
    : QWidget(parent)
    , m_edit(new FilterEdit(this))
    , m_beside(new QStackedWidget(this))
    , m_state(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_clear(new QToolButton(this))
    , m_filters(new QToolButton(this))
    , m_history(history)
    , m_saved(saved)
{
    setObjectName(QStringLiteral("filterBar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_edit, 1);
    auto *chips = new QWidget(this);
    auto *line = new QHBoxLayout(chips);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(4);
    using filter::RowField;
    using filter::RowTest;
    const auto direction = [](Direction d) { return RowTest::field(RowField::Direction, std::uint64_t(d)); };
    addChip(chips, QStringLiteral("↓"), tr("Received"), direction(Direction::In), 0);
    addChip(chips, QStringLiteral("↑"), tr("Sent"), direction(Direction::Out), 0);
    addChip(chips, tr("Data"), tr("Text, binary and continuation frames"), RowTest::field(RowField::Opcode, 0, 7), 1);
    addChip(chips, tr("Control"), tr("Close, ping and pong frames"), RowTest::field(RowField::Opcode, 8, 15), 1);
    addChip(chips, tr("Findings"), tr("Rows of which there is something to say"),
            RowTest::field(RowField::HasFindings, 1), 2);
    m_span = new QToolButton(this);
    m_span->setObjectName(QStringLiteral("filterSpan"));
    m_span->setProperty("part", QStringLiteral("tool"));
    m_span->setCheckable(true); // it looks as the other chips do when they are on
    m_span->setChecked(true);
    m_span->setToolTip(tr("Only rows of this time are shown. Click to show those of all times again."));
    m_span->hide();
    row->addWidget(m_span);
    connect(m_span, &QToolButton::clicked, this, [this] {
        m_span->setChecked(true);
        Q_EMIT spanCleared();
    });
    // Of one width, so that the field does not jump with what is said.
    m_state->setFixedWidth(stateWidth);
    m_state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_state->setObjectName(QStringLiteral("filterState"));
    m_state->setProperty("part", QStringLiteral("muted"));
    m_state->setTextFormat(Qt::PlainText);
    line->addWidget(m_state);
    m_problem->setObjectName(QStringLiteral("filterProblem"));
    m_problem->setProperty("part", QStringLiteral("finding"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_beside->addWidget(chips);
    m_beside->addWidget(m_problem);
    m_beside->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    row->addWidget(m_beside);
    m_clear->setObjectName(QStringLiteral("filterClear"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Show all rows"));
    m_clear->setAccessibleName(tr("Clear the filter"));
    m_filters->setObjectName(QStringLiteral("filterMenuButton"));
    m_filters->setText(tr("Filters ▾"));
    m_filters->setToolTip(tr("Filters that were saved or used before"));
    m_filters->setAccessibleName(tr("Saved and used filters"));
    for (QToolButton *button : {m_clear, m_filters}) {
        button->setProperty("part", QStringLiteral("tool"));
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    // It keeps its place.
    QSizePolicy kept = m_clear->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_clear->setSizePolicy(kept);

    m_soon.setSingleShot(true);
    m_soon.setInterval(typingMs);
    connect(&m_soon, &QTimer::timeout, this, &FilterBar::apply);
    connect(m_edit, &QLineEdit::textChanged, this, &FilterBar::onTextChanged);
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        apply();
        const QString text = m_edit->text().trimmed();
        if (!m_edit->parsed().ok() || text.isEmpty())
            return;
        QStringList list = m_history.load();
        list.removeAll(text);
        list.prepend(text);
        m_history.save(list.mid(0, maxHistory));
        Q_EMIT left();
    });
    connect(m_edit, &FilterEdit::historyRequested, this,
            [this] { filtersMenu()->popup(m_edit->mapToGlobal(QPoint(0, m_edit->height()))); });
    connect(m_filters, &QToolButton::clicked, this, [this] {
        QMenu *const menu = filtersMenu();
        menu->popup(m_filters->mapToGlobal(QPoint(m_filters->width() - menu->sizeHint().width(), m_filters->height())));
    });
    connect(m_edit, &FilterEdit::left, this, &FilterBar::left);
    connect(m_clear, &QToolButton::clicked, this, &FilterBar::clear);
    showState();
}

void FilterBar::addChip(QWidget *chips, const QString &text, const QString &meaning, const filter::RowTest &test,
                        int group)
{
    auto *button = new QToolButton(chips);
    button->setText(text);
    button->setToolTip(meaning);
    button->setAccessibleName(meaning);
    button->setCheckable(true);
    button->setProperty("part", QStringLiteral("chip"));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setObjectName(QStringLiteral("filterChip%1").arg(m_chips.size()));
    chips->layout()->addWidget(button);
    m_chips.push_back({button, test, group});
    connect(button, &QToolButton::toggled, this, [this] {
        m_chipsChanged = true;
        apply();
    });
}

std::optional<filter::RowTest> FilterBar::chipTest() const
{
    std::optional<filter::RowTest> all;
    std::optional<filter::RowTest> group;
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const Chip &chip = m_chips[i];
        if (chip.button->isChecked())
            group = group ? *group || chip.test : chip.test;
        const bool last = i + 1 == m_chips.size() || m_chips[i + 1].group != chip.group;
        if (last && group)
            all = all ? *all && *group : *group;
        if (last)
            group.reset();
    }
    return all;
}

void FilterBar::clear()
{
    for (const Chip &chip : m_chips) {
        const QSignalBlocker quiet(chip.button);
        m_chipsChanged = m_chipsChanged || chip.button->isChecked();
        chip.button->setChecked(false);
    }
    setText({});
    if (!m_span->isHidden())
        Q_EMIT spanCleared();
}

void FilterBar::setSpan(const QString &text)
{
    m_span->setVisible(!text.isEmpty());
    m_span->setText(literalText(text) + QStringLiteral("  ×"));
    m_span->setAccessibleName(tr("Show all times again, not only %1").arg(text));
    showState();
}

QString FilterBar::text() const { return m_edit->text(); }

void FilterBar::setText(const QString &text)
{
    m_edit->setText(text);
    apply();
}

void FilterBar::narrow(const QString &filter, bool without)
{
    setText(filter::combined(m_edit->parsed().ok() ? m_edit->text() : m_applied, filter, without));
}

void FilterBar::focusText()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBar::onTextChanged()
{
    m_soon.start();
    showState();
}

void FilterBar::apply()
{
    m_soon.stop();
    const filter::ParsedFilter &parsed = m_edit->parsed();
    const QString text = m_edit->text().trimmed();
    if (!parsed.ok() || (text == m_applied && !m_chipsChanged))
        return;
    m_applied = text;
    m_chipsChanged = false;
    std::optional<filter::RowTest> test = chipTest();
    if (!text.isEmpty())
        test = test ? *test && parsed.test : parsed.test;
    m_limited = test.has_value();
    m_rows.clear();
    Q_EMIT filterChosen(test);
    showState();
}

void FilterBar::showRows(std::uint64_t shown, std::uint64_t total, std::uint64_t tested, std::uint64_t undecided,
                         const QString &failure)
{
    const QLocale locale;
    QString rows;
    if (!failure.isEmpty()) {
        rows = coreText(failure);
    } else if (shown != total || m_limited || !m_span->isHidden()) {
        rows = tr("%1 of %2 rows").arg(locale.toString(qulonglong(shown)), locale.toString(qulonglong(total)));
        if (tested < total)
            rows += QStringLiteral(" · ") + tr("%1 % searched").arg(tested * 100 / total);
        if (undecided > 0)
            rows += QStringLiteral(" · ") + tr("%1 undecided").arg(locale.toString(qulonglong(undecided)));
    }
    if (rows == m_rows)
        return;
    m_rows = rows;
    showState();
}

void FilterBar::showState()
{
    const std::optional<filter::FilterError> &error = m_edit->parsed().error;
    const auto say = [](QLabel *label, const QString &text, int width) {
        label->setText(label->fontMetrics().elidedText(text, Qt::ElideRight, width));
        label->setToolTip(text);
        label->setAccessibleName(text);
    };
    say(m_state, m_rows, stateWidth);
    say(m_problem, error ? coreText(error->text()) : QString(), m_beside->widget(0)->sizeHint().width());
    m_beside->setCurrentIndex(error ? 1 : 0);
    m_clear->setVisible(m_limited || !m_edit->text().isEmpty() || !m_span->isHidden());
}

QMenu *FilterBar::filtersMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("filtersMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QStringList saved = m_saved.load();
    const QStringList used = m_history.load();
    QAction *const save = menu->addAction(tr("&Save this filter…"));
    save->setEnabled(m_edit->parsed().ok() && !m_edit->text().trimmed().isEmpty());
    connect(save, &QAction::triggered, this, &FilterBar::askForName);
    if (!saved.isEmpty()) {
        QMenu *const remove = menu->addMenu(tr("&Remove a saved filter"));
        for (const QString &entry : saved) {
            connect(remove->addAction(literalText(entry.section(u'\t', 0, 0))), &QAction::triggered, this,
                    [this, entry] {
                        QStringList list = m_saved.load();
                        list.removeAll(entry);
                        m_saved.save(list);
                    });
        }
    }
    addFilters(menu, tr("Saved"), saved);
    addFilters(menu, tr("Used before"), used);
    if (used.isEmpty() && saved.isEmpty())
        menu->addAction(tr("No filter yet: each one you enter is kept here"))->setEnabled(false);
    return menu;
}

void FilterBar::addFilters(QMenu *menu, const QString &heading, const QStringList &entries)
{
    if (entries.isEmpty())
        return;
    menu->addSeparator();
    menu->addAction(heading)->setEnabled(false);
    for (const QString &entry : entries) {
        const QString name = entry.section(u'\t', 0, 0);
        const QString text = entry.section(u'\t', -1);
        QString shown = literalText(fontMetrics().elidedText(name, Qt::ElideMiddle, menuWidth));
        if (name != text) // on the right, where shortcuts stand
            shown += u'\t' + literalText(fontMetrics().elidedText(text, Qt::ElideMiddle, menuWidth));
        connect(menu->addAction(shown), &QAction::triggered, this, [this, text] {
            setText(text);
            m_edit->setFocus();
        });
    }
}

void FilterBar::askForName()
{
    auto *ask = new QInputDialog(this);
    ask->setObjectName(QStringLiteral("filterName"));
    ask->setAttribute(Qt::WA_DeleteOnClose);
    ask->setWindowTitle(tr("Save filter"));
    ask->setLabelText(
        tr("Name of the filter %1").arg(fontMetrics().elidedText(m_edit->text(), Qt::ElideMiddle, menuWidth)));
    ask->setTextValue(m_edit->text().trimmed());
    connect(ask, &QInputDialog::textValueSelected, this, &FilterBar::saveAs);
    ask->open();
}

void FilterBar::saveAs(const QString &name)
{
    const QString filter = m_edit->text().trimmed();
    const QString known = name.simplified().isEmpty() ? filter : name.simplified();
    QStringList list = m_saved.load();
    list.removeIf([&](const QString &entry) { return entry.section(u'\t', 0, 0) == known; });
    list.append(known + u'\t' + filter);
    m_saved.save(list);
}

} // namespace framescope::ui
