#include "ui/connect/connectionbar.h"

#include "core/io/curlcommand.h"
#include "ui/connect/curlsettings.h"
#include "ui/connect/optionsdialog.h"
#include "ui/connect/urledit.h"
#include "ui/explain/explanation.h"
#include "ui/support/colors.h"
#include "ui/support/coretext.h"
#include "ui/support/icons.h"
#include "ui/support/restyle.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QTextDocument>
#include <QToolButton>
#include <QUrl>

#include <algorithm>
#include <utility>

#include "moc_connectionbar.cpp"

namespace framescope::ui
{

namespace
{
bool isBusy(net::State state)
{
    return state == net::State::Connecting || state == net::State::Securing || state == net::State::Upgrading;
}

Message notice(Message::Kind kind, const QString &text, const QString &key)
{
    Message message;
    message.kind = kind;
    message.text = text;
    message.key = key;
    return message;
}

/// In a button that keeps its width; the tool tip has the number itself.
QString resumeText(quint64 newRows)
{
    const QString number = newRows < 1000        ? QString::number(newRows)
                           : newRows < 1'000'000 ? QStringLiteral("%1k").arg(newRows / 1000)
                                                 : QStringLiteral("%1M").arg(newRows / 1'000'000);
    return ConnectionBar::tr("Resume +%1").arg(number);
}

/// As wide as the widest of these texts needs: the button keeps its place with each of them.
void reserve(QPushButton *button, const QStringList &texts)
{
    const QString before = button->text();
    int width = 0;
    for (const QString &text : texts) {
        button->setText(text);
        width = std::max(width, button->sizeHint().width());
    }
    button->setText(before);
    button->setMinimumWidth(width);
}

QPushButton *barButton(const QString &name, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setObjectName(name);
    button->setIconSize(QSize(16, 16));
    return button;
}
} // namespace

ConnectionBar::ConnectionBar(ListStore &history, QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("connectionBar"));
    setAccessibleName(tr("Connection"));
    setProperty("part", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);

    m_new = new QToolButton(this);
    m_new->setObjectName(QStringLiteral("newButton"));
    m_new->setAccessibleName(tr("New"));
    m_new->setProperty("part", QStringLiteral("button"));
    m_new->setText(tr("New ▾"));
    m_new->setIconSize(QSize(16, 16));
    m_new->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_new->setPopupMode(QToolButton::InstantPopup);
    m_new->setFocusPolicy(Qt::StrongFocus);
    auto *menu = new QMenu(m_new);
    menu->addAction(tr("New connection"), this, &ConnectionBar::startAfresh);
    menu->addAction(tr("Connect to the demo server"), this, &ConnectionBar::demoRequested);
    menu->addSeparator();
    menu->addAction(tr("New capture"), this, &ConnectionBar::newCaptureRequested);
    m_new->setMenu(menu);

