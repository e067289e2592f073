#include "ui/find/findbar.h"

#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/icons.h"
#include "ui/support/problemmark.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

#include "moc_findbar.cpp"

namespace framescope::ui
{

namespace
{
using filter::FindText;

constexpr int typingMs = 250; ///< nobody looks for half a word
constexpr int leastStateWidth = 130;
} // namespace

FindBar::FindBar(Of of, QWidget *parent)
    : QWidget(parent)
    , m_of(of)
    , m_edit(new QLineEdit(this))
    , m_form(new QComboBox(this))
    , m_where(new QComboBox(this))
    , m_state(new QLabel(this))
{
    setObjectName(of == Of::Rows ? QStringLiteral("findBar") : QStringLiteral("payloadFindBar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);

    m_edit->setObjectName(QStringLiteral("findEdit"));
    m_edit->setFont(monospaceFont());
    m_edit->setPlaceholderText(of == Of::Rows ? tr("Find in rows (nothing is hidden)") : tr("Find in this payload"));
    m_edit->setAccessibleName(of == Of::Rows ? tr("Find in rows") : tr("Find in this payload"));
    m_edit->installEventFilter(this);
    row->addWidget(m_edit, 3);

    m_form->setObjectName(QStringLiteral("findForm"));
    m_form->addItem(tr("Text"), int(FindText::Form::Text));
    m_form->addItem(tr("Regex"), int(FindText::Form::Regex));
    m_form->addItem(tr("Hex"), int(FindText::Form::Hex));
    m_form->setAccessibleName(tr("What is entered"));
    m_form->setToolTip(tr("What is entered: text, a regular expression of Perl, or pairs of hexadecimal digits"));
    row->addWidget(m_form);
    m_where->setObjectName(QStringLiteral("findWhere"));
    m_where->addItem(tr("in payloads"), int(FindText::Where::Payloads));
    m_where->addItem(tr("in headers"), int(FindText::Where::Headers));
    m_where->setAccessibleName(tr("Where to look"));
    m_where->setToolTip(
        tr("Payloads: what frames carry, unmasked and inflated, and messages in several frames as a whole.\n"
           "Headers: heads of the handshake, header fields, close codes and reasons, events."));
    m_where->setVisible(of == Of::Rows);
    row->addWidget(m_where);
    m_case = addButton(QStringLiteral("findCase"), tr("Large and small letters differ"));
    m_case->setText(QStringLiteral("Aa"));
    m_case->setCheckable(true);
    m_case->setProperty("part", QStringLiteral("chip"));
    m_previous = addButton(QStringLiteral("findPrevious"), tr("Previous match (Shift+F3, Shift+Enter)"));
    m_next = addButton(QStringLiteral("findNext"), tr("Next match (F3, Enter)"));

    // Its width does not depend on what is said, so that the field does not jump.
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setMinimumWidth(leastStateWidth);
    m_state->setObjectName(QStringLiteral("findState"));
    m_state->setTextFormat(Qt::PlainText);
    row->addWidget(m_state, 2);
    m_stop = addButton(QStringLiteral("findStop"), tr("Stop looking"));
    m_stop->setText(tr("Stop"));
    m_close = addButton(QStringLiteral("findClose"), tr("Close (Esc)"));

    m_soon.setSingleShot(true);
    m_soon.setInterval(typingMs);
    connect(&m_soon, &QTimer::timeout, this, &FindBar::apply);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_soon.start();
        parse();
    });
    connect(m_form, &QComboBox::currentIndexChanged, this, &FindBar::apply);
    connect(m_where, &QComboBox::currentIndexChanged, this, &FindBar::apply);
    connect(m_case, &QToolButton::toggled, this, &FindBar::apply);
    connect(m_next, &QToolButton::clicked, this, [this] { step(true); });
    connect(m_previous, &QToolButton::clicked, this, [this] { step(false); });
    connect(m_stop, &QToolButton::clicked, this, &FindBar::cancelRequested);
    connect(m_close, &QToolButton::clicked, this, &FindBar::close);
    paintIcons();
    showState();
    hide();
}

QToolButton *FindBar::addButton(const QString &name, const QString &what)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setProperty("part", QStringLiteral("tool"));
    button->setToolTip(what);
    button->setAccessibleName(what);
    layout()->addWidget(button);
    return button;
}

