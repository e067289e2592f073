#pragma once

#include "core/http/handshake.h"
#include "core/net/failure.h"
#include "core/net/refusedbody.h"
#include "core/net/settings.h"

#include <QList>
#include <QStringList>

#include <optional>
#include <utility>

namespace framescope::net
{

class CookieStore;

/// The client's side of the opening handshake (RFC 6455 §4.1) without a socket: the request, and what the server's
/// answer means.
class ClientUpgrade
{
public:
    /// `cookies` may be null. Lifetime: it outlives the upgrade.
    ClientUpgrade(const ConnectionSettings &settings, const http::WsUrl &url, CookieStore *cookies = nullptr);

    /// The octets to send. Made anew at each call: the key is used once.
    const QByteArray &makeRequest();
    /// What people should know of the request and of the cookies that came; each sentence once.
    QStringList takeNotes() { return std::exchange(m_notes, QStringList()); }

    enum class Step : std::uint8_t {
        NeedMore, ///< all octets taken
        Body,     ///< no upgrade; what is taken is the body of the answer, which is not whole yet
        Failed,   ///< nothing more is to come: failure()
        Upgraded, ///< verdict(); the octets left belong to frames
    };
    Step feed(ByteView &octets);

    /// Octets of the answer so far.
    std::uint64_t octets() const noexcept { return m_octets; }
    /// Of the answer; 0 before its head is whole.
    int status() const { return m_body ? m_head.head().status : 0; }
    /// What stands behind the head of a request written by hand: frames, once the upgrade is agreed on. Empty when the
    /// request is no whole head. Valid until the next makeRequest().
    ByteView sentEarly() const;
    const http::ResponseVerdict &verdict() const noexcept { return m_verdict; }
    /// How our end compresses what it sends, by the answer and by what the request promised. After Upgraded.
    ws::DeflateSide compression() const;
    /// What the server answered instead of an upgrade (or broke, under Policy::Strict).
    Failure failure() const;
    /// Where a 3xx answer points to, as a WebSocket URL; empty where it does not.
    QString redirectUrl() const;
    /// The WWW-Authenticate and Proxy-Authenticate values of a 401 or 407.
    QList<QByteArray> challenges() const;
    /// TCP ended before the handshake did.
    Failure ended(bool reset) const;
    /// Time ran out before the handshake was done.
    Failure timedOut() const;

private:
    http::Head sentHead() const;
    Step judge(ByteView &rest);
    QString notHttp() const;
    QString refusal() const;
    QString credentialsWanted() const;
    QString versionsSpoken() const;
    QString lasting() const;

    ConnectionSettings m_settings;
    http::WsUrl m_url;
    CookieStore *m_cookies;
    QString m_where;
    QByteArray m_request;
    QStringList m_notes;
    http::HeadParser m_head{http::HeadKind::Response};
    http::ResponseVerdict m_verdict;
    std::optional<RefusedBody> m_body;
    QString m_brokenRule;       ///< the first rule that a strict client refuses for
    std::uint64_t m_octets = 0; ///< of the answer so far
    QByteArray m_firstOctets;   ///< of the answer, for saying what it was when it was not HTTP
};

} // namespace framescope::net
