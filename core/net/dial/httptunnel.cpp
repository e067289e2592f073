#include "core/net/dial/httptunnel.h"

#include "core/capture/event.h"
#include "core/net/failuretext.h"

namespace framescope::net
{
namespace
{
using ws::FindingId;
constexpr qsizetype firstOctetsKept = 64;

QString shown(QByteArrayView octets, qsizetype most)
{
    QString text = QString::fromUtf8(octets.first(qMin(most, octets.size())));
    if (octets.size() > most)
        text += u"…"_qs;
    return text;
}

/// "Basic", "Digest" ... for a sentence.
QString schemesOf(const std::vector<http::Challenge> &challenges)
{
    QStringList schemes;
    for (const http::Challenge &challenge : challenges) {
        const QString scheme = QString::fromLatin1(challenge.scheme);
        if (!schemes.contains(scheme, Qt::CaseInsensitive))
            schemes += scheme;
    }
    return schemes.isEmpty() ? u"no scheme it names"_qs : peerText(schemes.join(u", "), saidLimit);
}
} // namespace

HttpTunnel::HttpTunnel(const ProxySettings &proxy, const TunnelTarget &target)
    : m_proxy(proxy)
    , m_name(endpointText(proxy.host, proxy.port))
    , m_target(endpointText(target.host, target.port).toLatin1())
{
}

QByteArray HttpTunnel::begin()
{
    m_head = http::HeadParser(http::HeadKind::Response);
    m_body.reset();
    m_shownBody.clear();
    m_firstOctets.clear();
    // RFC 9110 §9.3.6: the target in authority form, with its port; RFC 9112 §3.2: Host says the same.
    QByteArray request = "CONNECT " + m_target + " HTTP/1.1\r\nHost: " + m_target + "\r\n";
    if (!m_authorization.isEmpty())
        request += "Proxy-Authorization: " + m_authorization + "\r\n";
    return request + "\r\n";
}

Tunnel::Step HttpTunnel::feed(ByteView &octets)
{
    const auto room = static_cast<std::size_t>(firstOctetsKept - m_firstOctets.size());
    m_firstOctets.append(qbyteView(octets.first(qMin(octets.size(), room))));
    if (!m_body) {
        switch (m_head.feed(octets)) {
        case http::HeadParser::Status::NeedMore:
            return Step::NeedMore;
        case http::HeadParser::Status::Failed:
            report();
            return fail(FindingId::ProxyReply, 0,
                        u"The proxy %1 did not answer with HTTP; its first bytes are %2. Check that this port is an "
                        "HTTP proxy."_qs.arg(m_name, quotedOctets(m_firstOctets)));
        case http::HeadParser::Status::Done:
            break;
        }
        const int status = m_head.head().status;
        // RFC 9110 §15.2: interim answers come before the final one.
        if (status >= 100 && status < 200 && status != 101) {
            m_head = http::HeadParser(http::HeadKind::Response);
            return octets.empty() ? Step::NeedMore : feed(octets);
        }
        return judge(octets);
    }
    const auto bodyRoom = static_cast<std::size_t>(maxShownBody + 1 - m_shownBody.size());
    m_shownBody.append(qbyteView(octets.first(qMin(octets.size(), bodyRoom))));
    m_body->feed(octets);
    octets = {};
    return m_body->complete() ? refused() : Step::NeedMore;
}

Tunnel::Step HttpTunnel::judge(ByteView &octets)
{
    const http::Head &head = m_head.head();
    if (head.status < 200 || head.status >= 300) {
        m_body.emplace(head);
        return feed(octets);
    }
    // RFC 9110 §9.3.6: any 2xx opens the tunnel right after its head; Content-Length and Transfer-Encoding must not be
    // there and are ignored. A page that was sent all the same is the proxy's, not the server's.
    const QByteArray length = head.value(QByteArrayView("Content-Length"));
    const bool declared =
        (!length.isEmpty() && length != "0") || !head.value(QByteArrayView("Transfer-Encoding")).isNull();
    if (declared && !octets.empty()) {
        m_shownBody = toByteArray(octets.first(qMin(octets.size(), std::size_t(maxShownBody + 1))));
        report();
        return fail(
            FindingId::ProxyReply, static_cast<std::uint64_t>(head.status),
            u"The proxy %1 answered %2 with a page of its own instead of a tunnel. Look at the page: it may ask "
            "to sign in to the network."_qs.arg(m_name, QString::number(head.status)));
    }
    report();
    if (declared) {
        capture::tell(m_reports.back(), FindingId::ProxyReply, static_cast<std::uint64_t>(head.status));
        m_doubt =
            u"The proxy declared a body behind its %1, which a tunnel does not have: what seems to be the server's "
            "may be the proxy's."_qs.arg(head.status);
    }
    return Step::Open;
}

Tunnel::Step HttpTunnel::refused()
{
    report();
    const http::Head &head = m_head.head();
    const auto status = static_cast<std::uint64_t>(head.status);
    const QString said = peerText(QString::fromLatin1(head.reason), saidLimit);
    const QString answer = u"%1 %2"_qs.arg(QString::number(head.status), said).trimmed();
    if (head.status == 407) {
        std::vector<http::Challenge> challenges;
        for (const http::Field *field : head.all(QByteArrayView("Proxy-Authenticate"))) {
            for (http::Challenge &challenge : http::parseChallenges(field->value))
                challenges.push_back(std::move(challenge));
        }
        const bool stale = m_answers > 0 && !m_staleSeen && isStale(challenges);
        if (!m_proxy.user.isEmpty() && (m_answers == 0 || stale)) {
            if (const Step step = askAgain(challenges, stale); step != Step::Failed)
                return step;
        }
        const QString todo = m_proxy.user.isEmpty() ? u"Enter a user name and password for it in the proxy options."_qs
                             : m_answers > 0        ? u"Check the user name and password in the proxy options."_qs
                                                    : u"Basic and Digest can be answered."_qs;
        const QString what = m_answers > 0 ? u"did not accept the user name and password"_qs
                                           : u"asks for credentials (%1)"_qs.arg(schemesOf(challenges));
        return fail(FindingId::ProxyAuth, status, u"The proxy %1 %2: %3. %4"_qs.arg(m_name, what, answer, todo));
    }
    // Some proxies answer wrong credentials as a server would.
    if (head.status == 401 && m_answers > 0) {
        return fail(
            FindingId::ProxyAuth, status,
            u"The proxy %1 did not accept the user name and password: %2. Check them in the proxy options."_qs.arg(
                m_name, answer));
    }
    return fail(
        FindingId::ProxyRefused, status,
        u"The proxy %1 did not open a tunnel to %2: it answered %3. Its answer is in the row of the proxy."_qs.arg(
            m_name, QString::fromLatin1(m_target), answer));
}

Tunnel::Step HttpTunnel::askAgain(const std::vector<http::Challenge> &challenges, bool stale)
{
    const auto value =
        answerChallenge(challenges, {m_proxy.user, m_proxy.password}, "CONNECT", m_target, makeClientNonce());
    if (!value)
        return Step::Failed;
    m_authorization = *value;
    ++m_answers;
    m_staleSeen = m_staleSeen || stale;
    if (!connectionStays())
        return Step::Reconnect;
    m_output = begin();
    return Step::NeedMore;
}

/// RFC 9112 §9.3
bool HttpTunnel::connectionStays() const
{
    const http::Head &head = m_head.head();
    const QByteArrayView connection("Connection");
    const QByteArrayView proxyConnection("Proxy-Connection"); // what some proxies say instead
    const QByteArrayView close("close");
    if (head.hasToken(connection, close) || head.hasToken(proxyConnection, close))
        return false;
    if (head.version == "HTTP/1.0" && !head.hasToken(connection, QByteArrayView("keep-alive")))
        return false;
    // A body that only the end of TCP ends leaves no connection.
    return m_body && m_body->complete() && m_body->size() < RefusedBody::maxSize;
}

Tunnel::Step HttpTunnel::ended(bool reset)
{
    if (m_body)
        return refused() == Step::Failed ? Step::Failed : Step::Reconnect;
    if (!m_head.head().raw.isEmpty())
        report();
    const QString how = reset ? u"reset the connection"_qs : u"ended the connection"_qs;
    const qsizetype count = m_head.head().raw.size();
    const QString place = count == 0 ? u"before it answered"_qs : u"after %1 bytes of its answer"_qs.arg(count);
    return fail(FindingId::ProxyReply, 0,
                u"The proxy %1 %2 %3. Check that this port is an HTTP proxy."_qs.arg(m_name, how, place));
}

void HttpTunnel::timedOut(std::chrono::milliseconds limit)
{
    if (m_body) {
        // The status is there: what was waited for was the rest of a body.
        if (refused() == Step::Failed)
            return;
    } else if (!m_head.head().raw.isEmpty()) {
        report();
    }
    const qsizetype count = m_head.head().raw.size();
    const QString what =
        count == 0 ? u"did not answer CONNECT"_qs : u"did not finish its answer (%1 bytes of it came)"_qs.arg(count);
    fail(FindingId::TimeoutProxy, static_cast<std::uint64_t>(limit.count()),
         u"The proxy %1 %2 within %3. Check the proxy, or raise the time limit."_qs.arg(m_name, what,
                                                                                        secondsText(limit)));
}

Tunnel::Step HttpTunnel::fail(FindingId finding, std::uint64_t value, const QString &reason)
{
    m_failure = {u"proxy"_qs, reason, {{finding, value}}};
    return Step::Failed;
}

void HttpTunnel::report()
{
    QString request = u"CONNECT %1 HTTP/1.1\r\nHost: %1\r\n"_qs.arg(QString::fromLatin1(m_target));
    if (!m_authorization.isEmpty()) {
        // Whoever reads the capture learns the scheme, and nothing to sign in with.
        const QByteArray scheme = m_authorization.first(m_authorization.indexOf(' '));
        request += u"Proxy-Authorization: %1 (not recorded)\r\n"_qs.arg(QString::fromLatin1(scheme));
    }
    QJsonObject details{{u"kind"_qs, u"http"_qs},
                        {u"proxy"_qs, m_name},
                        {u"request"_qs, request + u"\r\n"_qs},
                        {u"reply"_qs, shown(m_head.head().raw, maxShownHead)}};
    if (!m_shownBody.isEmpty())
        details.insert(u"body"_qs, shown(m_shownBody, maxShownBody));
    m_reports.push_back(details);
}

} // namespace framescope::net
