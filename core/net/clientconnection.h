#pragma once

#include "core/http/head.h"
#include "core/http/url.h"
#include "core/net/connection.h"
#include "core/net/refusedbody.h"

#include <QList>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>

namespace framescope::net
{

/// The client's way to an open connection: TCP, TLS, and the opening handshake (RFC 6455 §4.1).
class ClientConnection : public Connection
{
    Q_OBJECT
public:
    ClientConnection(const ConnectionContext &context, ConnectionId id, const ConnectionSettings &settings);

    /// Begins the connection in the capture and the attempt.
    void start();

protected:
    ByteView handshakeOctets(ByteView octets) override;
    void handshakeEnded(bool reset) override;
    void handshakeDeadline() override;
    void socketFailed(QAbstractSocket::SocketError error, const QString &text) override;

private:
    void onConnected();
    void onEncrypted();
    void onSslErrors(const QList<QSslError> &errors);
    void connectTls(QSslSocket &socket, const QSslConfiguration &configuration);
    void sendRequest();
    ByteView judge(ByteView rest);
    void refuse();
    void failAndClose(const QString &stage, const QString &reason);
    QString where() const;
    QString refusalSentence() const;

    ConnectionSettings m_settings;
    http::WsUrl m_url;
    capture::ConnectionFacts m_facts;
    http::HeadParser m_head{http::HeadKind::Response};
    QByteArray m_request;
    std::uint64_t m_octets = 0; ///< of the answer so far
    QByteArray m_firstOctets;   ///< of the answer, for saying what it was when it was not HTTP
    std::optional<RefusedBody> m_body;
    QList<QSslError> m_excused; ///< TLS errors that were accepted
    QList<QSslError> m_refused;
    QString m_alert;
};

} // namespace framescope::net
