#pragma once

#include "core/http/url.h"
#include "core/net/settings.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace framescope::net
{

/// Where a Location field points: resolved against the address of the request (RFC 9110 §10.2.2, RFC 3986 §5), http as
/// ws and https as wss, without fragment (RFC 6455 §3 has none) and without user info (nobody gave it here). Empty when
/// that is no address a WebSocket can go to.
QString redirectTarget(const http::WsUrl &requested, const QByteArray &location);

/// The settings for following a redirect to this address, which only a person's wish does. To the same origin (scheme,
/// host and port, RFC 6454 §4) all is kept but a request written by hand, which names the old address. Another origin
/// gets nothing that may be a credential or was said for the old one alone: no header and no subprotocol given by hand,
/// whatever its name, no user and password or token, no client certificate, no other name for TLS.
/// `dropped` receives in words what was left out.
ConnectionSettings redirected(const ConnectionSettings &settings, const QString &url, QStringList *dropped = nullptr);

} // namespace framescope::net
