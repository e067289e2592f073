#include "core/net/settings.h"

#include "core/http/url.h"
#include "core/net/failuretext.h"

namespace framescope::net
{

QString endpointOf(const QString &url)
{
    const auto parsed = http::parseWsUrl(url);
    return parsed ? endpointOf(*parsed) : QString();
}

QString endpointOf(const http::WsUrl &url)
{
    // Paths that differ in case are different sockets.
    return url.isUnix() ? endpointText(url) : endpointText(url).toLower();
}

int ConnectionSettings::differences() const
{
    const ConnectionSettings usual;
    const bool groups[] = {
        !headers.isEmpty(),
        !subprotocols.isEmpty(),
        !origin.isEmpty(),
        auth != usual.auth,
        !cookieProfile.isEmpty(),
        rawRequest.has_value(),
        tls != usual.tls,
        proxy != usual.proxy,
        family != usual.family,
        deflate != usual.deflate,
        policy != usual.policy,
        answerPing != usual.answerPing || answerClose != usual.answerClose || echo != usual.echo,
        keepHalfOpen != usual.keepHalfOpen,
        keepAlive != usual.keepAlive,
        reconnect != usual.reconnect,
        connectTimeout != usual.connectTimeout || tlsTimeout != usual.tlsTimeout ||
            handshakeTimeout != usual.handshakeTimeout || closeTimeout != usual.closeTimeout,
    };
    int count = 0;
    for (const bool differs : groups)
        count += differs ? 1 : 0;
    return count;
}

} // namespace framescope::net
