#pragma once

#include "core/base/result.h"
#include "core/net/settings.h"

namespace framescope::net
{

/// A proxy in one line: "http://user:password@host:port", "socks5://host:port" (socks5h:// is the same: names are the
/// proxy's to look up), "host:port" for HTTP, "system", or "none". User and password may be percent-encoded; the port
/// is 3128 for HTTP and 1080 for SOCKS5 where it is left out. Errors: what is wrong, without the password.
Result<ProxySettings> parseProxy(const QString &text);

} // namespace framescope::net
