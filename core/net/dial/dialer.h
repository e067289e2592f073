#pragma once

#include "core/http/url.h"
#include "core/net/failure.h"
#include "core/net/settings.h"

#include <QAbstractSocket>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <memory>

namespace framescope::net
{

/// The way to the server, up to where octets for it can be written: after that come TLS and the opening handshake.
/// One attempt; it ends with connected() or failed(), once. Thread: that of its owner. Lifetime: what is under way ends
/// with it.
class Dialer : public QObject
{
    Q_OBJECT
public:
    Dialer(const ConnectionSettings &settings, const http::WsUrl &url);

    void start();
    /// The connected socket, a QSslSocket not yet in TLS for a secure URL. After connected(), once.
    std::unique_ptr<QTcpSocket> takeSocket();

Q_SIGNALS:
    void connected();
    void failed(const framescope::net::Failure &failure);

private:
    void onConnected();
    void onError(QAbstractSocket::SocketError error);
    void onDeadline();
    void fail(const Failure &failure);

    std::chrono::milliseconds m_timeout;
    http::WsUrl m_url;
    std::unique_ptr<QTcpSocket> m_socket;
    QTimer m_deadline;
};

} // namespace framescope::net
