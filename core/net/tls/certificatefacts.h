#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QSslCertificate>
#include <QString>
#include <QStringList>

namespace framescope::net
{

/// What a certificate says (RFC 5280 §4.1), as text for people. Control characters in its names are replaced: a
/// certificate is what a peer sends.
struct CertificateFacts {
    QString subject, issuer; ///< "CN=server, O=Example"
    QStringList names;       ///< "DNS:a.example", "IP:127.0.0.1", "email:a@b.example"
    QDateTime notBefore, notAfter;
    QString key;                ///< "RSA 2048 bits", "EC 256 bits (P-256)"
    QString signature;          ///< "ecdsa-with-SHA256"
    QString serial;             ///< "01:ab:..."
    QByteArray sha256, sha1;    ///< of the whole certificate
    bool selfIssued = false;    ///< subject and issuer are one: its own signature says nothing
    bool keyWeak = false;       ///< less strong than 112 bits, what OpenSSL's security level 2 asks for
    bool keyBroken = false;     ///< less strong than 80 bits
    bool signatureWeak = false; ///< by MD5, SHA-1 or older
};

CertificateFacts certificateFacts(const QSslCertificate &certificate);

/// "CN=server, O=Example": the parts in the certificate's order.
QString distinguishedName(const QSslCertificate &certificate, bool issuer);
/// "AB:CD:...".
QString fingerprintText(const QByteArray &digest);
/// SHA-256 of the certificate, "AB:CD:...", 32 octets.
QString fingerprintText(const QSslCertificate &certificate);
/// ISO 8601 in UTC.
QString utcText(const QDateTime &time);

/// How much of a certificate goes into an event's details.
struct CertificateLimits {
    qsizetype names = 200;
    qsizetype text = 512; ///< characters of one name
};
/// {subject, issuer, names, notBefore, notAfter, key, signature, serial, sha256, sha1}; namesOmitted with a count when
/// not all names are there.
QJsonObject toJson(const CertificateFacts &facts, const CertificateLimits &limits);

/// Subject, issuer, names, dates, key and fingerprint, a line each.
QStringList certificateLines(const CertificateFacts &facts);

} // namespace framescope::net
