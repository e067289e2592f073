#pragma once

#include "core/http/head.h"
#include "core/net/connection.h"
#include "core/net/listener.h"

namespace framescope::net
{

/// The server's way to an open connection: the client's upgrade request is judged and answered (RFC 6455
/// §4.2).
class ServerConnection : public Connection
{
    Q_OBJECT
public:
    ServerConnection(const ConnectionContext &context, ConnectionId id, const ListenerSettings &settings,
                     const QString &url);

    /// Takes an accepted socket. `overloaded`: refuse it with 503, whatever it asks.
    void start(std::unique_ptr<QTcpSocket> socket, bool overloaded);
    /// Refuses with 503 before the request is whole: there are `limit` such connections already.
    void refuseBusy(std::size_t limit);

Q_SIGNALS:
    /// The request was accepted or refused, or never came.
    void judged();

protected:
    void handshakeOctets(ByteView octets) override;
    void handshakeEnded(bool reset) override;
    void handshakeDeadline() override;
    void socketFailed(QAbstractSocket::SocketError error, const QString &text) override;

private:
    using Findings = std::vector<std::pair<ws::FindingId, std::uint64_t>>;
    void answerRequest();
    void refuse(int status, const QString &reason, const Findings &findings = {});
    void refuseHead();

    ListenerSettings m_settings;
    QString m_url;
    http::HeadParser m_head{http::HeadKind::Request};
    std::uint64_t m_octets = 0;
    bool m_refused = false;
};

} // namespace framescope::net
