#pragma once

#include "core/http/url.h"
#include "core/net/settings.h"

#include <QByteArray>
#include <QStringList>

namespace framescope::net
{

class CookieStore;

/// A request for the upgrade, and what people should know about it: sentences without secrets.
struct Request {
    QByteArray octets;
    QStringList notes;
};

/// The request that these settings ask for (RFC 6455 §4.1), with a fresh key; a request written by hand is sent as it
/// is. An Authorization header given by hand stands instead of user and password or token. A Cookie header given by
/// hand is sent, and cookies of the profile are added to it, but for those of the same name: RFC 6265 §5.4 allows one
/// Cookie field. `cookies` may be null.
Request makeRequest(const ConnectionSettings &settings, const http::WsUrl &url, CookieStore *cookies);

/// What would be sent if nothing had been written by hand, for beginning to write; empty when the URL is none.
QByteArray proposedRequest(const ConnectionSettings &settings, CookieStore *cookies = nullptr);

} // namespace framescope::net
