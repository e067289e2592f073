#pragma once

#include "core/base/result.h"
#include "core/net/settings.h"

#include <QJsonObject>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>

namespace framescope::net
{

/// The configuration for a connect attempt: the system's CAs and the extra ones, verification on, ALPN
/// http/1.1. Errors: a CA file that cannot be read, or has no certificate in it.
Result<QSslConfiguration> tlsConfiguration(const TlsSettings &settings);

/// Whether a person accepted this very certificate for this endpoint ("example.com:443").
bool isAccepted(const TlsSettings &settings, const QString &endpoint, const QSslCertificate &leaf);

/// "TLS 1.3"; empty when there is none.
QString protocolName(QSsl::SslProtocol protocol);
/// "TLS 1.3 · AES-256-GCM"
QString tlsSummary(const QSslSocket &socket);
/// Subject, issuer, dates, fingerprint and what is wrong, a line each.
QString certificateText(const QSslCertificate &certificate, const QList<QSslError> &errors);
/// "AB:CD:...", 32 octets.
QString fingerprintText(const QSslCertificate &certificate);
/// Details of the event Secured.
QJsonObject securedDetails(const QSslSocket &socket, const QList<QSslError> &excused);
/// Why TLS failed: `alert` is the peer's alert in words, or empty.
QString tlsFailure(const QString &where, const QList<QSslError> &refused, const QString &alert,
                   const QString &libraryText);

} // namespace framescope::net
