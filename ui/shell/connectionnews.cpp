#include "ui/shell/connectionnews.h"

#include "core/http/url.h"
#include "core/io/rowtext.h"
#include "core/net/redirect.h"
#include "core/ws/findings.h"
#include "ui/connect/certificatequestion.h"
#include "ui/models/failuretext.h"
#include "ui/support/coretext.h"
#include "ui/support/messagebar.h"
#include "ui/support/secrets.h"

#include <algorithm>
#include <utility>

#include "moc_connectionnews.cpp"

namespace framescope::ui
{

namespace
{
/// One attempt's failure takes the place of the one before, and goes when the next attempt begins.
QString failureKey() { return QStringLiteral("failure"); }
/// Polls after which nothing more is expected of a connection that ended: some 20 s.
constexpr int longestEnd = 100;
QString retryKey(ConnectionId id) { return QStringLiteral("retry %1").arg(id.value()); }

QString shortUrl(const QString &url)
{
    const QString shown = io::visibleText(dotUrlSecrets(url));
    return shown.size() > 60 ? shown.left(59) + u'…' : shown;
}
} // namespace

ConnectionNews::ConnectionNews(MessageBar &bar, CertificateQuestion &question, QObject *parent)
    : QObject(parent), m_bar(bar), m_question(question)
{
}

void ConnectionNews::setSession(net::Session *session, const capture::Capture *capture)
{
    m_session = session;
    m_capture = capture;
    m_watched.clear();
    m_settings.clear();
}

void ConnectionNews::watch(ConnectionId id, const net::ConnectionSettings &settings)
{
    m_settings.insert(id.value(), settings);
    m_watched.push_back({id});
}

void ConnectionNews::forgetFailure() { m_bar.dismiss(failureKey()); }

net::ConnectionSettings ConnectionNews::settingsOf(ConnectionId id) const { return m_settings.value(id.value()); }

void ConnectionNews::poll(Timestamp now)
{
    if (m_session == nullptr)
        return;
    // Looking may watch another one: the attempt that follows.
    for (std::size_t i = 0; i < m_watched.size();) {
        Watched watched = m_watched[i];
        const bool more = look(watched, now);
        if (more)
            m_watched[i++] = watched;
        else
            m_watched.erase(m_watched.begin() + std::ptrdiff_t(i));
    }
}

bool ConnectionNews::look(Watched &watched, Timestamp now)
{
    const ConnectionId id = watched.id;
    const net::Status status = m_session->status(id);
    if (!status.previousSha256.isEmpty() && !std::exchange(watched.changed, true))
        tellChange(id, status);
    const bool ended = status.state == net::State::Closed || status.state == net::State::Failed;
    if (!ended)
        return true;
    if (status.retriedAs) {
        m_bar.dismiss(retryKey(id));
        forgetFailure();
        watch(*status.retriedAs, settingsOf(id));
        Q_EMIT retried(id, *status.retriedAs);
        return false;
    }
    if (!watched.told && status.state == net::State::Failed)
        tellFailure(id, status);
    watched.told = true;
    if (status.retryAt) {
        tellRetry(watched, status, now);
        return true;
    }
    m_bar.dismiss(retryKey(id));
    // The next attempt is announced when TCP is over as well, which the peer may put off.
    return settingsOf(id).reconnect.enabled && !watched.counting && ++watched.sinceEnd < longestEnd;
}

void ConnectionNews::tellChange(ConnectionId id, const net::Status &status)
{
    Message message;
    message.kind = Message::Kind::Warning;
    message.key = QStringLiteral("changed ") + net::endpointOf(m_capture->facts(id).url);
    message.text = tr("%1 shows another certificate than at the last connection. Its SHA-256 fingerprint was %2.")
                       .arg(net::endpointOf(m_capture->facts(id).url), fingerprintText(status.previousSha256));
    message.actions.push_back({tr("Compare"), [this, id] { Q_EMIT connectionRequested(id); }, true});
    m_bar.post(message);
}

void ConnectionNews::tellFailure(ConnectionId id, const net::Status &status)
{
    if (!status.refusedSha256.isEmpty()) {
        const auto url = http::parseWsUrl(m_capture->facts(id).url);
        const QString host = url ? url->host : QString();
        m_question.ask(id, host, coreText(status.reason), status.refusedSha256, status.refusedCertificate);
        return;
    }
    Message message;
    message.kind = Message::Kind::Error;
    message.text = coreText(status.reason);
    message.key = failureKey();
    if (!status.redirectUrl.isEmpty()) {
        QStringList dropped;
        net::redirected(settingsOf(id), status.redirectUrl, &dropped);
        if (!dropped.isEmpty())
            message.text += u' ' + tr("To another origin go no credentials: without %1.").arg(dropped.join(u", "_qs));
        message.actions.push_back({tr("Connect to %1").arg(shortUrl(status.redirectUrl)),
                                   [this, id, url = status.redirectUrl] { followRedirect(id, url); }, true});
    }
    std::vector<ws::FindingId> found;
    for (const ws::Finding &finding : failureOf(*m_capture, id))
        found.push_back(finding.id);
    // 407, another refusal, or an answer that is none: what can be done is in the options, what was said in Handshake.
    const bool proxy = std::any_of(found.begin(), found.end(),
                                   [](ws::FindingId finding) { return ws::info(finding).group == ws::Group::Proxy; });
    if (proxy || !status.challenges.isEmpty()) {
        message.actions.push_back({proxy ? tr("Proxy options…") : tr("Authorization options…"),
                                   [this, proxy] { Q_EMIT authorizationRequested(proxy); }, true});
    }
    if (proxy || m_capture->totals(id).octetsIn > 0)
        message.actions.push_back({tr("Show handshake"), [this, id] { Q_EMIT handshakeRequested(id); }, true});
    // With other credentials, or at another address, trying the same again leads nowhere.
    const bool credentials = std::find(found.begin(), found.end(), ws::FindingId::ProxyAuth) != found.end();
    if (!credentials && status.challenges.isEmpty() && status.redirectUrl.isEmpty() &&
        http::parseWsUrl(settingsOf(id).url))
        message.actions.push_back({tr("Try again"), [this, id] { Q_EMIT connectRequested(settingsOf(id)); }, true});
    m_bar.post(message);
}

void ConnectionNews::tellRetry(Watched &watched, const net::Status &status, Timestamp now)
{
    const ConnectionId id = watched.id;
    const std::int64_t wait = status.retryAt->value() - now.value();
    const qlonglong seconds = std::max<std::int64_t>(0, (wait + 999'999'999) / 1'000'000'000);
    const net::ReconnectSettings reconnect = settingsOf(id).reconnect;
    const QString which = reconnect.attempts > 0
                              ? tr("attempt %1 of %2").arg(status.retryAttempt).arg(reconnect.attempts)
                              : tr("attempt %1").arg(status.retryAttempt);
    const QString text =
        tr("Connecting to %1 again in %2 s (%3).").arg(shortUrl(m_capture->facts(id).url)).arg(seconds).arg(which);
    if (m_bar.reword(retryKey(id), text) || std::exchange(watched.counting, true))
        return;
    Message message;
    message.text = text;
    message.key = retryKey(id);
    message.actions = {{tr("Now"),
                        [this, id] {
                            m_session->cancelReconnect(id);
                            Q_EMIT connectRequested(settingsOf(id));
                        },
                        true},
                       {tr("Cancel"), [this, id] { m_session->cancelReconnect(id); }, true}};
    message.closed = [this, id] { m_session->cancelReconnect(id); }; // nothing happens behind a person's back
    m_bar.post(message);
}

void ConnectionNews::followRedirect(ConnectionId id, const QString &url)
{
    QStringList dropped;
    net::ConnectionSettings given = settingsOf(id);
    if (given.url.isEmpty())
        given.url = m_capture->facts(id).url; // a capture that was opened: only its address is known
    const net::ConnectionSettings next = net::redirected(given, url, &dropped);
    Q_EMIT connectRequested(next);
    if (dropped.isEmpty())
        return;
    Message message;
    message.text = tr("Left out for the other origin: %1.").arg(dropped.join(u", "_qs));
    message.key = QStringLiteral("redirect");
    m_bar.post(message);
}

} // namespace framescope::ui
