#pragma once

#include "core/io/curlcommand.h"
#include "core/net/settings.h"

#include <QStringList>

namespace framescope::ui
{

/// The settings for what a curl command asks for, on the ground of these: what the command does not speak about stays,
/// but headers, origin, subprotocols, credentials and a request written by hand, which belonged to another address;
/// for another host or port nor do a client certificate, a name for TLS and a cookie profile, and `ignored` says so.
/// -k is never followed. `ignored` gets the command's own list and what has no meaning here.
net::ConnectionSettings settingsFrom(const io::CurlCommand &command, const net::ConnectionSettings &base,
                                     QStringList *ignored = nullptr);

} // namespace framescope::ui
