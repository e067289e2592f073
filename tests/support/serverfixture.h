#pragma once

#include "core/net/listener.h"
#include "tests/support/netfixture.h"

#include <QNetworkProxy>
#include <QTcpSocket>

#include <memory>

namespace framescope::test
{

/// A bare TCP client.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port)
    {
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { received += socket.readAll(); });
    }
    void send(const QByteArray &octets) { socket.write(octets); }
    QByteArray status() const { return received.split(' ').value(1); }
    std::vector<ReadFrame> frames() const { return readFrames(received.mid(received.indexOf("\r\n\r\n") + 4)); }
    bool ended() const { return socket.state() == QAbstractSocket::UnconnectedState; }

    QTcpSocket socket;
    QByteArray received;
};

/// A listener with its own record beside a client's.
class ServerFixture
{
public:
    explicit ServerFixture(const net::ListenerSettings &settings)
        : listener(std::make_unique<net::Listener>(*record.capture, settings, record.clock))
    {
        const auto result = listener->listen();
        if (!result)
            qFatal("%s", qPrintable(result.error().message));
    }
    NetFixture record;
    std::unique_ptr<net::Listener> listener;
};

} // namespace framescope::test
