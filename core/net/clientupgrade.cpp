#include "core/net/clientupgrade.h"

#include "core/http/acceptkey.h"
#include "core/net/failuretext.h"
#include "core/ws/findings.h"

namespace framescope::net
{
namespace
{
constexpr qsizetype firstOctetsKept = 64;
} // namespace

ClientUpgrade::ClientUpgrade(const ConnectionSettings &settings, const http::WsUrl &url)
    : m_settings(settings), m_url(url), m_where(endpointText(QString::fromLatin1(url.asciiHost), url.port))
{
}

const QByteArray &ClientUpgrade::makeRequest()
{
    http::UpgradeRequest request;
    request.url = m_url;
    request.key = http::makeKey();
    request.origin = m_settings.origin;
    request.subprotocols = m_settings.subprotocols;
    request.headers = m_settings.headers;
    m_request = request.toHead();
    return m_request;
}

ClientUpgrade::Step ClientUpgrade::feed(ByteView &octets)
{
    m_octets += octets.size();
    const ByteView kept = octets.first(qMin(octets.size(), std::size_t(firstOctetsKept - m_firstOctets.size())));
    m_firstOctets.append(qbyteView(kept));
    if (!m_body) {
        switch (m_head.feed(octets)) {
        case http::HeadParser::Status::NeedMore:
            return Step::NeedMore;
        case http::HeadParser::Status::Failed:
            return Step::Failed;
        case http::HeadParser::Status::Done:
            return judge(octets);
        }
    }
    m_body->feed(octets);
    octets = {};
    return m_body->complete() ? Step::Failed : Step::Body;
}

ClientUpgrade::Step ClientUpgrade::judge(ByteView &rest)
{
    http::HeadParser request(http::HeadKind::Request);
    ByteView sent = byteView(m_request);
    request.feed(sent);
    m_verdict = http::judgeResponse(request.head(), m_head.head());
    if (!m_verdict.upgraded) {
        m_body.emplace(m_head.head());
        m_body->feed(rest);
        rest = {};
        return m_body->complete() ? Step::Failed : Step::Body;
    }
    if (m_settings.policy == Policy::Strict && !m_verdict.valid) {
        // RFC 6455 §4.1: the client must fail the connection; there is nobody to send a close frame to.
        for (const ws::Finding &finding : m_verdict.findings) {
            if (m_brokenRule.isEmpty() && ws::info(finding.id).severity == ws::Severity::Error)
                m_brokenRule = findingSentence(finding);
        }
        return Step::Failed;
    }
    return Step::Upgraded;
}

Failure ClientUpgrade::failure() const
{
    if (m_body)
        return {u"handshake"_qs, refusal()};
    if (m_verdict.upgraded)
        return {u"handshake"_qs, u"The server's answer breaks the opening handshake: %1"_qs.arg(m_brokenRule)};
    return {u"handshake"_qs, notHttp()};
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
    return u"%1 did not answer with HTTP; its first octets are %2. Check that this port serves WebSocket."_qs.arg(
        m_where, quotedOctets(m_firstOctets));
}

QString ClientUpgrade::refusal() const
{
    const http::Head &head = m_head.head();
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

Failure ClientUpgrade::ended(bool reset) const
{
    if (m_body)
        return failure();
    QString place = u"before it answered"_qs;
    if (m_octets > 0) {
        const bool inStatusLine = !m_head.head().raw.contains('\n');
        place = u"after %1 octets, %2"_qs.arg(m_octets).arg(inStatusLine
                                                                ? u"in the middle of the status line of its answer"_qs
                                                                : u"in the middle of the header of its answer"_qs);
    }
    const QString how = reset ? u"reset the connection"_qs : u"ended the connection"_qs;
    return {u"handshake"_qs, u"%1 %2 %3."_qs.arg(m_where, how, place)};
}

Failure ClientUpgrade::timedOut() const
{
    // The head is there: what was waited for was the rest of the body.
    if (m_body)
        return failure();
    const QString time = secondsText(m_settings.handshakeTimeout);
    if (m_octets == 0)
        return {u"handshake"_qs, u"%1 did not answer the upgrade request within %2."_qs.arg(m_where, time)};
    return {u"handshake"_qs,
            u"%1 did not finish its answer within %2; %3 octets of it came."_qs.arg(m_where, time).arg(m_octets)};
}

} // namespace framescope::net
