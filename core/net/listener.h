#pragma once

#include "core/base/result.h"
#include "core/capture/capture.h"
#include "core/net/admission.h"
#include "core/net/settings.h"

#include <QByteArray>
#include <QList>
#include <QObject>

#include <chrono>
#include <memory>

namespace framescope::net
{

struct ListenerSettings {
    Admission admission;    ///< the address, and whom it serves
    std::uint16_t port = 0; ///< 0: any free one
    bool echo = false;      ///< send each whole message back
    bool demo = false;      ///< play the demo script, see demoscript.h
    Policy policy = Policy::Observe;
    QList<QByteArray> subprotocols; ///< accepted: the first one the client offers that is among them
    DeflateSettings deflate;
    std::size_t maxConnections = 1000; ///< one more is refused with 503
    std::size_t maxHalfOpen = 128;     ///< without a whole request; one more, and the oldest is refused with 503
    /// Octets of messages that are held for echoing or playing, and of answers that clients do not read, of all
    /// connections together. Whose message goes over it is failed with 1009 (RFC 6455 §7.4.1).
    std::uint64_t messageMemory = 256 * 1024 * 1024;
    std::chrono::milliseconds requestTimeout{10'000}; ///< for the whole request head, whatever trickles in
};

/// The server side: accepts WebSocket connections, answers the opening handshake (RFC 6455 §4.2) and records
/// them. Thread: lives on the thread that uses the capture for writing.
class Listener : public QObject
{
    Q_OBJECT
public:
    Listener(capture::Capture &capture, ListenerSettings settings, const Clock &clock);
    ~Listener() override;

    /// Errors: the address is taken or not ours.
    Result<void> listen();
    std::uint16_t port() const;
    QString url() const; ///< ws://127.0.0.1:PORT/

Q_SIGNALS:
    void changed(framescope::ConnectionId id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace framescope::net
