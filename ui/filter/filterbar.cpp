#include "ui/filter/filterbar.h"

#include "ui/filter/filteredit.h"
#include "ui/support/colors.h"
#include "ui/support/icons.h"
#include "ui/support/liststore.h"
#include "ui/support/literaltext.h"
#include "ui/support/restyle.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include "moc_filterbar.cpp"

namespace framescope::ui
{

namespace
{
constexpr int typingMs = 250; ///< nobody wants rows for half a word
constexpr int stateWidth = 320;
constexpr qsizetype maxHistory = 30;
} // namespace

FilterBar::FilterBar(ListStore &history, QWidget *parent)
    : QWidget(parent)
    , m_edit(new FilterEdit(this))
    , m_state(new QLabel(this))
    , m_clear(new QToolButton(this))
    , m_history(history)
{
    setObjectName(QStringLiteral("filterBar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_edit, 1);
    using filter::RowField;
    using filter::RowTest;
    const auto direction = [](Direction d) { return RowTest::field(RowField::Direction, std::uint64_t(d)); };
    addChip(QStringLiteral("↓"), tr("Received"), direction(Direction::In), 0);
    addChip(QStringLiteral("↑"), tr("Sent"), direction(Direction::Out), 0);
    addChip(tr("Data"), tr("Text, binary and continuation frames"), RowTest::field(RowField::Opcode, 0, 7), 1);
    addChip(tr("Control"), tr("Close, ping and pong frames"), RowTest::field(RowField::Opcode, 8, 15), 1);
    addChip(tr("Findings"), tr("Rows of which there is something to say"), RowTest::field(RowField::HasFindings, 1), 2);
    // Of one width, so that the field does not jump with what is said.
    m_state->setFixedWidth(stateWidth);
    m_state->setObjectName(QStringLiteral("filterState"));
    m_state->setTextFormat(Qt::PlainText);
    row->addWidget(m_state);
    m_clear->setObjectName(QStringLiteral("filterClear"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Show all rows"));
    m_clear->setAccessibleName(tr("Clear the filter"));
    m_clear->setAutoRaise(true);
    row->addWidget(m_clear);

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
    connect(m_edit, &FilterEdit::historyRequested, this, &FilterBar::openHistory);
    connect(m_edit, &FilterEdit::left, this, &FilterBar::left);
    connect(m_clear, &QToolButton::clicked, this, &FilterBar::clear);
    showState();
}

void FilterBar::addChip(const QString &text, const QString &meaning, const filter::RowTest &test, int group)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(meaning);
    button->setAccessibleName(meaning);
    button->setCheckable(true);
    button->setProperty("part", QStringLiteral("tool"));
    button->setObjectName(QStringLiteral("filterChip%1").arg(m_chips.size()));
    layout()->addWidget(button);
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
}

QString FilterBar::text() const { return m_edit->text(); }

void FilterBar::setText(const QString &text)
{
    m_edit->setText(text);
    apply();
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
        rows = failure;
    } else if (shown != total || m_limited) {
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
    const QString said = error ? error->text() : m_rows;
    restyle(m_state, "problem", error.has_value());
    m_state->setText(m_state->fontMetrics().elidedText(said, Qt::ElideRight, m_state->width()));
    m_state->setToolTip(said);
    m_state->setAccessibleName(said);
    m_clear->setVisible(m_limited || !m_edit->text().isEmpty());
}

void FilterBar::openHistory()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("filterHistoryMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QStringList filters = m_history.load();
    for (const QString &each : filters) {
        QAction *action =
            menu->addAction(literalText(fontMetrics().elidedText(each, Qt::ElideMiddle, m_edit->width())));
        connect(action, &QAction::triggered, this, [this, each] {
            setText(each);
            m_edit->setFocus();
        });
    }
    if (filters.isEmpty())
        menu->addAction(tr("No filter yet: each one you enter is kept here"))->setEnabled(false);
    menu->popup(m_edit->mapToGlobal(QPoint(0, m_edit->height())));
}

} // namespace framescope::ui
