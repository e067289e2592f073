#pragma once

#include "app/commandline.h"
#include "core/base/result.h"
#include "core/net/settings.h"

#include <QString>

namespace framescope::app
{

/// The environment variable with the password for --user.
inline constexpr char passwordVariable[] = "FRAMESCOPE_PASSWORD";

/// The connection that the command line asks for, with what it has in files: password, token, request. No secret
/// stands on a command line, where every program could read it. Errors: which file, and why.
Result<net::ConnectionSettings> clientSettings(const CommandLine &line);

/// Where the cookies of the profiles are kept.
QString cookieFolder();

} // namespace framescope::app
