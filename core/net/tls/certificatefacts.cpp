#include "core/net/tls/certificatefacts.h"

#include "core/net/failuretext.h"

#include "core/net/tls/opensslpointers.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QJsonArray>

#include <openssl/objects.h>

namespace framescope::net
{
namespace
{
/// X509_digest and friends want it their way; nothing when OpenSSL cannot read what Qt could.
OpenSslPointer<X509> native(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *data = reinterpret_cast<const unsigned char *>(der.constData());
    return OpenSslPointer<X509>(d2i_X509(nullptr, &data, static_cast<long>(der.size())));
}

void readKey(X509 &x509, CertificateFacts &facts)
{
    EVP_PKEY *key = X509_get0_pubkey(&x509);
    if (key == nullptr) {
        facts.key = u"of an unknown kind"_qs;
        return;
    }
    const char *kind = EVP_PKEY_get0_type_name(key);
    facts.key = u"%1 %2 bits"_qs.arg(QString::fromLatin1(kind != nullptr ? kind : "key")).arg(EVP_PKEY_get_bits(key));
    char group[64];
    std::size_t size = 0;
    if (EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, group, sizeof(group), &size) == 1)
        facts.key += u" (%1)"_qs.arg(QString::fromLatin1(group, static_cast<qsizetype>(size)));
    // NIST SP 800-57 part 1, table 2: RSA of 2048 bits and curves of 224 bits have 112 bits of strength.
    facts.keyWeak = EVP_PKEY_get_security_bits(key) < 112;
    facts.keyBroken = EVP_PKEY_get_security_bits(key) < 80;
}

void readSignature(X509 &x509, CertificateFacts &facts)
{
    const int nid = X509_get_signature_nid(&x509);
    const char *name = OBJ_nid2ln(nid);
    facts.signature = QString::fromLatin1(nid != NID_undef && name != nullptr ? name : "unknown");
    int digest = NID_undef;
    if (X509_get_signature_info(&x509, &digest, nullptr, nullptr, nullptr) != 1)
        return;
    facts.signatureWeak =
        digest == NID_md5 || digest == NID_md4 || digest == NID_md2 || digest == NID_sha1 || digest == NID_md5_sha1;
}

QStringList alternativeNames(const QSslCertificate &certificate)
{
    QStringList names;
    const auto all = certificate.subjectAlternativeNames();
    for (auto it = all.begin(); it != all.end(); ++it) {
        const QString kind = it.key() == QSsl::DnsEntry         ? u"DNS:"_qs
                             : it.key() == QSsl::IpAddressEntry ? u"IP:"_qs
                                                                : u"email:"_qs;
        names += kind + peerText(it.value());
    }
    // A QMultiMap gives equal keys latest first.
    names.sort();
    return names;
}
} // namespace

QString distinguishedName(const QSslCertificate &certificate, bool issuer)
{
    const QList<QByteArray> names = issuer ? certificate.issuerInfoAttributes() : certificate.subjectInfoAttributes();
    QStringList parts;
    for (const QByteArray &name : names) {
        const QStringList values = issuer ? certificate.issuerInfo(name) : certificate.subjectInfo(name);
        for (const QString &value : values)
            parts += u"%1=%2"_qs.arg(QString::fromLatin1(name), peerText(value));
    }
    return parts.join(u", ");
}

QString fingerprintText(const QByteArray &digest) { return QString::fromLatin1(digest.toHex(':').toUpper()); }

QString fingerprintText(const QSslCertificate &certificate)
{
    return fingerprintText(certificate.digest(QCryptographicHash::Sha256));
}

QString utcText(const QDateTime &time) { return time.toUTC().toString(Qt::ISODate); }

CertificateFacts certificateFacts(const QSslCertificate &certificate)
{
    CertificateFacts facts;
    facts.subject = distinguishedName(certificate, false);
    facts.issuer = distinguishedName(certificate, true);
    facts.names = alternativeNames(certificate);
    facts.notBefore = certificate.effectiveDate();
    facts.notAfter = certificate.expiryDate();
    facts.serial = peerText(QString::fromLatin1(certificate.serialNumber()), 64);
    facts.sha256 = certificate.digest(QCryptographicHash::Sha256);
    facts.sha1 = certificate.digest(QCryptographicHash::Sha1);
    if (const auto x509 = native(certificate)) {
        facts.selfIssued = X509_NAME_cmp(X509_get_subject_name(x509.get()), X509_get_issuer_name(x509.get())) == 0;
        readKey(*x509, facts);
        readSignature(*x509, facts);
    }
    return facts;
}

QJsonObject toJson(const CertificateFacts &facts, const CertificateLimits &limits)
{
    QJsonArray names;
    for (const QString &name : facts.names.first(qMin(limits.names, facts.names.size())))
        names.append(peerText(name, limits.text));
    QJsonObject object{{u"subject"_qs, peerText(facts.subject, limits.text)},
                       {u"issuer"_qs, peerText(facts.issuer, limits.text)},
                       {u"names"_qs, names},
                       {u"notBefore"_qs, utcText(facts.notBefore)},
                       {u"notAfter"_qs, utcText(facts.notAfter)},
                       {u"key"_qs, facts.key},
                       {u"signature"_qs, facts.signature},
                       {u"serial"_qs, facts.serial},
                       {u"sha256"_qs, fingerprintText(facts.sha256)},
                       {u"sha1"_qs, fingerprintText(facts.sha1)}};
    if (facts.names.size() > names.size())
        object[u"namesOmitted"_qs] = facts.names.size() - names.size();
    return object;
}

QStringList certificateLines(const CertificateFacts &facts)
{
    constexpr qsizetype mostNames = 20;
    QStringList lines{u"Subject: %1"_qs.arg(facts.subject), u"Issuer: %1"_qs.arg(facts.issuer)};
    QString names = facts.names.first(qMin(mostNames, facts.names.size())).join(u", ");
    if (facts.names.size() > mostNames)
        names = u"%1 and %2 more"_qs.arg(names, QString::number(facts.names.size() - mostNames));
    if (!names.isEmpty())
        lines += u"Names: %1"_qs.arg(names);
    lines += u"Valid from: %1"_qs.arg(utcText(facts.notBefore));
    lines += u"Valid to: %1"_qs.arg(utcText(facts.notAfter));
    lines += u"Key: %1, signed with %2"_qs.arg(facts.key, facts.signature);
    lines += u"SHA-256: %1"_qs.arg(fingerprintText(facts.sha256));
    return lines;
}

} // namespace framescope::net
