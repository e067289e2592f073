#pragma once

#include "core/net/tls/certificateproblem.h"

#include <QJsonObject>
#include <QList>
#include <QSslCertificate>
#include <QString>
#include <QStringList>

#include <optional>

namespace framescope::net
{

/// What is known of a TLS connection, or of an attempt at one.
struct TlsFacts {
    QString protocol;   ///< "TLS 1.3"
    QString cipher;     ///< "TLS_AES_256_GCM_SHA384"
    QString group;      ///< of the key exchange: "X25519"; empty when not known
    QString alpn;       ///< what the server chose; empty when it chose nothing
    QString serverName; ///< sent as SNI and verified
    QString nameRule;   ///< by which rule the certificate is for that name, or is not
    QString ocsp;       ///< "good", "revoked", "unknown", "of no use: ..."; empty when the server stapled no answer
    std::optional<bool> resumed;
    QList<QSslCertificate> chain;
    QList<CertificateProblem> problems;
    QString exceptedBy;        ///< "fingerprint", "insecure"; empty when the certificate verified
    QByteArray previousSha256; ///< of the certificate seen last at this endpoint, when it was another
    bool certificateRequested = false;
    QStringList acceptableIssuers;
    QString ours; ///< subject of the client certificate; empty when we have none
};

/// Details of the event Secured, and the part about TLS of the event Failed. Keys without a value are left out:
///   protocol, cipher, group, alpn, serverName, nameRule, ocsp: text; resumed: bool
///   verified: bool, false when an exception was made; excepted: "fingerprint" or "insecure"
///   subject, issuer, sha256, notAfter: of the server's certificate
///   chain: list of {subject, issuer, names, notBefore, notAfter, key, signature, serial, sha256, sha1}, the server's
///     first; names is a list of "DNS:...", "IP:...", "email:..."; namesOmitted and, beside chain, chainOmitted count
///     what was left out for length
///   errors: list of {text, certificate (place in chain, -1: none), finding (id)}; a list of text in files of the
///     first version
///   previousSha256: the certificate seen before, when it was another
///   clientCertificate: {requested: bool, issuers: list of text, sent: text, issuersOmitted}
/// Fits an event's comment whatever the peer sends.
QJsonObject tlsDetails(const TlsFacts &facts);

/// "TLS 1.3 · AES-256-GCM".
QString tlsSummary(const QString &protocol, const QString &cipher);

} // namespace framescope::net
