#include "ui/connect/urledit.h"

#include "core/http/url.h"
#include "core/io/curlcommand.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/icons.h"
#include "ui/support/liststore.h"
#include "ui/support/literaltext.h"
#include "ui/support/restyle.h"
#include "ui/support/theme.h"

#include <QAction>
#include <QCompleter>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QStringListModel>
#include <QTextCharFormat>
#include <QToolButton>

#include "moc_urledit.cpp"

namespace framescope::ui
{

namespace
{
/// More characters at once than a key gives: a paste.
constexpr qsizetype pasted = 4;

QString asWebSocket(const QString &text)
{
    QString url = text.trimmed();
    if (url.startsWith(QLatin1String("https://"), Qt::CaseInsensitive))
        url.replace(0, 8, QStringLiteral("wss://"));
    else if (url.startsWith(QLatin1String("http://"), Qt::CaseInsensitive))
        url.replace(0, 7, QStringLiteral("ws://"));
    return url;
}
} // namespace

UrlEdit::UrlEdit(ListStore &history, QWidget *parent)
    : QLineEdit(parent), m_history(history), m_completions(new QStringListModel(this))
{
    setObjectName(QStringLiteral("urlEdit"));
    setAccessibleName(tr("Address to connect to"));
    setPlaceholderText(tr("wss://host/path, or paste a curl command"));
    setFont(monospaceFont());
    setMaxLength(1024 * 1024); // a pasted curl command with its cookies is longer than the usual limit
    m_lock = addAction(QIcon(), QLineEdit::LeadingPosition);
    m_lock->setEnabled(true);
    m_drop = addAction(QIcon(), QLineEdit::TrailingPosition);
    m_drop->setObjectName(QStringLiteral("urlHistory"));
    m_drop->setText(tr("History"));
    m_drop->setToolTip(tr("Addresses of before (Down)"));

    // The buttons that Qt makes of these two, in this order.
    const QList<QToolButton *> buttons = findChildren<QToolButton *>();
    const QString names[] = {tr("Encryption"), tr("Addresses of before")};
    for (qsizetype i = 0; i < buttons.size() && i < qsizetype(std::size(names)); ++i)
        buttons[i]->setAccessibleName(names[i]);

    m_completions->setStringList(m_history.load());
    auto *completer = new QCompleter(m_completions, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    setCompleter(completer);

    connect(m_drop, &QAction::triggered, this, &UrlEdit::openHistory);
    connect(this, &QLineEdit::textEdited, this, &UrlEdit::onEdited);
    connect(this, &QLineEdit::textChanged, this, [this] {
        judge();
        colourScheme();
        showIcons();
        // textEdited comes before this, and finds here what stood before.
        m_before = text();
    });
    judge();
    showIcons();
}

void UrlEdit::remember(const QString &url)
{
    QStringList list = history();
    list.removeAll(url);
    list.prepend(url);
    while (list.size() > maxHistory)
        list.removeLast();
    m_history.save(list);
    m_completions->setStringList(list);
}

QStringList UrlEdit::history() const { return m_history.load(); }

void UrlEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down && !(event->modifiers() & ~Qt::KeypadModifier)) {
        openHistory();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void UrlEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_drop) {
        colourScheme();
        showIcons();
    }
}

void UrlEdit::onEdited(const QString &text)
{
    const QString before = m_before;
    const qsizetype added = text.size() - before.size();
    const bool replaced = !text.startsWith(before.left(1)) || before.isEmpty();
    if (added < pasted && !replaced)
        return;
    // The whole field may have been replaced, or the paste may stand inside what was there.
    const QString piece = text.mid(qMax<qsizetype>(0, cursorPosition() - added), added);
    for (const QString &candidate : {text, piece}) {
        if (io::looksLikeCurl(candidate)) {
            setText(before);
            Q_EMIT curlEntered(candidate);
            return;
        }
    }
    if (const QString url = asWebSocket(text); url != text)
        setText(url);
}

void UrlEdit::convert()
{
    if (const QString url = asWebSocket(text()); url != text())
        setText(url);
}

