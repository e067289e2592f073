#include "core/net/tls/tlsconfiguration.h"

#include "core/net/tls/clientidentity.h"

#include <QFile>
#include <QSslSocket>

namespace framescope::net
{
namespace
{
// By number: Qt calls their names deprecated, and they still work.
constexpr auto tls1_0OrLater = static_cast<QSsl::SslProtocol>(5);
constexpr int tls1_0 = 0;
constexpr int tls1_1 = 1;

Result<QList<QSslCertificate>> trustedFrom(const QString &path)
{
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
    return certificates;
}
} // namespace

Result<QSslConfiguration> tlsConfiguration(const TlsSettings &settings)
{
    // A default-constructed configuration would know no CA at all.
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    // RFC 7301: a WebSocket begins as HTTP/1.1 (RFC 6455 §4.1).
    configuration.setAllowedNextProtocols({QByteArrayLiteral("http/1.1")});
    // RFC 6066 §8: costs nothing to ask, and it is how a server says that its certificate is not revoked.
    configuration.setOcspStaplingEnabled(true);
    QList<QSslCertificate> extra;
    for (const QString &path : settings.caFiles) {
        const auto certificates = trustedFrom(path);
        if (!certificates)
            return certificates.error();
        extra += *certificates;
    }
    if (!extra.isEmpty())
        configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + extra);
    const auto identity = loadClientIdentity(settings);
    if (!identity)
        return identity.error();
    if (!identity->chain.isEmpty()) {
        configuration.setLocalCertificateChain(identity->chain);
        configuration.setPrivateKey(identity->key);
    }
    switch (settings.minimum) {
    case TlsVersion::Tls1_0:
        configuration.setProtocol(tls1_0OrLater);
        // OpenSSL 3 has the old versions at its lowest security level only. What it then lets pass, a weak key or
        // signature, is judged by ClientTls.
        configuration.setBackendConfigurationOption(QByteArrayLiteral("CipherString"),
                                                    QByteArrayLiteral("DEFAULT@SECLEVEL=0"));
        break;
    case TlsVersion::Tls1_2:
        configuration.setProtocol(QSsl::TlsV1_2OrLater);
        break;
    case TlsVersion::Tls1_3:
        configuration.setProtocol(QSsl::TlsV1_3OrLater);
        break;
    }
    return configuration;
}

QString protocolName(QSsl::SslProtocol protocol)
{
    switch (static_cast<int>(protocol)) {
    case QSsl::TlsV1_3:
        return u"TLS 1.3"_qs;
    case QSsl::TlsV1_2:
        return u"TLS 1.2"_qs;
    case tls1_1:
        return u"TLS 1.1"_qs;
    case tls1_0:
        return u"TLS 1.0"_qs;
    default:
        return {};
    }
}

QString versionName(TlsVersion version)
{
    switch (version) {
    case TlsVersion::Tls1_0:
        return u"TLS 1.0"_qs;
    case TlsVersion::Tls1_2:
        return u"TLS 1.2"_qs;
    case TlsVersion::Tls1_3:
        return u"TLS 1.3"_qs;
    }
    return {};
}

} // namespace framescope::net
