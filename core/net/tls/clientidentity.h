#pragma once

#include "core/base/result.h"
#include "core/net/settings.h"

#include <QList>
#include <QSslCertificate>
#include <QSslKey>

namespace framescope::net
{

/// What we show to a server that asks who we are (RFC 8446 §4.4.2).
struct ClientIdentity {
    QList<QSslCertificate> chain; ///< ours first, then those that stand behind it; empty: no certificate
    QSslKey key;
};

/// Reads TlsSettings::certificateFile and keyFile: PEM (the certificate, its chain and the key in one or two files, the
/// key encrypted or not), or PKCS#12. An empty identity when no file is named.
/// Errors: which file, what is wrong with it (not readable, no certificate, no key, encrypted and no passphrase, wrong
/// passphrase, key of another certificate), and what to do.
Result<ClientIdentity> loadClientIdentity(const TlsSettings &settings);

} // namespace framescope::net
