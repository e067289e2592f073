#include "core/net/clientconnection.h"

#include "core/net/failuretext.h"
#include "core/net/tls/tlswatch.h"
#include "core/ws/findings.h"

#include <QJsonObject>
#include <QRegularExpression>

namespace framescope::net
{
namespace
{
using namespace std::chrono_literals;
constexpr auto bodyTime = 5s;

/// What stands before the @ of an authority is for nobody's eyes; with it the text is no address for a WebSocket, but
/// it is recorded.
QString withoutUserInfo(const QString &url)
{
    static const QRegularExpression userInfo(
        u"^(\\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?//|\\s*(?:wss?|https?):|)[^/?#]*@"_qs);
    return QString(url).replace(userInfo, u"\\1"_qs);
}

AnswerRules rulesOf(const ConnectionSettings &settings)
{
    AnswerRules rules;
    rules.role = ws::Role::Client;
    rules.policy = settings.policy;
    rules.ping = settings.answerPing;
    rules.close = settings.answerClose;
    rules.echo = settings.echo;
    return rules;
}
} // namespace

ClientConnection::ClientConnection(const ConnectionContext &context, ConnectionId id,
                                   const ConnectionSettings &settings)
    : Connection(context, id, rulesOf(settings), settings.closeTimeout)
    , m_settings(settings)
    , m_known(context.knownCertificates)
    , m_idle(settings.idleAfter, [this] { return capture().totals(this->id()).octetsIn; })
{
    connect(this, &Connection::opened, &m_idle, &IdleWatch::start);
    connect(this, &Connection::finished, &m_idle, &IdleWatch::stop);
    connect(this, &Connection::peerDone, this, [this] {
        m_idle.stop();
        addEvent(capture::EventKind::Note, {{u"text"_qs, u"Peer done sending. What is sent from here still goes out, "
                                                         "until the connection is closed from here."_qs}});
    });
    connect(&m_idle, &IdleWatch::idle, this, [this](std::chrono::milliseconds limit) {
        QJsonObject details{{u"text"_qs, u"Nothing came for %1."_qs.arg(secondsText(limit))}};
        capture::tell(details, ws::FindingId::TcpIdle,
                      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(limit).count()));
        addEvent(capture::EventKind::Note, details);
        Q_EMIT changed();
    });
    setKeepAlive(settings.keepAlive);
    setKeepHalfOpen(settings.keepHalfOpen);
}

void ClientConnection::start()
{
    m_facts.url = withoutUserInfo(m_settings.url);
    m_facts.ourRole = ws::Role::Client;
    auto url = http::parseWsUrl(m_settings.url);
    if (url) {
        m_url = *url;
        m_facts.url = m_url.toString();
        m_facts.tls = m_url.secure;
    }
    capture().beginConnection(id(), m_facts, now());
    if (!url) {
        failAndClose({u"connect"_qs, url.error().message, {}, u"this is no address"_qs});
        return;
    }
    m_upgrade.emplace(m_settings, m_url, context().cookies.get());
    if (m_url.secure) {
        m_tls = std::make_unique<ClientTls>(m_settings.tls, m_url, m_known);
        connect(m_tls.get(), &ClientTls::encrypted, this, &ClientConnection::onEncrypted);
        connect(m_tls.get(), &ClientTls::alerted, this, &ClientConnection::onAlert);
        // Queued: the socket is in the middle of its handshake.
        connect(
            m_tls.get(), &ClientTls::refused, this, [this] { failTls(m_tls->failed({})); }, Qt::QueuedConnection);
        if (const auto failure = m_tls->prepare()) {
            failAndClose(*failure);
            return;
        }
    }
    dial();
}

void ClientConnection::failAndClose(const Failure &failure)
{
    fail(failure);
    closeTcp();
}

Failure ClientConnection::withRoute(Failure failure) const
{
    if (!m_route.isEmpty())
        failure.reason += u' ' + m_route;
    return failure;
}

std::int64_t ClientConnection::endStep()
{
    const qint64 ns = m_step.nsecsElapsed();
    m_step.start();
    return ns;
}

// --- TCP ---------------------------------------------------------------------------------------------------------

void ClientConnection::dial()
{
    m_dialer = std::make_unique<Dialer>(m_settings, m_url);
    connect(m_dialer.get(), &Dialer::told, this,
            [this](capture::EventKind kind, const QJsonObject &details) { addEvent(kind, details); });
    connect(m_dialer.get(), &Dialer::reached, this, &ClientConnection::onReached);
    connect(m_dialer.get(), &Dialer::connected, this, &ClientConnection::onConnected);
    connect(m_dialer.get(), &Dialer::failed, this, &ClientConnection::failAndClose);
    m_dialer->start();
}

void ClientConnection::stopConnecting()
{
    if (!m_dialer)
        return;
    const Dialer::Times &times = m_dialer->times();
    editStatus().timings.lookupNs = times.lookup;
    editStatus().timings.tcpNs = times.tcp;
    editStatus().timings.proxyNs = times.proxy;
    m_dialer->cancel();
    // It may be the one that calls.
    m_dialer.release()->deleteLater();
}

void ClientConnection::onReached(QTcpSocket &reached)
{
    m_facts.proxy = m_dialer->proxyText();
    if (m_url.isUnix())
        m_facts.peerAddress = endpointText(m_url);
    tcpConnected(m_facts, reached);
}

