#pragma once

#include "core/http/url.h"
#include "core/net/failure.h"
#include "core/net/settings.h"

#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>

#include <optional>

namespace framescope::net
{

/// TLS of a client's connection: its configuration, the verdict on the server's certificate, and why it failed.
/// Thread: that of the socket. Lifetime: ends before the socket or at its side.
class ClientTls : public QObject
{
    Q_OBJECT
public:
    ClientTls(const TlsSettings &settings, const http::WsUrl &url);

    /// Reads the files of the settings; before anything is sent to the server. A failure when one is of no use.
    std::optional<Failure> prepare();
    /// Begins TLS on a connected socket; encrypted() tells of its end.
    void start(QSslSocket &socket);

    /// TLS errors that were accepted, for this certificate only.
    const QList<QSslError> &excused() const noexcept { return m_excused; }
    /// SHA-256 of the certificate that was refused, and its facts as lines of text; empty when none was.
    const QByteArray &refusedSha256() const noexcept { return m_refusedSha256; }
    const QString &refusedCertificate() const noexcept { return m_refusedCertificate; }
    /// The server's alert in words, empty when none came. TLS 1.3: it may come after encrypted().
    const QString &alert() const noexcept { return m_alert; }

    /// The socket failed, with the library's text.
    Failure failed(const QString &libraryText) const;
    /// TCP ended before TLS was there.
    Failure ended(bool reset) const;
    /// TLS was not there in time.
    Failure timedOut(std::chrono::milliseconds limit) const;

Q_SIGNALS:
    void encrypted();

private:
    void onErrors(QSslSocket &socket, const QList<QSslError> &errors);

    TlsSettings m_settings;
    QString m_host;
    QString m_where;
    QSslConfiguration m_configuration;
    QList<QSslError> m_excused;
    QList<QSslError> m_refused;
    QByteArray m_refusedSha256;
    QString m_refusedCertificate;
    QString m_alert;
};

} // namespace framescope::net