void FindBar::paintIcons()
{
    m_previous->setIcon(icon(QStringLiteral("chevron-up"), palette()));
    m_next->setIcon(icon(QStringLiteral("chevron-down"), palette()));
    m_close->setIcon(icon(QStringLiteral("close"), palette()));
}

void FindBar::open()
{
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
    m_applied = {}; // what is entered is looked for anew
    apply();
}

void FindBar::close()
{
    if (!isVisible())
        return;
    m_soon.stop();
    hide();
    Q_EMIT closed();
}

void FindBar::setText(const QString &text)
{
    m_edit->setText(text);
    apply();
}

void FindBar::parse()
{
    FindText asked;
    asked.text = m_edit->text();
    asked.form = FindText::Form(m_form->currentData().toInt());
    asked.where = FindText::Where(m_where->currentData().toInt());
    asked.matchCase = m_case->isChecked();
    m_case->setEnabled(asked.form != FindText::Form::Hex);
    m_parsed = filter::FindPattern::parse(asked);
    const bool wrong = !m_parsed.problem.isEmpty();
    restyle(m_edit, "invalid", wrong);
    markProblem(m_edit, m_parsed.at, wrong ? 1 : 0, Colors::of(palette()).finding);
    showState();
}

bool FindBar::apply()
{
    m_soon.stop();
    parse();
    const FindText asked = m_parsed.pattern ? m_parsed.pattern->asked() : FindText();
    if (asked == m_applied)
        return false;
    m_applied = asked;
    m_count = {};
    m_note.clear();
    Q_EMIT changed();
    showState();
    return true;
}

void FindBar::step(bool next)
{
    if (m_soon.isActive() && apply())
        return;
    if (next)
        Q_EMIT nextRequested();
    else
        Q_EMIT previousRequested();
}

void FindBar::showCount(const FindCount &count)
{
    m_count = count;
    showState();
}

void FindBar::showNote(const QString &note)
{
    m_note = note;
    showState();
}

void FindBar::showState()
{
    const QLocale locale;
    const auto number = [&locale](std::uint64_t n) { return locale.toString(qulonglong(n)); };
    const bool wrong = !m_parsed.problem.isEmpty();
    const bool running =
        m_parsed.pattern &&
        (m_count.stepping || (m_count.tested < m_count.total && m_count.failure.isEmpty() && !m_count.cancelled));
    QStringList said;
    if (wrong) {
        said = {tr("▲ %1, at character %2").arg(coreText(m_parsed.problem)).arg(m_parsed.at + 1)};
    } else if (m_parsed.pattern) {
        if (!m_note.isEmpty())
            said += m_note;
        if (!m_count.failure.isEmpty())
            said += coreText(m_count.failure);
        else if (m_count.number)
            said += tr("%1 of %2").arg(number(*m_count.number), number(m_count.matches));
        else if (m_count.matches > 0)
            said += m_of == Of::Rows ? tr("matching rows: %1").arg(number(m_count.matches))
                                     : tr("matches: %1").arg(number(m_count.matches));
        else if (!running && m_count.total > 0)
            said += m_of == Of::Rows ? tr("no row matches") : tr("no match");
        if (running && m_count.total > 0)
            said += tr("%1 % searched").arg(m_count.tested * 100 / m_count.total);
        if (m_count.cancelled)
            said += tr("stopped");
        if (m_count.undecided > 0)
            said += tr("%1 undecided").arg(number(m_count.undecided));
    }
    const QString whole = said.join(QStringLiteral(" · "));
    restyle(m_state, "part", wrong || !m_count.failure.isEmpty() ? QStringLiteral("finding") : QString());
    m_state->setText(m_state->fontMetrics().elidedText(whole, Qt::ElideRight, m_state->width()));
    m_state->setToolTip(m_count.undecided > 0
                            ? whole + u'\n' +
                                  tr("Undecided: a payload beyond 16 MiB, or an expression that took too long there.")
                            : whole);
    m_state->setAccessibleName(whole);
    m_edit->setAccessibleDescription(wrong ? whole : QString());
    m_next->setEnabled(m_parsed.pattern.has_value());
    m_previous->setEnabled(m_parsed.pattern.has_value());
    m_stop->setVisible(running);
}

void FindBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    showState();
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto *const key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Escape:
            close();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if ((key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != Qt::NoModifier)
                break;
            step((key->modifiers() & Qt::ShiftModifier) == 0);
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_close != nullptr) {
        paintIcons();
        parse();
    }
}

} // namespace framescope::ui
