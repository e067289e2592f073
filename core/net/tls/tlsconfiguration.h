#pragma once

#include "core/base/result.h"
#include "core/net/settings.h"

#include <QSslConfiguration>

namespace framescope::net
{

/// The configuration for a connect attempt: the system's CAs and the extra ones, verification on, our certificate,
/// the least version, ALPN http/1.1, OCSP stapling asked for.
/// Errors: a CA file that cannot be read or has no certificate in it; see also loadClientIdentity().
Result<QSslConfiguration> tlsConfiguration(const TlsSettings &settings);

/// "TLS 1.3"; empty when there is none.
QString protocolName(QSsl::SslProtocol protocol);
QString versionName(TlsVersion version);

} // namespace framescope::net
