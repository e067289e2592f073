#include "core/net/clientupgrade.h"

#include "core/http/challenge.h"
#include "core/http/token.h"
#include "core/net/cookies.h"
#include "core/net/deflatesettings.h"
#include "core/net/failuretext.h"
#include "core/net/redirect.h"
#include "core/net/request.h"
#include "core/ws/findings.h"

#include <algorithm>

namespace framescope::net
{
namespace
{
constexpr qsizetype firstOctetsKept = 64;
constexpr qsizetype mostChallenges = 20;
constexpr qsizetype longestChallenge = 4096;
} // namespace

ClientUpgrade::ClientUpgrade(const ConnectionSettings &settings, const http::WsUrl &url, CookieStore *cookies)
    : m_settings(settings), m_url(url), m_cookies(cookies), m_where(endpointText(url))
{
}

const QByteArray &ClientUpgrade::makeRequest()
{
    Request request = net::makeRequest(m_settings, m_url, m_cookies);
    m_request = std::move(request.octets);
    m_notes += request.notes;
    return m_request;
}

http::Head ClientUpgrade::sentHead() const
{
    http::HeadParser parser(http::HeadKind::Request);
    ByteView sent = byteView(m_request);
    parser.feed(sent);
    return parser.head();
}

ClientUpgrade::Step ClientUpgrade::feed(ByteView &octets)
{
    m_octets += octets.size();
    const ByteView kept = octets.first(qMin(octets.size(), std::size_t(firstOctetsKept - m_firstOctets.size())));
    m_firstOctets.append(qbyteView(kept));
    while (!m_body) {
        switch (m_head.feed(octets)) {
        case http::HeadParser::Status::NeedMore:
            return Step::NeedMore;
        case http::HeadParser::Status::Failed:
            return Step::Failed;
        case http::HeadParser::Status::Done:
            break;
        }
        const Step step = judge(octets);
        if (!m_verdict.interim)
            return step;
        // RFC 9110 §15.2: any number of 1xx answers may come before the final one.
        m_head = http::HeadParser(http::HeadKind::Response);
    }
    m_body->feed(octets);
    octets = {};
    return m_body->complete() ? Step::Failed : Step::Body;
}

ByteView ClientUpgrade::sentEarly() const
{
    http::HeadParser request(http::HeadKind::Request);
    ByteView rest = byteView(m_request);
    return request.feed(rest) == http::HeadParser::Status::Done ? rest : ByteView();
}

ClientUpgrade::Step ClientUpgrade::judge(ByteView &rest)
{
    m_verdict = http::judgeResponse(sentHead(), m_head.head());
    if (m_verdict.interim)
        return Step::NeedMore;
    if (m_cookies != nullptr && !m_settings.cookieProfile.isEmpty()) {
        QList<QByteArray> values;
        for (const http::Field *field : m_head.head().all("Set-Cookie"))
            values += field->value;
        if (!values.isEmpty())
            m_notes += m_cookies->keep(m_settings.cookieProfile, m_url, values);
    }
    if (!m_verdict.upgraded) {
        m_body.emplace(m_head.head());
        m_body->feed(rest);
        rest = {};
        return m_body->complete() ? Step::Failed : Step::Body;
    }
    if (m_settings.policy == Policy::Strict && !m_verdict.valid) {
        // RFC 6455 §4.1: the client must fail the connection; there is nobody to send a close frame to.
        for (const ws::Finding &finding : m_verdict.findings) {
            if (ws::info(finding.id).severity != ws::Severity::Error)
                continue;
            m_brokenRule = findingSentence(finding);
            if (finding.id == ws::FindingId::HsExtensionParameter)
                m_brokenRule += u' ' + peerText(http::wrongExtension(m_verdict.extensionVerdicts), saidLimit);
            m_brokenRule = m_brokenRule.trimmed();
            break;
        }
        return Step::Failed;
    }
    return Step::Upgraded;
}

ws::DeflateSide ClientUpgrade::compression() const
{
    // The head that was sent: a request or a header written by hand offers something else than the settings.
    return clientSide(m_verdict.agreement, http::judgeRequest(sentHead()).deflateOffers);
}

Failure ClientUpgrade::failure() const
{
    if (m_body)
        return {u"handshake"_qs, refusal(), {}, lasting()};
    if (m_verdict.upgraded) {
        return {u"handshake"_qs,
                u"The server's answer breaks the opening handshake: %1"_qs.arg(m_brokenRule),
                {},
                lasting()};
    }
    return {u"handshake"_qs, notHttp(), {}, lasting()};
}

QString ClientUpgrade::notHttp() const
{
    for (const ws::Finding &finding : m_head.findings()) {
        if (finding.id == ws::FindingId::HsTooLarge)
            return u"%1 answered with a head over the limit: %2"_qs.arg(m_where, findingSentence(finding));
    }
    // RFC 8446 §5.1: the first octet of a TLS record is its type, 20 to 24, the second the version's
    // major number 3.
    const bool tls =
        m_firstOctets.size() > 1 && m_firstOctets[0] >= 20 && m_firstOctets[0] <= 24 && m_firstOctets[1] == 3;
    if (tls)
        return u"%1 answered with TLS. Try wss:// instead of ws://."_qs.arg(m_where);
    return u"%1 did not answer with HTTP; its first bytes are %2. Check that this port serves WebSocket."_qs.arg(
        m_where, quotedOctets(m_firstOctets));
}

QString ClientUpgrade::refusal() const
{
    const http::Head &head = m_head.head();
    const QString said = peerText(QString::fromLatin1(head.reason), saidLimit);
    QString text =
        u"The server answered %1 instead of 101."_qs.arg(u"%1 %2"_qs.arg(QString::number(head.status), said).trimmed());
    const QByteArray location = head.value(QByteArrayView("Location"));
    if (const QString target = redirectUrl(); !target.isEmpty())
        text += u" It points to %1; a redirect is not followed, connect there if you mean to."_qs.arg(
            peerText(target, saidLimit));
    else if (head.status >= 300 && head.status < 400 && !location.isEmpty())
        text += u" It points to %1, which is no address for a WebSocket."_qs.arg(quotedOctets(location));
    text += credentialsWanted() + versionsSpoken();
    if (m_body->limited())
        text += u" The first %1 bytes of its body are in Handshake; more was not read."_qs.arg(RefusedBody::maxSize);
    else if (m_body->size() > 0)
        text += u" Its body is in Handshake."_qs;
    return text;
}

QString ClientUpgrade::redirectUrl() const
{
    const http::Head &head = m_head.head();
    // RFC 9110 §15.4: 304 answers a conditional request and leads nowhere.
    if (!m_body || head.status < 300 || head.status >= 400 || head.status == 304)
        return {};
    return redirectTarget(m_url, head.value(QByteArrayView("Location")));
}

QList<QByteArray> ClientUpgrade::challenges() const
{
    QList<QByteArray> values;
    const int status = m_head.head().status;
    if (m_body && (status == 401 || status == 407)) {
        for (const http::Field *field : m_head.head().all(status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate"))
            values += field->value.first(std::min(field->value.size(), longestChallenge));
    }
    return values.first(std::min(values.size(), mostChallenges));
}

QString ClientUpgrade::credentialsWanted() const
{
    const int status = m_head.head().status;
    if (status != 401 && status != 407)
        return {};
    QStringList schemes;
    for (const QByteArray &scheme : http::challengeSchemes(challenges()))
        schemes += QString::fromLatin1(scheme);
    const QString named = peerText(schemes.join(u", "_qs), saidLimit);
    // RFC 9110 §15.5.2: at least one challenge stands in the answer.
    QString text;
    if (status == 401)
        text = schemes.isEmpty() ? u" It asks for credentials and does not say which."_qs
                                 : u" It asks for credentials: %1."_qs.arg(named);
    else
        text = schemes.isEmpty() ? u" A proxy on the way asks for credentials and does not say which."_qs
                                 : u" A proxy on the way asks for credentials: %1."_qs.arg(named);
    if (!sentHead().value(status == 401 ? "Authorization" : "Proxy-Authorization").isNull())
        text += u" Those that were sent it did not take."_qs;
    return text;
}

/// RFC 6455 §4.4: a server that speaks other versions lists them.
QString ClientUpgrade::versionsSpoken() const
{
    const http::Head &head = m_head.head();
    if (head.status != 400 && head.status != 426)
        return {};
    const QByteArray ours = sentHead().value("Sec-WebSocket-Version");
    constexpr qsizetype most = 20;
    QStringList versions;
    bool hasOurs = false;
    for (const http::Field *field : head.all("Sec-WebSocket-Version")) {
        for (const QByteArray &version : http::listElements(field->value)) {
            hasOurs = hasOurs || version == ours;
            versions += QString::fromLatin1(version) + (version == ours ? u" (ours)"_qs : QString());
        }
    }
    if (versions.isEmpty())
        return {};
    if (versions.size() > most)
        versions = versions.mid(0, most) << u"…"_qs;
    const QString spoken = peerText(versions.join(u", "_qs), saidLimit);
    if (hasOurs)
        return u" It speaks the WebSocket versions %1."_qs.arg(spoken);
    return ours.isNull()
               ? u" It speaks the WebSocket versions %1; no version was asked for."_qs.arg(spoken)
               : u" It speaks the WebSocket versions %1; ours is %2."_qs.arg(spoken, QString::fromLatin1(ours));
}

QString ClientUpgrade::lasting() const
{
    if (!m_body)
        return u"the answer was no WebSocket handshake"_qs;
    // RFC 9110 §15.6: errors of the server pass; §15.5.9, §15.5.20 and RFC 6585 §4, RFC 8470 §5.2: so do these.
    const int status = m_head.head().status;
    const bool passes = status >= 500 || status == 408 || status == 421 || status == 425 || status == 429;
    return passes ? QString() : u"the server refused with %1"_qs.arg(status);
}

Failure ClientUpgrade::ended(bool reset) const
{
    if (m_body)
        return failure();
    QString place = u"before it answered"_qs;
    if (m_octets > 0) {
        const QByteArray &head = m_head.head().raw;
        place = u"after %1 bytes, %2"_qs.arg(m_octets).arg(head.isEmpty() ? u"before its final answer"_qs
                                                           : !head.contains('\n')
                                                               ? u"in the middle of the status line of its answer"_qs
                                                               : u"in the middle of the header of its answer"_qs);
    }
    return {u"handshake"_qs, reset ? u"%1 reset the connection %2."_qs.arg(m_where, place)
                                   : u"%1 ended the connection %2."_qs.arg(m_where, place)};
}

Failure ClientUpgrade::timedOut() const
{
    // The head is there: what was waited for was the rest of the body.
    if (m_body)
        return failure();
    const QString time = secondsText(m_settings.handshakeTimeout);
    const auto limit = static_cast<std::uint64_t>(m_settings.handshakeTimeout.count());
    const QString reason = m_octets == 0 ? u"%1 did not answer the upgrade request within %2."_qs.arg(m_where, time)
                                         : u"%1 did not finish its answer within %2; %3 bytes of it came."_qs.arg(
                                               m_where, time, QString::number(m_octets));
    return {u"handshake"_qs, reason, {{ws::FindingId::TimeoutHandshake, limit}}};
}

} // namespace framescope::net