    m_url = new UrlEdit(history, this);
    setProperty(explainProperty, QStringList{u"part.address"_qs});
    m_options = barButton(QStringLiteral("optionsButton"), this);
    m_options->setToolTip(tr("Headers, subprotocols, TLS and what to do by itself; they count on the next connect"));
    m_connect = barButton(QStringLiteral("connectButton"), this);
    m_connect->setProperty("part", QStringLiteral("primary"));
    m_record = barButton(QStringLiteral("recordButton"), this);
    m_freeze = barButton(QStringLiteral("freezeButton"), this);
    m_freeze->setCheckable(true);

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(10, 8, 10, 8);
    line->setSpacing(8);
    line->addWidget(m_new);
    line->addWidget(m_url, 1);
    for (QPushButton *button : {m_options, m_connect, m_record, m_freeze})
        line->addWidget(button);
    m_url->setMinimumWidth(160);
    // What they say must not push the other buttons about.
    m_freeze->setIcon(icon(QStringLiteral("play"), palette()));
    reserve(m_freeze, {tr("Freeze view"), tr("Resume view"), resumeText(999'000)});
    m_record->setIcon(icon(QStringLiteral("record"), palette()));
    reserve(m_record, {tr("Recording ▾"), tr("Not recording ▾")});
    reserve(m_connect, {tr("Connect"), tr("Cancel"), endText(QStringLiteral("88"))});
    for (QWidget *control : std::initializer_list<QWidget *>{m_new, m_url, m_options, m_connect, m_record, m_freeze})
        control->setFixedHeight(34);

    connect(m_url, &QLineEdit::returnPressed, this, &ConnectionBar::requestConnect);
    connect(m_url, &QLineEdit::textChanged, this, &ConnectionBar::showState);
    connect(m_url, &UrlEdit::curlEntered, this, &ConnectionBar::takeCurl);
    connect(m_options, &QPushButton::clicked, this, &ConnectionBar::openOptions);
    connect(m_connect, &QPushButton::clicked, this, [this] {
        if (buttonEnds())
            Q_EMIT disconnectRequested();
        else
            requestConnect();
    });
    connect(m_record, &QPushButton::clicked, this,
            [this] { Q_EMIT captureMenuRequested(m_record->mapToGlobal(QPoint(0, m_record->height()))); });
    connect(m_freeze, &QPushButton::toggled, this, [this](bool frozen) {
        m_newRows = 0;
        showFrozen();
        Q_EMIT freezeToggled(frozen);
    });
    showOptionsCount();
    setRecording(false, {});
    takePalette();
}

net::ConnectionSettings ConnectionBar::settings() const
{
    net::ConnectionSettings settings = m_settings;
    settings.url = m_url->text().trimmed();
    return settings;
}

void ConnectionBar::setSettings(const net::ConnectionSettings &settings)
{
    m_settings = settings;
    m_url->setText(settings.url);
    showOptionsCount();
}

void ConnectionBar::setUrl(const QString &url) { m_url->setText(url); }

void ConnectionBar::setStatus(const std::optional<net::Status> &status, const QString &url, bool oneOfSeveral)
{
    const net::State state = status ? status->state : net::State::Closed;
    const QString number = status && oneOfSeveral ? QString::number(status->id.value() + 1) : QString();
    const bool other = std::exchange(m_number, number) != number;
    setState(state, url);
    if (other)
        showState();
    using Tls = UrlEdit::Tls;
    Tls tls = Tls::Unknown;
    if ((state == net::State::Open || state == net::State::Closing) && !status->tls.isEmpty())
        tls = status->tlsVerified ? Tls::Verified : Tls::Excepted;
    else if (state == net::State::Failed && !status->refusedSha256.isEmpty())
        tls = Tls::Refused;
    m_url->setTls(tls, url);
}

void ConnectionBar::setState(net::State state, const QString &url)
{
    if (m_state == state && m_stateUrl == url)
        return;
    m_state = state;
    m_stateUrl = url;
    showState();
}

QString ConnectionBar::url() const { return m_url->text().trimmed(); }

/// Whether the main button ends the connection that is looked at.
bool ConnectionBar::buttonEnds() const
{
    const bool sameAddress = m_stateUrl.isEmpty() || url().isEmpty() || url() == m_stateUrl;
    return sameAddress && (isBusy(m_state) || m_state == net::State::Open || m_state == net::State::Closing);
}

void ConnectionBar::setRecording(bool recording, const QString &where)
{
    m_recording = recording;
    m_record->setText(recording ? tr("Recording ▾") : tr("Not recording ▾"));
    m_record->setAccessibleName(recording ? tr("Recording") : tr("Not recording"));
    m_record->setToolTip(recording && !where.isEmpty() ? tr("Every byte goes to %1").arg(where)
                                                       : tr("What to do with the capture"));
    m_record->setAccessibleDescription(m_record->toolTip());
    restyle(m_record, "recording", recording);
    takePalette();
}

bool ConnectionBar::isFrozen() const { return m_freeze->isChecked(); }

void ConnectionBar::setFrozen(bool frozen, quint64 newRows)
{
    m_freeze->setChecked(frozen);
    m_newRows = frozen ? newRows : 0;
    showFrozen();
}

void ConnectionBar::focusUrl()
{
    m_url->setFocus(Qt::ShortcutFocusReason);
    m_url->selectAll();
}

void ConnectionBar::requestConnect()
{
    if (io::looksLikeCurl(m_url->text())) {
        takeCurl(m_url->text());
        return;
    }
    m_url->convert();
    const net::ConnectionSettings wanted = settings();
    if (wanted.url.isEmpty()) {
        Q_EMIT noticeRaised(notice(Message::Kind::Info,
                                   tr("Type where to connect to, for example wss://example.com/socket, or choose "
                                      "“Connect to the demo server” below New."),
                                   QStringLiteral("url")));
        focusUrl();
        return;
    }
    if (const QString problem = m_url->problem(); !problem.isEmpty()) {
        Q_EMIT noticeRaised(notice(Message::Kind::Error, problem, QStringLiteral("url")));
        focusUrl();
        return;
    }
    m_url->remember(wanted.url);
    Q_EMIT connectRequested(wanted);
}

void ConnectionBar::openOptions() { makeDialog(); }

OptionsDialog *ConnectionBar::makeDialog()
{
    Q_EMIT optionsOpening();
    auto *dialog = new OptionsDialog(settings(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInflateLimits(m_inflateLimits);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_settings = dialog->settings();
        const ws::InflateLimits limits = dialog->inflateLimits();
        if (limits.maxMessage != m_inflateLimits.maxMessage || limits.maxRatio != m_inflateLimits.maxRatio) {
            m_inflateLimits = limits;
            Q_EMIT inflateLimitsChosen(limits);
        }
        showOptionsCount();
    });
    dialog->open();
    return dialog;
}

void ConnectionBar::openAuthorization(bool ofProxy)
{
    makeDialog()->setCurrentPage(ofProxy ? OptionsDialog::Proxy : OptionsDialog::Authorization);
}

void ConnectionBar::toggleFrozen() { m_freeze->toggle(); }

void ConnectionBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_freeze)
        takePalette();
}

void ConnectionBar::takeCurl(const QString &command)
{
    const Result<io::CurlCommand> parsed = io::parseCurlCommand(command);
    if (!parsed) {
        Q_EMIT noticeRaised(notice(Message::Kind::Error, coreText(parsed.error().message), QStringLiteral("curl")));
        return;
    }
    QStringList ignored;
    m_settings = settingsFrom(*parsed, m_settings, &ignored);
    m_url->setText(m_settings.url);
    showOptionsCount();

    const auto headers = parsed->headers.size();
    QString text = headers == 1 ? tr("Took the address and 1 header from the curl command.")
                                : tr("Took the address and %1 headers from the curl command.").arg(headers);
    auto kind = Message::Kind::Info;
    if (!ignored.isEmpty())
        text += u' ' + tr("Left out: %1.").arg(ignored.join(QStringLiteral(", ")));
    if (parsed->insecure) {
        // Verification is never switched off by a paste.
        kind = Message::Kind::Warning;
        text += u' ' + tr("Its -k was not followed: a certificate that is not trusted can be accepted when it comes.");
    }
    Q_EMIT noticeRaised(notice(kind, text, QStringLiteral("curl")));
}

void ConnectionBar::startAfresh()
{
    setSettings({});
    focusUrl();
}

void ConnectionBar::showOptionsCount()
{
    const int headers = int(m_settings.headers.size());
    const int others = m_settings.differences() - (headers > 0 ? 1 : 0);
    QStringList parts;
    if (headers > 0)
        parts << (headers == 1 ? tr("1 header") : tr("%1 headers").arg(headers));
    if (others > 0)
        parts << (headers > 0   ? tr("%1 more").arg(others)
                  : others == 1 ? tr("1 change")
                                : tr("%1 changes").arg(others));
    m_options->setText(parts.isEmpty() ? tr("Options…") : tr("Options… (%1)").arg(parts.join(QStringLiteral(", "))));
}

QString ConnectionBar::endText(const QString &number)
{
    return number.isEmpty() ? tr("Disconnect") : tr("Disconnect %1").arg(number);
}

void ConnectionBar::showState()
{
    const bool ends = buttonEnds();
    const bool busy = ends && isBusy(m_state);
    m_connect->setText(busy ? tr("Cancel") : ends ? endText(m_number) : tr("Connect"));
    const QString host = QUrl(m_stateUrl).authority().section(u'@', -1);
    QString tip;
    if (busy)
        tip = tr("Do not connect to %1").arg(host);
    else if (ends)
        tip = m_number.isEmpty() ? tr("Close the connection to %1 with code 1000").arg(host)
                                 : tr("Close connection %1, to %2, with code 1000").arg(m_number, host);
    else
        tip = tr("Open a new connection to the address in the field; those that are open stay");
    m_connect->setToolTip(Qt::convertFromPlainText(tip));
    m_connect->setAccessibleDescription(tip);
    restyle(m_connect, "part", busy ? QStringLiteral("plain") : QStringLiteral("primary"));
}

void ConnectionBar::showFrozen()
{
    const bool frozen = m_freeze->isChecked();
    if (!frozen)
        m_freeze->setText(tr("Freeze view"));
    else if (m_newRows > 0)
        m_freeze->setText(resumeText(m_newRows));
    else
        m_freeze->setText(tr("Resume view"));
    QString tip = frozen ? tr("Show new frames again (Space). Recording went on.")
                         : tr("Keep the list still while recording goes on (Space)");
    if (frozen && m_newRows > 0)
        tip += u'\n' + tr("%1 new since").arg(QLocale().toString(m_newRows));
    m_freeze->setToolTip(tip);
    m_freeze->setAccessibleDescription(tip);
    m_freeze->setIcon(icon(frozen ? QStringLiteral("play") : QStringLiteral("pause"), palette()));
}

void ConnectionBar::takePalette()
{
    const Colors &c = Colors::of(palette());
    m_new->setIcon(icon(QStringLiteral("plus"), palette()));
    m_record->setIcon(icon(QStringLiteral("record"), m_recording ? c.finding : c.textFaint, palette()));
    showState();
    showFrozen();
}

} // namespace framescope::ui
