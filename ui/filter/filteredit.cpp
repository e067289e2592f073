#include "ui/filter/filteredit.h"

#include "core/filter/language/completion.h"
#include "ui/filter/completionlist.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QStandardItemModel>
#include <QTextCharFormat>

#include "moc_filteredit.cpp"

namespace framescope::ui
{

namespace
{
constexpr int listWidth = 560;
constexpr int mostLines = 12;
} // namespace

FilterEdit::FilterEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_stateLabel(new QLabel(this))
    , m_completer(new QCompleter(this))
    , m_candidates(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("filterEdit"));
    setAccessibleName(tr("Display filter"));
    setPlaceholderText(tr("Filter rows: opcode == text and length > 1 KiB"));
    setFont(monospaceFont());
    m_stateLabel->setObjectName(QStringLiteral("filterState"));
    m_stateLabel->setProperty("part", QStringLiteral("muted"));
    m_stateLabel->setTextFormat(Qt::PlainText);
    m_stateLabel->setCursor(Qt::ArrowCursor);
    m_stateLabel->hide();
    m_completer->setModel(m_candidates);
    auto *list = new CompletionList;
    m_completer->setPopup(list);
    list->usePainter();
    list->installEventFilter(this);
    m_completer->setMaxVisibleItems(mostLines);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            [this](const QModelIndex &index) { complete(index.data().toString()); });
    connect(this, &QLineEdit::textChanged, this, [this] {
        judge();
        mark();
    });
    connect(this, &QLineEdit::textEdited, this, &FilterEdit::offerCompletions);
}

bool FilterEdit::isCompleting() const { return m_completer->popup()->isVisible(); }

void FilterEdit::stopCompleting() { m_completer->popup()->hide(); }

void FilterEdit::takeSuggestion()
{
    const std::optional<filter::FilterError> error = m_parsed.error;
    if (!error || error->suggestion.isEmpty())
        return;
    setText(error->applied(text(), error->suggestion));
    setCursorPosition(int(error->at + error->suggestion.size()));
    setFocus();
}

bool FilterEdit::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_completer->popup() && event->type() == QEvent::Hide)
        Q_EMIT completionsClosed();
    return QLineEdit::eventFilter(watched, event);
}

void FilterEdit::setState(const QString &state, bool problem)
{
    if (state == m_state)
        return;
    m_state = state;
    restyle(m_stateLabel, "part", problem ? QStringLiteral("finding") : QStringLiteral("muted"));
    m_stateLabel->setToolTip(state);
    m_stateLabel->setAccessibleName(state);
    placeState();
}

void FilterEdit::placeState()
{
    constexpr int margin = 8;
    const QFontMetrics metrics = m_stateLabel->fontMetrics();
    const QString shown = metrics.elidedText(m_state, Qt::ElideRight, width() / 2);
    m_stateLabel->setText(shown);
    m_stateLabel->setVisible(!shown.isEmpty());
    const int needed = shown.isEmpty() ? 0 : metrics.horizontalAdvance(shown) + 2;
    m_stateLabel->setGeometry(width() - needed - margin, 1, needed, height() - 2);
    setTextMargins(0, 0, shown.isEmpty() ? 0 : needed + margin, 0);
}

void FilterEdit::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    placeState();
}

void FilterEdit::judge()
{
    m_parsed = filter::parseFilter(text());
    const bool empty = text().trimmed().isEmpty();
    restyle(this, "invalid", !m_parsed.ok());
    restyle(this, "valid", m_parsed.ok() && !empty);
    const QString problem = m_parsed.error ? coreText(m_parsed.error->text()) : QString();
    setToolTip(problem);
    setAccessibleDescription(problem);
}

void FilterEdit::mark()
{
    // A line edit has no formats of its own; those of the input method are laid over the text for as long as it stays.
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_parsed.error && m_parsed.error->size > 0) {
        QTextCharFormat format;
        format.setForeground(Colors::of(palette()).finding);
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Colors::of(palette()).finding);
        attributes.append(QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat,
                                                       int(m_parsed.error->at) - cursorPosition(),
                                                       int(m_parsed.error->size), format));
    }
    QInputMethodEvent event(QString(), attributes);
    QLineEdit::inputMethodEvent(&event);
}

void FilterEdit::offerCompletions()
{
    const filter::Completions found = filter::completionsAt(text(), cursorPosition());
    m_candidates->clear();
    for (const filter::Completion &each : found.all) {
        auto *item = new QStandardItem(each.text);
        const QString meaning = coreText(each.meaning);
        item->setData(meaning, CompletionList::meaningRole);
        item->setData(meaning.isEmpty() ? each.text : each.text + QStringLiteral(", ") + meaning,
                      Qt::AccessibleTextRole);
        m_candidates->appendRow(item);
    }
    if (found.all.empty()) {
        m_completer->popup()->hide();
        return;
    }
    m_completeAt = found.at;
    m_completeSize = found.size;
    // Its texts under the word that they complete, as far as the window has room.
    const QString typed = text().mid(found.at, cursorPosition() - found.at);
    const int word = cursorRect().center().x() - fontMetrics().horizontalAdvance(typed) - CompletionList::textLeft;
    const int width = qMin(listWidth, window()->width());
    const int room = window()->width() - mapTo(window(), QPoint(0, 0)).x() - width;
    m_completer->complete(QRect(qBound(0, word, qMax(0, room)), 1, width, height()));
}

void FilterEdit::complete(const QString &completion)
{
    QString whole = text();
    const bool more = m_completeAt + m_completeSize < whole.size();
    // Behind a field or an operator something follows.
    const QString piece = more || completion.endsWith(u'.') ? completion : completion + u' ';
    whole.replace(m_completeAt, m_completeSize, piece);
    setText(whole);
    setCursorPosition(int(m_completeAt + piece.size()));
    // The completer closes its list once this returns.
    QMetaObject::invokeMethod(this, &FilterEdit::offerCompletions, Qt::QueuedConnection);
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    const bool listed = m_completer->popup()->isVisible();
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    switch (event->key()) {
    case Qt::Key_Space:
        if (event->modifiers() == Qt::ControlModifier) {
            offerCompletions();
            return;
        }
        break;
    case Qt::Key_Enter:
    case Qt::Key_Return:
        if (event->modifiers().testFlag(Qt::AltModifier)) {
            m_completer->popup()->hide();
            Q_EMIT suggestionWanted();
            return;
        }
        [[fallthrough]];
    case Qt::Key_Tab:
        // Only what somebody chose is taken: Enter means the filter otherwise.
        if (listed && m_completer->popup()->currentIndex().isValid()) {
            event->ignore();
            return;
        }
        m_completer->popup()->hide();
        break;
    case Qt::Key_Escape:
        if (listed)
            m_completer->popup()->hide();
        else
            Q_EMIT left();
        return;
    case Qt::Key_Down:
        if (plain && !listed && text().isEmpty()) {
            Q_EMIT historyRequested();
            return;
        }
        if (plain && !listed) {
            offerCompletions();
            return;
        }
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

void FilterEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_completer)
        mark();
}

} // namespace framescope::ui
