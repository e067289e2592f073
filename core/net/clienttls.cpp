#include "core/net/clienttls.h"

#include "core/net/failuretext.h"
#include "core/net/tlssetup.h"

#include <QCryptographicHash>

namespace framescope::net
{

ClientTls::ClientTls(const TlsSettings &settings, const http::WsUrl &url)
    : m_settings(settings), m_host(QString::fromLatin1(url.asciiHost)), m_where(endpointText(m_host, url.port))
{
}

std::optional<Failure> ClientTls::prepare()
{
    auto configuration = tlsConfiguration(m_settings);
    if (!configuration)
        return Failure{u"tls"_qs, configuration.error().message};
    m_configuration = *configuration;
    return std::nullopt;
}

void ClientTls::start(QSslSocket &socket)
{
    socket.setSslConfiguration(m_configuration);
    connect(&socket, &QSslSocket::encrypted, this, &ClientTls::encrypted);
    connect(&socket, &QSslSocket::sslErrors, this,
            [this, &socket](const QList<QSslError> &errors) { onErrors(socket, errors); });
    connect(&socket, &QSslSocket::alertReceived, this,
            [this](QSsl::AlertLevel, QSsl::AlertType type, const QString &description) {
                m_alert = u"\"%1\" (%2)"_qs.arg(description).arg(static_cast<int>(type));
            });
    // The name goes out as SNI and is what the certificate must be for, whatever address or proxy TCP goes to.
    socket.setPeerVerifyName(m_host);
    socket.startClientEncryption();
}

void ClientTls::onErrors(QSslSocket &socket, const QList<QSslError> &errors)
{
    const QSslCertificate leaf = socket.peerCertificate();
    if (m_settings.insecure || isAccepted(m_settings, m_where.toLower(), leaf)) {
        m_excused = errors;
        // With the list: without one, Qt would ignore all later errors too.
        socket.ignoreSslErrors(errors);
        return;
    }
    m_refused = errors;
    m_refusedSha256 = leaf.digest(QCryptographicHash::Sha256);
    m_refusedCertificate = certificateText(leaf, errors);
}

Failure ClientTls::failed(const QString &libraryText) const
{
    return {u"tls"_qs, tlsFailure(m_where, m_refused, m_alert, libraryText)};
}

Failure ClientTls::ended(bool reset) const
{
    const QString how = reset ? u"reset the connection"_qs : u"ended the connection"_qs;
    return {u"tls"_qs, u"%1 %2 during the TLS handshake. Check that this port speaks TLS."_qs.arg(m_where, how)};
}

Failure ClientTls::timedOut(std::chrono::milliseconds limit) const
{
    return {u"tls"_qs, u"The TLS handshake with %1 was not done within %2. Check that this port speaks TLS."_qs.arg(
                           m_where, secondsText(limit))};
}

} // namespace framescope::net
