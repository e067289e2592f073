#include "core/net/clientconnection.h"

#include "core/net/deflatesettings.h"
#include "core/net/failuretext.h"
#include "core/net/tlssetup.h"
#include "core/ws/findings.h"

#include <QJsonObject>

namespace framescope::net
{
namespace
{
using namespace std::chrono_literals;
constexpr auto bodyTime = 5s;

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
    , m_idle(settings.idleAfter, [this] { return capture().totals(this->id()).octetsIn; })
{
    connect(this, &Connection::opened, &m_idle, &IdleWatch::start);
    connect(this, &Connection::finished, &m_idle, &IdleWatch::stop);
    connect(&m_idle, &IdleWatch::idle, this, [this](std::chrono::milliseconds limit) {
        QJsonObject details{{u"text"_qs, u"Nothing came for %1."_qs.arg(secondsText(limit))}};
        capture::tell(details, ws::FindingId::TcpIdle,
                      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(limit).count()));
        addEvent(capture::EventKind::Note, details);
        Q_EMIT changed();
    });
}

void ClientConnection::start()
{
    m_facts.url = m_settings.url;
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
        m_tls = std::make_unique<ClientTls>(m_settings.tls, m_url);
        connect(m_tls.get(), &ClientTls::encrypted, this, &ClientConnection::onEncrypted);
        if (auto failure = m_tls->prepare()) {
            failure->lasting = u"its files for TLS cannot be used"_qs;
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

// --- TCP ---------------------------------------------------------------------------------------------------------

void ClientConnection::dial()
{
    m_dialer = std::make_unique<Dialer>(m_settings, m_url);
    connect(m_dialer.get(), &Dialer::connected, this, &ClientConnection::onConnected);
    connect(m_dialer.get(), &Dialer::failed, this, &ClientConnection::failAndClose);
    m_dialer->start();
}

void ClientConnection::stopConnecting()
{
    if (!m_dialer)
        return;
    // It may be the one that calls.
    m_dialer->disconnect(this);
    m_dialer.release()->deleteLater();
}

void ClientConnection::onConnected()
{
    adoptSocket(m_dialer->takeSocket());
    stopConnecting();
    tcpConnected(m_facts);
    if (m_tls)
        secure();
    else
        sendRequest();
}

void ClientConnection::socketFailed(QAbstractSocket::SocketError, const QString &text)
{
    if (status().state == State::Failed)
        return;
    if (m_tls) {
        editStatus().refusedSha256 = m_tls->refusedSha256();
        editStatus().refusedCertificate = m_tls->refusedCertificate();
        failAndClose(m_tls->failed(text));
        return;
    }
    const QString where = endpointText(QString::fromLatin1(m_url.asciiHost), m_url.port);
    failAndClose(
        {u"handshake"_qs, u"The connection to %1 broke during the opening handshake (%2)."_qs.arg(where, text)});
}

void ClientConnection::handshakeEnded(bool reset)
{
    if (status().state == State::Failed)
        return;
    if (status().state == State::Securing)
        fail(m_tls->ended(reset));
    else if (m_tls && !m_tls->alert().isEmpty())
        fail(m_tls->failed({}));
    else
        fail(m_upgrade->ended(reset));
}

void ClientConnection::handshakeDeadline()
{
    if (status().state == State::Securing)
        failAndClose(m_tls->timedOut(m_settings.handshakeTimeout));
    else
        failAndClose(m_upgrade->timedOut());
}

// --- TLS ---------------------------------------------------------------------------------------------------------

void ClientConnection::secure()
{
    setDeadline(m_settings.handshakeTimeout);
    setState(State::Securing);
    m_tls->start(static_cast<QSslSocket &>(*socket()));
}

void ClientConnection::onEncrypted()
{
    const auto &tls = static_cast<const QSslSocket &>(*socket());
    editStatus().tls = tlsSummary(tls);
    editStatus().tlsVerified = m_tls->excused().isEmpty();
    addEvent(capture::EventKind::Secured, securedDetails(tls, m_tls->excused()));
    sendRequest();
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

ByteView ClientConnection::handshakeOctets(ByteView octets)
{
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
    case ClientUpgrade::Step::Failed:
        failAndClose(m_upgrade->failure());
        break;
    case ClientUpgrade::Step::Upgraded:
        editStatus().agreement = m_upgrade->verdict().agreement;
        // A faulty answer can be read, but what it makes of compressed messages is not known.
        if (m_upgrade->verdict().mayCompress) {
            answerer().writer().agree(clientSide(m_upgrade->verdict().agreement, m_settings.deflate),
                                      m_settings.deflate);
        }
        open(m_upgrade->verdict().subprotocol, m_upgrade->verdict().extensions);
        return octets;
    }
    return {};
}

} // namespace framescope::net
