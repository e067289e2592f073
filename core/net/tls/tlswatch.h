#pragma once

#include <QList>
#include <QSslCertificate>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

class QSslSocket;

namespace framescope::net
{

/// What Qt does not tell of a TLS handshake (RFC 8446 §4), seen by looking at the TLS library's own object: whether the
/// server asked for a certificate and from whom, each alert, how far the handshake came, whether a session was resumed.
/// With a TLS library that is not OpenSSL it sees nothing, and everything reads as not known.
/// Thread: that of the socket.
class TlsWatch
{
public:
    struct Alert {
        int number = 0;
        bool fatal = false;
        bool ours = false; ///< sent by us
    };

    TlsWatch();
    ~TlsWatch();
    TlsWatch(const TlsWatch &) = delete;
    TlsWatch &operator=(const TlsWatch &) = delete;

    /// Begins TLS on a connected client socket, and looks on.
    void startClientEncryption(QSslSocket &socket);

    /// The server sent a CertificateRequest.
    bool certificateRequested() const noexcept;
    /// Names of the CAs it accepts client certificates from; empty when it did not restrict them.
    QStringList acceptableIssuers() const;
    /// In the order they came, close_notify not among them.
    const QList<Alert> &alerts() const noexcept;
    /// The last fatal alert of the peer.
    std::optional<int> peerAlert() const noexcept;
    /// The last fatal alert that we sent.
    std::optional<int> ourAlert() const noexcept;
    /// Name of the last handshake message that came whole: "ServerHello"; empty before the first.
    QString lastMessage() const;
    /// Nothing when it is not known.
    std::optional<bool> resumed() const;
    /// "X25519", "P-256"; empty when not known.
    QString group() const;
    /// The path from the server's certificate to a trusted one, as far as it was found; empty when not known.
    QList<QSslCertificate> verifiedPath() const;
    /// OpenSSL's last verification error (X509_V_ERR_...), 0 when there is none or it is not known.
    long verifyResult() const;

private:
    struct Seen;
    std::unique_ptr<Seen> m_seen;
};

/// "handshake_failure (40)" (RFC 8446 §6); the number alone for one that has no name.
QString alertText(int number);

} // namespace framescope::net
