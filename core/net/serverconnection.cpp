#include "core/net/serverconnection.h"

#include "core/http/handshake.h"
#include "core/net/deflatesettings.h"
#include "core/net/failuretext.h"
#include "core/ws/findings.h"

#include <algorithm>

namespace framescope::net
{
namespace
{
using namespace std::chrono_literals;
constexpr auto closeTime = 10s;

AnswerRules rulesOf(const ListenerSettings &settings)
{
    AnswerRules rules;
    rules.role = ws::Role::Server;
    rules.policy = settings.policy;
    rules.echo = settings.echo;
    rules.deliver = settings.demo;
    return rules;
}

QString said(const QByteArray &value) { return peerText(QString::fromUtf8(value), saidLimit); }

/// The sentence of the first broken rule, or what is said when there is none.
QString firstError(const std::vector<ws::Finding> &findings, const QString &otherwise)
{
    for (const ws::Finding &finding : findings) {
        if (ws::info(finding.id).severity == ws::Severity::Error)
            return findingSentence(finding);
    }
    return otherwise;
}
} // namespace

ServerConnection::ServerConnection(const ConnectionContext &context, ConnectionId id, const ListenerSettings &settings,
                                   const QString &url)
    : Connection(context, id, rulesOf(settings), closeTime), m_settings(settings), m_url(url)
{
    answerer().share(context.memory);
}

void ServerConnection::start(std::unique_ptr<QTcpSocket> socket, bool overloaded)
{
    capture::ConnectionFacts facts;
    facts.url = m_url;
    facts.ourRole = ws::Role::Server;
    capture().beginConnection(id(), facts, now());
    adoptSocket(std::move(socket));
    tcpConnected(facts, *this->socket());
    setDeadline(m_settings.requestTimeout);
    setState(State::Upgrading);
    if (overloaded)
        refuseBusy(m_settings.maxConnections);
    // The request may be there already.
    pump();
}

void ServerConnection::handshakeOctets(ByteView octets)
{
    m_octets += octets.size();
    if (m_refused)
        return;
    switch (m_head.feed(octets)) {
    case http::HeadParser::Status::NeedMore:
        return;
    case http::HeadParser::Status::Failed:
        refuseHead();
        return;
    case http::HeadParser::Status::Done:
        break;
    }
    answerRequest();
}

void ServerConnection::refuseHead()
{
    const std::vector<ws::Finding> &findings = m_head.findings();
    const bool tooLarge = std::any_of(findings.begin(), findings.end(), [](const ws::Finding &finding) {
        return finding.id == ws::FindingId::HsTooLarge;
    });
    if (tooLarge)
        refuse(431, u"The request's head is too large."_qs); // RFC 6585 §5
    else
        refuse(400, firstError(findings, u"The request is not HTTP."_qs));
}

void ServerConnection::answerRequest()
{
    const http::Head &head = m_head.head();
    const http::RequestVerdict verdict = http::judgeRequest(head);
    if (!verdict.valid) {
        refuse(verdict.status == 101 ? 400 : verdict.status,
               firstError(verdict.findings, u"The request breaks the opening handshake."_qs));
        return;
    }
    const QByteArray host = requestedHost(head);
    if (!isOwnHost(host, m_settings.admission)) {
        refuse(403, u"The Host field names \"%1\", which is no name of this listener."_qs.arg(said(host)),
               {{ws::FindingId::HsHostForeign, 0}});
        return;
    }
    // RFC 6455 §4.2.2 step 4: a server may refuse a page by its origin, with 403.
    for (const http::Field *origin : head.all("Origin")) {
        if (!isAllowedOrigin(origin->value, host, m_settings.admission)) {
            refuse(403, u"A page of \"%1\" may not connect here."_qs.arg(said(origin->value)),
                   {{ws::FindingId::HsOriginForeign, 0}});
            return;
        }
    }
    // RFC 6455 §4.2.2: one of the subprotocols the client offered, or none.
    QByteArray subprotocol;
    for (const QByteArray &offered : verdict.subprotocols) {
        if (m_settings.subprotocols.contains(offered)) {
            subprotocol = offered;
            break;
        }
    }
    Q_EMIT judged();
    std::optional<http::DeflateAcceptance> deflate;
    if (m_settings.deflate.offer)
        deflate = http::acceptDeflate(verdict.deflateOffers, deflateParameters(m_settings.deflate, ws::Role::Server));
    const QByteArray extensions = deflate ? deflate->answer.toText() : QByteArray();
    transmit(http::acceptResponse(verdict, subprotocol, extensions));
    if (deflate) {
        editStatus().agreement = deflate->agreement;
        editStatus().sending = deflate->agreement.server;
        answerer().writer().agree(deflate->agreement.server, m_settings.deflate);
    }
    open(subprotocol, extensions);
}

void ServerConnection::refuse(int status, const QString &reason, const Findings &findings)
{
    m_refused = true;
    Q_EMIT judged();
    transmit(http::refuseResponse(status, reason.toUtf8() + '\n'));
    fail({u"handshake"_qs, u"The upgrade request was refused with %1: %2"_qs.arg(status).arg(reason), findings});
    endTcp();
}

void ServerConnection::refuseBusy(std::size_t limit)
{
    if (!m_refused)
        refuse(503, u"Too many connections are open."_qs, {{ws::FindingId::HsBusy, limit}});
}

void ServerConnection::handshakeEnded(bool reset)
{
    if (status().state == State::Failed)
        return;
    const QString reason = reset ? u"The client reset the connection after %1 bytes, before its request was whole."_qs
                                 : u"The client ended the connection after %1 bytes, before its request was whole."_qs;
    fail({u"handshake"_qs, reason.arg(m_octets)});
}

void ServerConnection::handshakeDeadline()
{
    const auto limit = static_cast<std::uint64_t>(m_settings.requestTimeout.count());
    refuse(408, u"The request was not whole within %1."_qs.arg(secondsText(m_settings.requestTimeout)),
           {{ws::FindingId::TimeoutHandshake, limit}});
}

void ServerConnection::socketFailed(QAbstractSocket::SocketError, const QString &text)
{
    if (status().state != State::Failed)
        fail({u"handshake"_qs, u"The connection broke during the opening handshake (%1)."_qs.arg(text)});
    closeTcp();
}

} // namespace framescope::net
