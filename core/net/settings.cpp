#include "core/net/settings.h"

#include "core/http/url.h"
#include "core/net/failuretext.h"

namespace framescope::net
{

QString endpointOf(const QString &url)
{
    const auto parsed = http::parseWsUrl(url);
    return parsed ? endpointText(QString::fromLatin1(parsed->asciiHost), parsed->port).toLower() : QString();
}

int ConnectionSettings::differences() const
{
    const ConnectionSettings usual;
    const bool groups[] = {
        !headers.isEmpty(),
        !subprotocols.isEmpty(),
        !origin.isEmpty(),
        tls != usual.tls,
        policy != usual.policy,
        answerPing != usual.answerPing || answerClose != usual.answerClose || echo != usual.echo,
        connectTimeout != usual.connectTimeout || handshakeTimeout != usual.handshakeTimeout ||
            closeTimeout != usual.closeTimeout,
    };
    int count = 0;
    for (const bool differs : groups)
        count += differs ? 1 : 0;
    return count;
}

} // namespace framescope::net
