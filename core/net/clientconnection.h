#pragma once

#include "core/http/url.h"
#include "core/net/clientupgrade.h"
#include "core/net/connection.h"
#include "core/net/dial/dialer.h"
#include "core/net/idlewatch.h"
#include "core/net/tls/clienttls.h"

#include <QElapsedTimer>

#include <optional>

namespace framescope::net
{

/// The client's way to an open connection: the Dialer, then ClientTls, then ClientUpgrade; their rows and the state
/// they make.
class ClientConnection : public Connection
{
    Q_OBJECT
public:
    ClientConnection(const ConnectionContext &context, ConnectionId id, const ConnectionSettings &settings);

    /// Begins the connection in the capture and the attempt.
    void start();

protected:
    void handshakeOctets(ByteView octets) override;
    void handshakeEnded(bool reset) override;
    void handshakeDeadline() override;
    void socketFailed(QAbstractSocket::SocketError error, const QString &text) override;
    void stopConnecting() override;

private:
    void dial();
    void onReached(QTcpSocket &reached);
    void onConnected();
    void secure();
    void onEncrypted();
    void onAlert(int number);
    void readTlsStatus();
    void failTls(const Failure &failure);
    void sendRequest();
    void tellNotes();
    void failAndClose(const Failure &failure);
    /// The failure with the proxy named as a possible speaker, where one stands between.
    Failure withRoute(Failure failure) const;
    std::int64_t endStep();

    ConnectionSettings m_settings;
    std::shared_ptr<KnownCertificates> m_known;
    http::WsUrl m_url;
    capture::ConnectionFacts m_facts;
    std::unique_ptr<Dialer> m_dialer;
    std::unique_ptr<ClientTls> m_tls; ///< for a secure URL
    std::optional<ClientUpgrade> m_upgrade;
    IdleWatch m_idle;
    QElapsedTimer m_step;        ///< since the last step of the way was done
    QString m_route;             ///< a sentence about the proxy that the way leads through, or empty
    bool m_waitsForBody = false; ///< of an answer that was no upgrade
};

} // namespace framescope::net
