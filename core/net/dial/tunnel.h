#pragma once

#include "core/base/bytes.h"
#include "core/net/failure.h"
#include "core/net/settings.h"

#include <QJsonObject>
#include <QString>

#include <utility>
#include <vector>

namespace framescope::net
{

/// What a proxy is asked for: a connection to this host, whose name the proxy looks up.
struct TunnelTarget {
    QString host; ///< ASCII name or numeric address without brackets
    std::uint16_t port = 0;
};

/// The talk with a proxy until octets go through to the server: no socket, no clock. One for each way through one
/// proxy; it may take more than one TCP connection.
class Tunnel
{
public:
    enum class Step : std::uint8_t {
        NeedMore,  ///< all octets taken; write what output() gives
        Reconnect, ///< the proxy ends this connection: open another one, then begin()
        Open,      ///< octets left belong to the tunnel
        Failed,    ///< failure()
    };
    virtual ~Tunnel() = default;

    /// TCP to the proxy is there (again): what to write first.
    virtual QByteArray begin() = 0;
    /// Octets the proxy sent. Rows to be shown are in takeReports().
    virtual Step feed(ByteView &octets) = 0;
    /// TCP ended. Reconnect or Failed.
    virtual Step ended(bool reset) = 0;
    /// Time ran out: failure() says in the middle of what.
    virtual void timedOut(std::chrono::milliseconds limit) = 0;

    QByteArray takeOutput() { return std::exchange(m_output, {}); }
    /// Details of Proxied rows since the last call: kind, proxy, request, reply, body.
    std::vector<QJsonObject> takeReports() { return std::exchange(m_reports, {}); }
    const Failure &failure() const noexcept { return m_failure; }
    /// What makes the first octets of the tunnel doubtful, a sentence, or empty.
    const QString &doubt() const noexcept { return m_doubt; }

protected:
    QByteArray m_output;
    std::vector<QJsonObject> m_reports;
    Failure m_failure;
    QString m_doubt;
};

} // namespace framescope::net
