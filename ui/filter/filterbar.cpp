#include "ui/filter/filterbar.h"

#include "core/filter/language/likethis.h"
#include "ui/filter/filteredit.h"
#include "ui/filter/filterproblem.h"
#include "ui/support/coretext.h"
#include "ui/support/liststore.h"
#include "ui/support/literaltext.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLocale>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

#include "moc_filterbar.cpp"

namespace framescope::ui
{

namespace
{
constexpr int typingMs = 250; ///< nobody wants rows for half a word
constexpr int narrowestField = 320;
constexpr int narrowestBar = 680;
/// In a narrower one the chips are a menu.
constexpr int narrowBar = 900;
constexpr int menuWidth = 320;
constexpr qsizetype maxHistory = 30;

/// Of an entry of the saved ones: what stands before its first tab.
QString savedName(const QString &entry) { return entry.section(u'\t', 0, 0); }
QString savedFilter(const QString &entry) { return entry.section(u'\t', 1); }

/// Of a name or a filter, in a menu: behind a tab its second column would begin.
QString menuText(const QString &text, const QFontMetrics &metrics)
{
    return literalText(metrics.elidedText(text.simplified(), Qt::ElideMiddle, menuWidth));
}
} // namespace

FilterBar::FilterBar(ListStore &history, ListStore &saved, QWidget *parent)
    : QWidget(parent)
    , m_edit(new FilterEdit(this))
    , m_chipRow(new QWidget(this))
    , m_quick(new QToolButton(this))
    , m_problem(new FilterProblem(m_edit))
    , m_clear(new QToolButton(this))
    , m_filters(new QToolButton(this))
    , m_history(history)
    , m_saved(saved)
{
    setObjectName(QStringLiteral("filterBar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    m_edit->setMinimumWidth(narrowestField);
    m_edit->installEventFilter(this);
    row->addWidget(m_edit, 1);
    m_connection =
        addLimit(QStringLiteral("filterConnection"),
                 tr("Only rows of this connection are shown. Click to show those of all connections again."));
    connect(m_connection, &QToolButton::clicked, this, &FilterBar::connectionCleared);
    m_span = addLimit(QStringLiteral("filterSpan"),
                      tr("Only rows of this time are shown. Click to show those of all times again."));
    connect(m_span, &QToolButton::clicked, this, &FilterBar::spanCleared);
    auto *line = new QHBoxLayout(m_chipRow);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(4);
    row->addWidget(m_chipRow);
    m_quick->setObjectName(QStringLiteral("filterQuick"));
    m_quick->setPopupMode(QToolButton::InstantPopup);
    m_quick->setMenu(new QMenu(m_quick));
    m_quick->setToolTip(tr("Received or sent, data or control, findings"));
    m_quick->hide();
    using filter::RowField;
    using filter::RowTest;
    const auto direction = [](Direction d) { return RowTest::field(RowField::Direction, std::uint64_t(d)); };
    addChip(tr("↓ Received"), tr("Received rows"), direction(Direction::In), 0);
    addChip(tr("↑ Sent"), tr("Sent rows"), direction(Direction::Out), 0);
    addChip(tr("Data"), tr("Text, binary and continuation frames"), RowTest::field(RowField::Opcode, 0, 7), 1);
    addChip(tr("Control"), tr("Close, ping and pong frames"), RowTest::field(RowField::Opcode, 8, 15), 1);
    addChip(tr("Findings"), tr("Rows of which there is something to say"), RowTest::field(RowField::HasFindings, 1), 2);
    m_clear->setObjectName(QStringLiteral("filterClear"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Show all rows"));
    m_clear->setAccessibleName(tr("Clear the filter"));
    m_filters->setObjectName(QStringLiteral("filterMenuButton"));
    m_filters->setText(tr("Filters ▾"));
    m_filters->setToolTip(tr("Filters that were saved or used before"));
    m_filters->setAccessibleName(tr("Saved and used filters"));
    for (QToolButton *button : {m_quick, m_clear, m_filters}) {
        button->setProperty("part", QStringLiteral("tool"));
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }

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
    connect(m_edit, &FilterEdit::completionsClosed, this, &FilterBar::showProblem, Qt::QueuedConnection);
    connect(m_edit, &FilterEdit::suggestionWanted, this, &FilterBar::takeSuggestion);
    connect(m_problem, &FilterProblem::suggestionTaken, this, &FilterBar::takeSuggestion);
    connect(m_clear, &QToolButton::clicked, this, [this] {
        clear();
        if (!m_connection->isHidden())
            Q_EMIT connectionCleared();
    });
    showState();
}

FilterBar::~FilterBar() { delete m_problem; }

QToolButton *FilterBar::addLimit(const QString &name, const QString &tip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setProperty("part", QStringLiteral("tool"));
    button->setCheckable(true); // it looks as the other chips do when they are on
    button->setChecked(true);
    button->setToolTip(tip);
    button->hide();
    layout()->addWidget(button);
    connect(button, &QToolButton::toggled, button, [button] { button->setChecked(true); });
    return button;
}

void FilterBar::addChip(const QString &text, const QString &meaning, const filter::RowTest &test, int group)
{
    auto *button = new QToolButton(m_chipRow);
    button->setText(text);
    button->setToolTip(meaning);
    button->setAccessibleName(meaning);
    button->setCheckable(true);
    button->setProperty("part", QStringLiteral("chip"));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setObjectName(QStringLiteral("filterChip%1").arg(m_chips.size()));
    m_chipRow->layout()->addWidget(button);
    QAction *const action = m_quick->menu()->addAction(meaning);
    action->setCheckable(true);
    connect(action, &QAction::triggered, button, &QToolButton::setChecked);
    m_chips.push_back({button, action, test, group});
    connect(button, &QToolButton::toggled, this, [this] {
        m_chipsChanged = true;
        apply();
    });
}

QSize FilterBar::minimumSizeHint() const { return {narrowestBar, QWidget::minimumSizeHint().height()}; }

void FilterBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < narrowBar;
    m_chipRow->setVisible(!narrow);
    m_quick->setVisible(narrow);
    // It keeps its place where there is room for it.
    QSizePolicy kept = m_clear->sizePolicy();
    kept.setRetainSizeWhenHidden(!narrow);
    m_clear->setSizePolicy(kept);
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && m_problem && m_problem->isVisible()) {
        const QEvent::Type type = event->type();
        if (type == QEvent::Resize || type == QEvent::Move)
            m_problem->place();
        else if (type == QEvent::FocusOut && !m_problem->isAncestorOf(QApplication::focusWidget()))
            m_problem->hide(); // what lies under it is wanted; the field stays red, and says why in short
    }
    if (watched == m_edit && event->type() == QEvent::FocusIn)
        showProblem();
    if (watched == m_edit && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut))
        showState();
    return QWidget::eventFilter(watched, event);
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

void FilterBar::setConnection(std::optional<std::uint32_t> number)
{
    const QString text = number ? tr("Connection %1").arg(*number) : QString();
    const QString shown = text.isEmpty() ? QString() : text + QStringLiteral("  ×");
    if (m_connection->text() == shown)
        return;
    m_connection->setText(shown);
    m_connection->setVisible(number.has_value());
    m_connection->setAccessibleName(tr("Show all connections again, not only connection %1").arg(number.value_or(0)));
    showState();
}

QString FilterBar::text() const { return m_edit->text(); }

void FilterBar::setText(const QString &text)
{
    m_edit->stopCompleting(); // they were for what was typed
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
    if (m_edit->parsed().ok() && m_problem)
        m_problem->hide();
    showState();
}

void FilterBar::takeSuggestion()
{
    m_edit->takeSuggestion();
    apply();
}

void FilterBar::apply()
{
    m_soon.stop();
    showProblem();
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
    const bool told = m_edit->hasFocus() || (m_problem && m_problem->isVisible());
    if (error && !told)
        m_edit->setState(problemSentence(*error, m_edit->text()), true);
    else
        m_edit->setState(!error || m_rows.isEmpty() ? m_rows : tr("previous filter: %1").arg(m_rows));
    m_clear->setVisible(m_limited || !m_edit->text().isEmpty() || !m_span->isHidden() || !m_connection->isHidden());
    const auto on =
        std::count_if(m_chips.begin(), m_chips.end(), [](const Chip &chip) { return chip.button->isChecked(); });
    m_quick->setText(on > 0 ? tr("Quick (%1) ▾").arg(on) : tr("Quick ▾"));
    m_quick->setAccessibleName(m_quick->toolTip());
    for (const Chip &chip : m_chips)
        chip.action->setChecked(chip.button->isChecked());
}

void FilterBar::showProblem()
{
    const std::optional<filter::FilterError> &error = m_edit->parsed().error;
    if (!m_problem)
        return;
    if (!error || !isVisible() || m_edit->isCompleting())
        return m_problem->hide();
    const QString meanwhile =
        m_applied.isEmpty() ? QString() : tr("Shown are the rows of the previous filter: %1").arg(m_applied);
    m_problem->tell(problemSentence(*error, m_edit->text()), mendingText(*error), meanwhile);
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
            connect(remove->addAction(menuText(savedName(entry), fontMetrics())), &QAction::triggered, this,
                    [this, entry] {
                        QStringList list = m_saved.load();
                        list.removeAll(entry);
                        m_saved.save(list);
                    });
        }
    }
    addHeading(menu, tr("Saved"), saved);
    for (const QString &entry : saved)
        addFilter(menu, savedName(entry), savedFilter(entry));
    addHeading(menu, tr("Used before"), used);
    for (const QString &filter : used)
        addFilter(menu, filter, filter);
    if (used.isEmpty() && saved.isEmpty())
        menu->addAction(tr("No filter yet: each one you enter is kept here"))->setEnabled(false);
    return menu;
}

void FilterBar::addHeading(QMenu *menu, const QString &heading, const QStringList &entries)
{
    if (entries.isEmpty())
        return;
    menu->addSeparator();
    menu->addAction(heading)->setEnabled(false);
}

void FilterBar::addFilter(QMenu *menu, const QString &name, const QString &filter)
{
    QString shown = menuText(name, fontMetrics());
    if (name != filter.simplified() && name != filter) // on the right, where shortcuts stand
        shown += u'\t' + menuText(filter, fontMetrics());
    connect(menu->addAction(shown), &QAction::triggered, this, [this, filter] {
        setText(filter);
        m_edit->setFocus();
    });
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
    const QString known = name.simplified().isEmpty() ? filter.simplified() : name.simplified();
    QStringList list = m_saved.load();
    list.removeIf([&](const QString &entry) { return savedName(entry) == known; });
    list.append(known + u'\t' + filter);
    m_saved.save(list);
}

} // namespace framescope::ui
