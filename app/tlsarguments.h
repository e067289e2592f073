#pragma once

#include "core/base/result.h"
#include "core/net/settings.h"

#include <QByteArray>
#include <QString>

namespace framescope::app
{

/// The values of the command line's TLS options. Errors say what is allowed.

/// "1.0", "1.2" or "1.3".
Result<net::TlsVersion> parseTlsVersion(const QString &text);
/// SHA-256 as 64 hexadecimal digits, with or without colons: 32 octets.
Result<QByteArray> parseFingerprint(const QString &text);
/// The first line of the file, without its end. A passphrase never stands on the command line: other users see that.
Result<QString> readPassphrase(const QString &path);

} // namespace framescope::app
