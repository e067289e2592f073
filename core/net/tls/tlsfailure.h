#pragma once

#include "core/net/failure.h"
#include "core/net/settings.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace framescope::net
{

/// How far TLS came, for saying why it did not come farther.
struct TlsProgress {
    QString where;       ///< "example.com:443"
    QString serverName;  ///< sent as SNI
    QString libraryText; ///< of the TLS library; may be empty
    QString lastMessage; ///< of the server, "Certificate"; empty: none came
    std::optional<int> peerAlert, ourAlert;
    TlsVersion minimum = TlsVersion::Tls1_2;
    bool certificateRequested = false;
    QStringList acceptableIssuers;
    QString ours; ///< subject of the client certificate; empty when we have none
};

/// How TLS ended.
enum class TlsEnd { Error, Closed, Reset };

/// Why there is no TLS, its certificates apart: what happened, and what to do; with the findings tls.clientcert,
/// tls.protocol, tls.alert (RFC 8446 §6).
Failure tlsFailure(const TlsProgress &progress, TlsEnd end);

/// Why a connection whose TLS was there ended before its upgrade was answered, when TLS has to do with it. RFC 8446
/// §4.4.2.4: in TLS 1.3 a server refuses a client certificate after the client sees the handshake as done.
std::optional<Failure> tlsFailureAfterwards(const TlsProgress &progress, TlsEnd end);

/// What TLS has to do with the answer of a server that asked for a certificate and then refused the upgrade with this
/// HTTP status; empty when nothing. Front ends say it that way (nginx: 400).
QString certificateHint(const TlsProgress &progress, int status);

} // namespace framescope::net