void UrlEdit::judge()
{
    m_problem.clear();
    m_secure = false;
    const QString url = asWebSocket(text());
    if (!url.isEmpty()) {
        const Result<http::WsUrl> parsed = http::parseWsUrl(url);
        if (parsed)
            m_secure = parsed->secure;
        else
            m_problem = coreText(parsed.error().message);
    }
    setToolTip(m_problem);
    setAccessibleDescription(m_problem);
    restyle(this, "invalid", !m_problem.isEmpty());
}

void UrlEdit::colourScheme()
{
    // A line edit has no formats of its own; those of the input method are laid over the text for as long as it stays.
    const qsizetype length = text().indexOf(QLatin1String("://"));
    const Colors &c = Colors::of(palette());
    QList<QInputMethodEvent::Attribute> attributes;
    if (length > 0) {
        QTextCharFormat format;
        QColor color = m_problem.isEmpty() ? c.text : c.finding;
        if (tls() == Tls::Verified)
            color = c.ok;
        else if (tls() == Tls::Excepted)
            color = c.warning;
        else if (tls() == Tls::Refused)
            color = c.finding;
        format.setForeground(color);
        attributes.append(
            QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat, -cursorPosition(), int(length), format));
    }
    QInputMethodEvent event(QString(), attributes);
    QLineEdit::inputMethodEvent(&event);
}

void UrlEdit::showIcons()
{
    const Colors &c = Colors::of(palette());
    if (!m_problem.isEmpty()) {
        m_lock->setIcon(icon(QStringLiteral("warning"), c.finding, palette()));
        m_lock->setToolTip(m_problem);
    } else if (m_secure) {
        switch (tls()) {
        case Tls::Unknown:
            m_lock->setIcon(icon(QStringLiteral("lock"), c.textMuted, palette()));
            m_lock->setToolTip(tr("wss: will be encrypted; the certificate will be checked"));
            break;
        case Tls::Verified:
            m_lock->setIcon(icon(QStringLiteral("lock"), c.ok, palette()));
            m_lock->setToolTip(tr("wss: encrypted with TLS, the certificate is verified"));
            break;
        case Tls::Excepted:
            m_lock->setIcon(icon(QStringLiteral("lock"), c.warning, palette()));
            m_lock->setToolTip(tr("wss: encrypted with TLS, but the certificate is trusted only by your exception"));
            break;
        case Tls::Refused:
            m_lock->setIcon(icon(QStringLiteral("warning"), c.finding, palette()));
            m_lock->setToolTip(tr("wss: not connected, the certificate was refused"));
            break;
        }
    } else if (text().trimmed().isEmpty()) {
        m_lock->setIcon(icon(QStringLiteral("connect"), c.textFaint, palette()));
        m_lock->setToolTip(tr("Where to connect to"));
    } else {
        m_lock->setIcon(icon(QStringLiteral("unlock"), c.textMuted, palette()));
        m_lock->setToolTip(tr("ws: not encrypted, anyone on the way can read it"));
    }
    m_drop->setIcon(icon(QStringLiteral("history"), c.textMuted, palette()));
}

void UrlEdit::setTls(Tls tls, const QString &url)
{
    if (tls == m_tls && url == m_tlsUrl)
        return;
    m_tls = tls;
    m_tlsUrl = url;
    colourScheme();
    showIcons();
}

UrlEdit::Tls UrlEdit::tls() const { return m_secure && text().trimmed() == m_tlsUrl ? m_tls : Tls::Unknown; }

void UrlEdit::openHistory()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("urlHistoryMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setMinimumWidth(width());
    const QStringList urls = history();
    for (const QString &url : urls) {
        const QString shown = fontMetrics().elidedText(url, Qt::ElideMiddle, width() - 60);
        QAction *action = menu->addAction(literalText(shown));
        connect(action, &QAction::triggered, this, [this, url] {
            setText(url);
            setFocus();
        });
    }
    if (urls.isEmpty())
        menu->addAction(tr("No address yet: each one you connect to is kept here"))->setEnabled(false);
    menu->addSeparator();
    QAction *clear = menu->addAction(tr("Clear history"), this, [this] {
        m_history.save({});
        m_completions->setStringList({});
    });
    clear->setEnabled(!urls.isEmpty());
    menu->popup(mapToGlobal(QPoint(0, height())));
}

} // namespace framescope::ui
