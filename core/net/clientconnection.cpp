#include "core/net/clientconnection.h"

#include "core/http/acceptkey.h"
#include "core/http/handshake.h"
#include "core/net/failuretext.h"
#include "core/net/tlssetup.h"
#include "core/ws/findings.h"

#include <QJsonObject>
#include <QNetworkProxy>

namespace framescope::net
{
namespace
{
using namespace std::chrono_literals;
constexpr auto bodyTime = 5s;
constexpr qsizetype firstOctetsKept = 64;

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
    : Connection(context, id, rulesOf(settings), settings.closeTimeout), m_settings(settings)
{
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
        failAndClose(u"connect"_qs, url.error().message);
        return;
    }
    std::unique_ptr<QTcpSocket> socket;
    if (m_url.secure) {
        auto configuration = tlsConfiguration(m_settings.tls);
        if (!configuration) {
            failAndClose(u"tls"_qs, configuration.error().message);
            return;
        }
        auto tls = std::make_unique<QSslSocket>();
        connectTls(*tls, *configuration);
        socket = std::move(tls);
    } else {
        socket = std::make_unique<QTcpSocket>();
    }
    socket->setProxy(QNetworkProxy::NoProxy);
    connect(socket.get(), &QTcpSocket::connected, this, &ClientConnection::onConnected);
    adoptSocket(std::move(socket));
    setDeadline(m_settings.connectTimeout);
    const QString host = QString::fromLatin1(m_url.asciiHost);
    // The name goes out as SNI and is what the certificate must be for.
    if (auto *tls = qobject_cast<QSslSocket *>(this->socket()))
        tls->connectToHostEncrypted(host, m_url.port);
    else
        this->socket()->connectToHost(host, m_url.port);
}

void ClientConnection::connectTls(QSslSocket &socket, const QSslConfiguration &configuration)
{
    socket.setSslConfiguration(configuration);
    connect(&socket, &QSslSocket::encrypted, this, &ClientConnection::onEncrypted);
    connect(&socket, &QSslSocket::sslErrors, this, &ClientConnection::onSslErrors);
    connect(&socket, &QSslSocket::alertReceived, this,
            [this](QSsl::AlertLevel, QSsl::AlertType type, const QString &description) {
                m_alert = u"\"%1\" (%2)"_qs.arg(description).arg(static_cast<int>(type));
            });
}

QString ClientConnection::where() const { return endpointText(QString::fromLatin1(m_url.asciiHost), m_url.port); }

void ClientConnection::failAndClose(const QString &stage, const QString &reason)
{
    fail(stage, reason);
    closeTcp();
}

void ClientConnection::onConnected()
{
    tcpConnected(m_facts);
    setDeadline(m_settings.handshakeTimeout);
    if (m_url.secure)
        setState(State::Securing);
    else
        sendRequest();
}

void ClientConnection::onSslErrors(const QList<QSslError> &errors)
{
    auto &tls = static_cast<QSslSocket &>(*socket());
    const QSslCertificate leaf = tls.peerCertificate();
    if (m_settings.tls.insecure || isAccepted(m_settings.tls, where().toLower(), leaf)) {
        m_excused = errors;
        // With the list: without one, Qt would ignore all later errors too.
        tls.ignoreSslErrors(errors);
        return;
    }
    m_refused = errors;
    editStatus().refusedSha256 = leaf.digest(QCryptographicHash::Sha256);
    editStatus().refusedCertificate = certificateText(leaf, errors);
}

void ClientConnection::onEncrypted()
{
    const auto &tls = static_cast<const QSslSocket &>(*socket());
    editStatus().tls = tlsSummary(tls);
    editStatus().tlsVerified = m_excused.isEmpty();
    addEvent(capture::EventKind::Secured, securedDetails(tls, m_excused));
    sendRequest();
}

void ClientConnection::sendRequest()
{
    http::UpgradeRequest request;
    request.url = m_url;
    request.key = http::makeKey();
    request.origin = m_settings.origin;
    request.subprotocols = m_settings.subprotocols;
    request.headers = m_settings.headers;
    m_request = request.toHead();
    setState(State::Upgrading);
    transmit(m_request);
}

ByteView ClientConnection::handshakeOctets(ByteView octets)
{
    m_octets += octets.size();
    const ByteView kept = octets.first(qMin(octets.size(), std::size_t(firstOctetsKept - m_firstOctets.size())));
    m_firstOctets.append(qbyteView(kept));
    if (m_body) {
        m_body->feed(octets);
        if (m_body->complete())
            refuse();
        return {};
    }
    switch (m_head.feed(octets)) {
    case http::HeadParser::Status::NeedMore:
        return {};
    case http::HeadParser::Status::Failed:
        refuse();
        return {};
    case http::HeadParser::Status::Done:
        break;
    }
    return judge(octets);
}

ByteView ClientConnection::judge(ByteView rest)
{
    http::HeadParser request(http::HeadKind::Request);
    ByteView sent = byteView(m_request);
    request.feed(sent);
    const http::ResponseVerdict verdict = http::judgeResponse(request.head(), m_head.head());
    if (!verdict.upgraded) {
        m_body.emplace(m_head.head());
        m_body->feed(rest);
        if (m_body->complete())
            refuse();
        else
            setDeadline(bodyTime);
        return {};
    }
    if (policy() == Policy::Strict && !verdict.valid) {
        // RFC 6455 §4.1: the client must fail the connection; there is nobody to send a close frame to.
        QString rule;
        for (const ws::Finding &finding : verdict.findings) {
            if (ws::info(finding.id).severity == ws::Severity::Error) {
                rule = findingSentence(finding);
                break;
            }
        }
        failAndClose(u"handshake"_qs, u"The server's answer breaks the opening handshake: %1"_qs.arg(rule));
        return {};
    }
    open(verdict.subprotocol, verdict.extensions);
    return rest;
}

void ClientConnection::refuse() { failAndClose(u"handshake"_qs, refusalSentence()); }

QString ClientConnection::refusalSentence() const
{
    const http::Head &head = m_head.head();
    if (!m_body) {
        for (const ws::Finding &finding : m_head.findings()) {
            if (finding.id == ws::FindingId::HsTooLarge)
                return u"%1 answered with a head over the limit: %2"_qs.arg(where(), findingSentence(finding));
        }
        // RFC 8446 §5.1: the first octet of a TLS record is its type, 20 to 24, the second the version's
        // major number 3.
        const bool tls =
            m_firstOctets.size() > 1 && m_firstOctets[0] >= 20 && m_firstOctets[0] <= 24 && m_firstOctets[1] == 3;
        if (tls)
            return u"%1 answered with TLS. Try wss:// instead of ws://."_qs.arg(where());
        return u"%1 did not answer with HTTP; its first octets are %2. Check that this port serves WebSocket."_qs.arg(
            where(), quotedOctets(m_firstOctets));
    }
    QString text = u"The server answered %1 %2"_qs.arg(head.status).arg(QString::fromLatin1(head.reason)).trimmed();
    text += u" instead of 101."_qs;
    const QByteArray location = head.value(QByteArrayView("Location"));
    if (head.status >= 300 && head.status < 400 && !location.isEmpty()) {
        text += u" It points to %1; a redirect is not followed, connect there if you mean to."_qs.arg(
            QString::fromUtf8(location));
    }
    if (m_body->size() > 0)
        text += u" Its body is in Handshake."_qs;
    return text;
}

void ClientConnection::handshakeEnded(bool reset)
{
    const State state = status().state;
    if (state == State::Failed)
        return;
    if (m_body) {
        fail(u"handshake"_qs, refusalSentence());
        return;
    }
    const QString how = reset ? u"reset the connection"_qs : u"ended the connection"_qs;
    if (state == State::Securing || state == State::Connecting) {
        fail(u"tls"_qs, u"%1 %2 during the TLS handshake. Check that this port speaks TLS."_qs.arg(where(), how));
        return;
    }
    if (!m_alert.isEmpty()) {
        fail(u"tls"_qs, tlsFailure(where(), {}, m_alert, {}));
        return;
    }
    QString place = u"before it answered"_qs;
    if (m_octets > 0) {
        const bool inStatusLine = !m_head.head().raw.contains('\n');
        place = u"after %1 octets, %2"_qs.arg(m_octets).arg(inStatusLine
                                                                ? u"in the middle of the status line of its answer"_qs
                                                                : u"in the middle of the header of its answer"_qs);
    }
    fail(u"handshake"_qs, u"%1 %2 %3."_qs.arg(where(), how, place));
}

void ClientConnection::handshakeDeadline()
{
    const QString time = secondsText(m_settings.handshakeTimeout);
    if (m_body) {
        refuse();
    } else if (status().state == State::Connecting) {
        failAndClose(u"connect"_qs,
                     u"%1 did not accept the connection within %2. Check the address, or raise the time limit."_qs.arg(
                         where(), secondsText(m_settings.connectTimeout)));
    } else if (status().state == State::Securing) {
        failAndClose(u"tls"_qs,
                     u"The TLS handshake with %1 was not done within %2. Check that this port speaks TLS."_qs.arg(
                         where(), time));
    } else if (m_octets == 0) {
        failAndClose(u"handshake"_qs, u"%1 did not answer the upgrade request within %2."_qs.arg(where(), time));
    } else {
        failAndClose(
            u"handshake"_qs,
            u"%1 did not finish its answer within %2; %3 octets of it came."_qs.arg(where(), time).arg(m_octets));
    }
}

void ClientConnection::socketFailed(QAbstractSocket::SocketError error, const QString &text)
{
    if (status().state == State::Failed)
        return;
    if (status().state == State::Connecting) {
        failAndClose(u"connect"_qs, connectFailure(error, text, m_url.host, m_url.port));
        return;
    }
    if (m_url.secure) {
        failAndClose(u"tls"_qs, tlsFailure(where(), m_refused, m_alert, text));
        return;
    }
    failAndClose(u"handshake"_qs,
                 u"The connection to %1 broke during the opening handshake (%2)."_qs.arg(where(), text));
}

} // namespace framescope::net
