#include "core/net/serverconnection.h"

#include "core/http/handshake.h"
#include "core/net/failuretext.h"
#include "core/ws/findings.h"

namespace framescope::net
{
namespace
{
using namespace std::chrono_literals;
constexpr auto requestTime = 10s;
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

/// Whether a Host field names this machine itself: a web page reaches a loopback port under another name
/// only.
bool isLoopbackHost(QByteArrayView host)
{
    qsizetype end = host.size();
    if (host.startsWith('['))
        end = host.indexOf(']') + 1;
    else if (const qsizetype colon = host.indexOf(':'); colon >= 0)
        end = colon;
    const QByteArray name = host.first(end).toByteArray().toLower();
    return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}
} // namespace

ServerConnection::ServerConnection(const ConnectionContext &context, ConnectionId id, const ListenerSettings &settings,
                                   const QString &url)
    : Connection(context, id, rulesOf(settings), closeTime), m_settings(settings), m_url(url)
{
}

void ServerConnection::start(std::unique_ptr<QTcpSocket> socket, bool overloaded)
{
    m_overloaded = overloaded;
    capture::ConnectionFacts facts;
    facts.url = m_url;
    facts.ourRole = ws::Role::Server;
    capture().beginConnection(id(), facts, now());
    adoptSocket(std::move(socket));
    tcpConnected(facts);
    setDeadline(requestTime);
    setState(State::Upgrading);
    // The request may be there already.
    pump();
}

ByteView ServerConnection::handshakeOctets(ByteView octets)
{
    m_octets += octets.size();
    if (m_refused)
        return {};
    switch (m_head.feed(octets)) {
    case http::HeadParser::Status::NeedMore:
        return {};
    case http::HeadParser::Status::Failed: {
        QString rule = u"The request is not HTTP."_qs;
        for (const ws::Finding &finding : m_head.findings()) {
            if (ws::info(finding.id).severity == ws::Severity::Error)
                rule = findingSentence(finding);
        }
        refuse(400, rule);
        return {};
    }
    case http::HeadParser::Status::Done:
        break;
    }
    answerRequest();
    return isOpen() ? octets : ByteView();
}

void ServerConnection::answerRequest()
{
    const http::Head &head = m_head.head();
    if (m_overloaded) {
        refuse(503, u"Too many connections are open."_qs);
        return;
    }
    if (m_settings.address.isLoopback() && !isLoopbackHost(head.value(QByteArrayView("Host")))) {
        refuse(403, u"The Host field names another machine; this port serves this machine only."_qs);
        return;
    }
    const http::RequestVerdict verdict = http::judgeRequest(head);
    if (!verdict.valid) {
        QString rule = u"The request breaks the opening handshake."_qs;
        for (const ws::Finding &finding : verdict.findings) {
            if (ws::info(finding.id).severity == ws::Severity::Error) {
                rule = findingSentence(finding);
                break;
            }
        }
        refuse(verdict.status == 101 ? 400 : verdict.status, rule);
        return;
    }
    // RFC 6455 §4.2.2: one of the subprotocols the client offered, or none.
    QByteArray subprotocol;
    for (const QByteArray &offered : verdict.subprotocols) {
        if (m_settings.subprotocols.contains(offered)) {
            subprotocol = offered;
            break;
        }
    }
    transmit(http::acceptResponse(verdict, subprotocol));
    open(subprotocol, {});
}

void ServerConnection::refuse(int status, const QString &reason)
{
    m_refused = true;
    transmit(http::refuseResponse(status, reason.toUtf8() + '\n'));
    fail({u"handshake"_qs, u"The upgrade request was refused with %1: %2"_qs.arg(status).arg(reason)});
    endTcp();
}

void ServerConnection::handshakeEnded(bool reset)
{
    if (status().state == State::Failed)
        return;
    fail({u"handshake"_qs, u"The client %1 the connection after %2 octets, before its request was whole."_qs
                               .arg(reset ? u"reset"_qs : u"ended"_qs)
                               .arg(m_octets)});
}

void ServerConnection::handshakeDeadline()
{
    refuse(408, u"The request was not whole within %1."_qs.arg(secondsText(requestTime)));
}

void ServerConnection::socketFailed(QAbstractSocket::SocketError, const QString &text)
{
    if (status().state != State::Failed)
        fail({u"handshake"_qs, u"The connection broke during the opening handshake (%1)."_qs.arg(text)});
    closeTcp();
}

} // namespace framescope::net
