#pragma once

#include "core/net/dial/tunnel.h"

namespace framescope::net
{

/// A tunnel through a SOCKS5 proxy (RFC 1928), with user name and password where the proxy wants them (RFC 1929). A
/// name goes to the proxy as a name.
class Socks5Tunnel final : public Tunnel
{
public:
    Socks5Tunnel(const ProxySettings &proxy, const TunnelTarget &target);

    QByteArray begin() override;
    Step feed(ByteView &octets) override;
    Step ended(bool reset) override;
    void timedOut(std::chrono::milliseconds limit) override;

private:
    enum class Stage : std::uint8_t { Method, Authentication, Reply };
    std::size_t wanted() const;
    Step take();
    Step takeMethod();
    Step takeReply();
    Step sendRequest();
    Step fail(ws::FindingId finding, std::uint64_t value, const QString &reply, const QString &reason);
    void report(const QString &reply);
    QString stageText() const;

    ProxySettings m_proxy;
    TunnelTarget m_target;
    QString m_name; ///< the proxy, "host:port"
    QByteArray m_message;
    Stage m_stage = Stage::Method;
    bool m_authenticated = false;
};

} // namespace framescope::net
