#include "core/net/tlssetup.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QSslCipher>

namespace framescope::net
{
namespace
{
QString distinguishedName(const QSslCertificate &certificate, bool issuer)
{
    const QList<QByteArray> names = issuer ? certificate.issuerInfoAttributes() : certificate.subjectInfoAttributes();
    QStringList parts;
    for (const QByteArray &name : names) {
        const QStringList values = issuer ? certificate.issuerInfo(name) : certificate.subjectInfo(name);
        for (const QString &value : values)
            parts += u"%1=%2"_qs.arg(QString::fromLatin1(name), value);
    }
    return parts.join(u", ");
}

QString date(const QDateTime &time) { return time.toUTC().toString(Qt::ISODate); }

/// "TLS_AES_256_GCM_SHA384" is "AES-256-GCM" to people; the older names are left as they are.
QString cipherName(const QSslCipher &cipher)
{
    QString name = cipher.name();
    if (!name.startsWith(u"TLS_"))
        return name;
    name = name.mid(4);
    return name.left(name.lastIndexOf(u'_')).replace(u'_', u'-');
}
} // namespace

Result<QSslConfiguration> tlsConfiguration(const TlsSettings &settings)
{
    // A default-constructed configuration would know no CA at all.
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    QList<QSslCertificate> extra;
    for (const QString &path : settings.caFiles) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            return Error{u"The CA file %1 cannot be read (%2). Choose another file in the TLS options."_qs.arg(
                path, file.errorString())};
        }
        const QList<QSslCertificate> certificates = QSslCertificate::fromDevice(&file, QSsl::Pem);
        if (certificates.isEmpty()) {
            return Error{
                u"The CA file %1 has no certificate in PEM form in it. Choose another file in the TLS options."_qs.arg(
                    path)};
        }
        extra += certificates;
    }
    if (!extra.isEmpty())
        configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + extra);
    return configuration;
}

bool isAccepted(const TlsSettings &settings, const QString &endpoint, const QSslCertificate &leaf)
{
    return !leaf.isNull() &&
           settings.accepted.contains(AcceptedCertificate{endpoint, leaf.digest(QCryptographicHash::Sha256)});
}

QString protocolName(QSsl::SslProtocol protocol)
{
    switch (static_cast<int>(protocol)) {
    case QSsl::TlsV1_3:
        return u"TLS 1.3"_qs;
    case QSsl::TlsV1_2:
        return u"TLS 1.2"_qs;
    case 1: // TLS 1.1 and 1.0 by number: their names are deprecated in Qt
        return u"TLS 1.1"_qs;
    case 0:
        return u"TLS 1.0"_qs;
    default:
        return {};
    }
}

QString tlsSummary(const QSslSocket &socket)
{
    return u"%1 · %2"_qs.arg(protocolName(socket.sessionProtocol()), cipherName(socket.sessionCipher()));
}

QString fingerprintText(const QSslCertificate &certificate)
{
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper());
}

QString certificateText(const QSslCertificate &certificate, const QList<QSslError> &errors)
{
    QStringList lines{u"Subject: %1"_qs.arg(distinguishedName(certificate, false)),
                      u"Issuer: %1"_qs.arg(distinguishedName(certificate, true)),
                      u"Valid from: %1"_qs.arg(date(certificate.effectiveDate())),
                      u"Valid to: %1"_qs.arg(date(certificate.expiryDate())),
                      u"SHA-256: %1"_qs.arg(fingerprintText(certificate))};
    for (const QSslError &error : errors)
        lines += u"Problem: %1"_qs.arg(error.errorString());
    return lines.join(u'\n');
}

QJsonObject securedDetails(const QSslSocket &socket, const QList<QSslError> &excused)
{
    const QSslCertificate leaf = socket.peerCertificate();
    QJsonArray errors;
    for (const QSslError &error : excused)
        errors.append(error.errorString());
    return {{u"protocol"_qs, protocolName(socket.sessionProtocol())},
            {u"cipher"_qs, socket.sessionCipher().name()},
            {u"subject"_qs, distinguishedName(leaf, false)},
            {u"issuer"_qs, distinguishedName(leaf, true)},
            {u"sha256"_qs, fingerprintText(leaf)},
            {u"notAfter"_qs, date(leaf.expiryDate())},
            {u"alpn"_qs, QString::fromLatin1(socket.sslConfiguration().nextNegotiatedProtocol())},
            {u"verified"_qs, excused.isEmpty()},
            {u"errors"_qs, errors}};
}

QString tlsFailure(const QString &where, const QList<QSslError> &refused, const QString &alert,
                   const QString &libraryText)
{
    if (!refused.isEmpty()) {
        QString text = u"The certificate of %1 was refused: %2"_qs.arg(where, refused.first().errorString());
        if (refused.size() > 1)
            text += u" (and %1 more)"_qs.arg(refused.size() - 1);
        return text + u". Add its CA in the TLS options, or accept this one certificate by its fingerprint."_qs;
    }
    if (!alert.isEmpty())
        return u"%1 ended the TLS handshake with the alert %2."_qs.arg(where, alert);
    if (libraryText.contains(u"wrong version number"))
        return u"%1 does not speak TLS on this port. Try ws:// instead of wss://."_qs.arg(where);
    return u"The TLS handshake with %1 failed (%2). Check that this port speaks TLS."_qs.arg(where, libraryText);
}

} // namespace framescope::net
