#pragma once

#include "core/http/url.h"
#include "core/net/settings.h"

#include <QFuture>

namespace framescope::net
{

/// What the desktop's settings, or the environment (https_proxy, all_proxy, no_proxy ...), say about the way to this
/// URL: kind None, Http or Socks5. On a thread of its own: a proxy script may have to be fetched first.
QFuture<ProxySettings> systemProxy(const http::WsUrl &url);

} // namespace framescope::net
