#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace framescope::http
{

/// Where a WebSocket connection goes (RFC 6455 §3), or the same over a Unix domain socket.
struct WsUrl {
    bool secure = false;
    QString host;         ///< without brackets; as people typed it
    QByteArray asciiHost; ///< IDNA form, for DNS, TLS and Host
    std::uint16_t port = 0;
    QByteArray resource; ///< path and query, percent-encoded, begins with '/'
    QString unixPath;    ///< of the Unix domain socket; empty: TCP. The host is "localhost" then

    bool isDefaultPort() const noexcept { return port == (secure ? 443 : 80); }
    bool isIpv6() const noexcept { return asciiHost.contains(':'); }
    bool isUnix() const noexcept { return !unixPath.isEmpty(); }
    /// For the Host field: brackets round an IPv6 address, port only where it is not the default.
    QByteArray hostField() const;
    QString toString() const;
};

/// ws:, wss:, and http:/https: as their ws counterparts; a bare "host[:port][/path]" is ws:. A fragment is refused
/// (RFC 6455 §3), so are other schemes, ports outside 1-65535, user info, spaces; the error says where and what to do.
/// Unix domain sockets, each also with wss+unix, http+unix, https+unix:
///     ws+unix:/path/of/socket:/resource       ws+unix:///path/of/socket:/resource
///     ws+unix://%2Fpath%2Fof%2Fsocket/resource
Result<WsUrl> parseWsUrl(const QString &text);

} // namespace framescope::http
