#pragma once

#include "core/http/url.h"
#include "core/net/failure.h"
#include "core/net/settings.h"
#include "core/net/tls/tlsdetails.h"
#include "core/net/tls/tlsfailure.h"
#include "core/net/tls/tlswatch.h"

#include <QObject>
#include <QSslConfiguration>
#include <QSslError>

#include <chrono>
#include <memory>
#include <optional>

class QSslSocket;

namespace framescope::net
{

class KnownCertificates;

/// TLS of a client's connection: its configuration, the verdict on the server's certificate, and why it failed.
/// Thread: that of the socket. Lifetime: begins before the socket's TLS.
class ClientTls : public QObject
{
    Q_OBJECT
public:
    /// Without `known` no change of a certificate is noticed.
    ClientTls(const TlsSettings &settings, const http::WsUrl &url, std::shared_ptr<KnownCertificates> known = {});

    /// Reads the files of the settings; before anything is sent to the server. A failure when one is of no use.
    std::optional<Failure> prepare();
    /// Begins TLS on a connected socket; encrypted() tells of its end.
    void start(QSslSocket &socket);

    /// What is known so far.
    const TlsFacts &facts() const noexcept { return m_facts; }
    /// Whether the certificate verified; false when an exception was made for it, or it was refused.
    bool verified() const noexcept { return m_facts.problems.isEmpty(); }
    /// The server asked for a certificate: from whom.
    QStringList acceptableIssuers() const { return m_watch.acceptableIssuers(); }
    /// Details of the event Secured, with its findings. After encrypted().
    QJsonObject securedDetails() const;
    /// SHA-256 of the certificate that was refused, and its facts as lines of text; empty when none was.
    const QByteArray &refusedSha256() const noexcept { return m_refusedSha256; }
    const QString &refusedCertificate() const noexcept { return m_refusedCertificate; }

    /// TLS is not there and will not come, with the library's text.
    Failure failed(const QString &libraryText) const;
    /// TCP ended before TLS was there.
    Failure ended(bool reset) const;
    /// TLS was not there in time.
    Failure timedOut(std::chrono::milliseconds limit) const;
    /// TLS was there, the answer to the upgrade was not, and TLS is why; nothing when it is not.
    std::optional<Failure> failedAfterwards(TlsEnd end, const QString &libraryText = {}) const;
    /// Adds to the failure of an upgrade that was refused with this status what TLS has to do with it.
    void explainRefusal(Failure &failure, int status) const;

Q_SIGNALS:
    void encrypted();
    /// The handshake was done, and its certificate will not do: failed() says why. The socket is of no use.
    void refused();
    /// The server ended TLS with this alert (RFC 8446 §6).
    void alerted(int number);

private:
    void onErrors(QSslSocket &socket, const QList<QSslError> &errors);
    void onEncrypted(QSslSocket &socket);
    void readCertificates(const QSslSocket &socket);
    bool excepted(const QList<CertificateProblem> &problems);
    void refuse(const QList<CertificateProblem> &problems);
    TlsProgress progress(const QString &libraryText) const;
    QJsonObject failureDetails() const;

    TlsSettings m_settings;
    std::shared_ptr<KnownCertificates> m_known;
    QString m_where;
    QString m_endpoint; ///< as exceptions and known certificates name it
    QSslConfiguration m_configuration;
    TlsWatch m_watch;
    TlsFacts m_facts;
    QByteArray m_refusedSha256;
    QString m_refusedCertificate;
};

} // namespace framescope::net
