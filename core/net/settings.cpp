#include "core/net/settings.h"

namespace framescope::net
{

int ConnectionSettings::differences() const
{
    const ConnectionSettings usual;
    const bool groups[] = {
        !headers.isEmpty(),
        !subprotocols.isEmpty(),
        !origin.isEmpty(),
        !tls.caFiles.isEmpty() || !tls.acceptedSha256.isEmpty() || tls.insecure,
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