void ClientConnection::onConnected()
{
    adoptSocket(m_dialer->takeSocket());
    if (!m_facts.proxy.isEmpty()) {
        const QString doubt = m_dialer->doubt();
        m_route = u"The way led through the proxy %1."_qs.arg(m_facts.proxy) + (doubt.isEmpty() ? doubt : u' ' + doubt);
    }
    stopConnecting();
    m_step.start();
    if (m_tls)
        secure();
    else
        sendRequest();
    // Octets may have come with the proxy's answer: no signal tells of them again.
    pump();
}

void ClientConnection::socketFailed(QAbstractSocket::SocketError, const QString &text)
{
    if (status().state == State::Failed)
        return;
    if (status().state == State::Securing) {
        failTls(m_tls->failed(text));
        return;
    }
    if (const auto failure = m_tls ? m_tls->failedAfterwards(TlsEnd::Error, text) : std::nullopt) {
        failTls(*failure);
        return;
    }
    failAndClose(withRoute({u"handshake"_qs, u"The connection to %1 broke during the opening handshake (%2)."_qs.arg(
                                                 endpointText(m_url), text)}));
}

void ClientConnection::handshakeEnded(bool reset)
{
    if (status().state == State::Failed)
        return;
    std::optional<Failure> failure;
    if (status().state == State::Securing)
        failure = m_tls->ended(reset);
    else if (m_tls && m_upgrade->octets() == 0)
        failure = m_tls->failedAfterwards(reset ? TlsEnd::Reset : TlsEnd::Closed);
    if (failure)
        readTlsStatus();
    fail(withRoute(failure.value_or(m_upgrade->ended(reset))));
}

void ClientConnection::handshakeDeadline()
{
    if (status().state == State::Securing)
        failTls(m_tls->timedOut(m_settings.tlsTimeout));
    else
        failAndClose(withRoute(m_upgrade->timedOut()));
}

// --- TLS ---------------------------------------------------------------------------------------------------------

void ClientConnection::secure()
{
    setDeadline(m_settings.tlsTimeout);
    setState(State::Securing);
    m_tls->start(static_cast<QSslSocket &>(*socket()));
}

void ClientConnection::onEncrypted()
{
    editStatus().timings.tlsNs = endStep();
    readTlsStatus();
    const TlsFacts &facts = m_tls->facts();
    editStatus().tls = tlsSummary(facts.protocol, facts.cipher);
    editStatus().tlsVerified = m_tls->verified();
    addEvent(capture::EventKind::Secured, m_tls->securedDetails());
    sendRequest();
}

void ClientConnection::onAlert(int number)
{
    // Before the connection is open the row of its failure tells it.
    if (!isOpen())
        return;
    QJsonObject details{{u"text"_qs, u"The server ended TLS with the alert %1."_qs.arg(alertText(number))}};
    capture::tell(details, ws::FindingId::TlsAlert, static_cast<std::uint64_t>(number));
    addEvent(capture::EventKind::Note, details);
}

void ClientConnection::readTlsStatus()
{
    Status &status = editStatus();
    status.refusedSha256 = m_tls->refusedSha256();
    status.refusedCertificate = m_tls->refusedCertificate();
    status.previousSha256 = m_tls->facts().previousSha256;
    status.acceptableIssuers = m_tls->acceptableIssuers();
}

void ClientConnection::failTls(const Failure &failure)
{
    if (status().state == State::Failed)
        return;
    readTlsStatus();
    failAndClose(withRoute(failure));
}

// --- the opening handshake ---------------------------------------------------------------------------------------

void ClientConnection::sendRequest()
{
    setDeadline(m_settings.handshakeTimeout);
    setState(State::Upgrading);
    const QByteArray &request = m_upgrade->makeRequest();
    tellNotes();
    transmit(request);
}

void ClientConnection::tellNotes()
{
    const QStringList notes = m_upgrade->takeNotes();
    for (const QString &note : notes)
        addEvent(capture::EventKind::Note, {{u"text"_qs, note}}, Direction::Out);
}

void ClientConnection::handshakeOctets(ByteView octets)
{
    // Nothing was asked yet: TLS is about to be refused, and these octets are recorded and no more.
    if (status().state != State::Upgrading)
        return;
    const ClientUpgrade::Step step = m_upgrade->feed(octets);
    tellNotes();
    editStatus().redirectUrl = m_upgrade->redirectUrl();
    editStatus().challenges = m_upgrade->challenges();
    switch (step) {
    case ClientUpgrade::Step::NeedMore:
        break;
    case ClientUpgrade::Step::Body:
        if (!m_waitsForBody)
            setDeadline(bodyTime);
        m_waitsForBody = true;
        break;
    case ClientUpgrade::Step::Failed: {
        Failure failure = m_upgrade->failure();
        if (m_tls)
            m_tls->explainRefusal(failure, m_upgrade->status());
        failAndClose(withRoute(failure));
        break;
    }
    case ClientUpgrade::Step::Upgraded:
        editStatus().agreement = m_upgrade->verdict().agreement;
        editStatus().timings.upgradeNs = endStep();
        // A faulty answer can be read, but what it makes of compressed messages is not known.
        editStatus().sending = m_upgrade->compression();
        if (m_upgrade->verdict().mayCompress)
            answerer().writer().agree(status().sending, m_settings.deflate);
        open(m_upgrade->verdict().subprotocol, m_upgrade->verdict().extensions, m_upgrade->sentEarly());
        break;
    }
}

} // namespace framescope::net
