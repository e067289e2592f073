#pragma once

#include "core/http/head.h"
#include "core/net/dial/proxyauth.h"
#include "core/net/dial/tunnel.h"
#include "core/net/refusedbody.h"

#include <optional>

namespace framescope::net
{

/// A tunnel through an HTTP proxy (CONNECT, RFC 9110 §9.3.6). Credentials go out only when the proxy asks for them, in
/// the strongest form it offers, once; once more when it says that only its nonce was old.
class HttpTunnel final : public Tunnel
{
public:
    /// Octets of the reply's head and of its body that are shown.
    static constexpr qsizetype maxShownHead = 8 * 1024;
    static constexpr qsizetype maxShownBody = 16 * 1024;

    HttpTunnel(const ProxySettings &proxy, const TunnelTarget &target);

    QByteArray begin() override;
    Step feed(ByteView &octets) override;
    Step ended(bool reset) override;
    void timedOut(std::chrono::milliseconds limit) override;

private:
    Step judge(ByteView &octets);
    Step refused();
    Step askAgain(const std::vector<http::Challenge> &challenges, bool stale);
    Step fail(ws::FindingId finding, std::uint64_t value, const QString &reason);
    void report();
    bool connectionStays() const;

    ProxySettings m_proxy;
    QString m_name;      ///< the proxy, "host:port"
    QByteArray m_target; ///< authority form
    QByteArray m_authorization;
    http::HeadParser m_head{http::HeadKind::Response};
    std::optional<RefusedBody> m_body;
    QByteArray m_shownBody;
    QByteArray m_firstOctets;
    int m_answers = 0; ///< requests with credentials
    bool m_staleSeen = false;
};

} // namespace framescope::net
