#pragma once

#include <QtGlobal>

#include <cstddef>
#include <cstdint>

namespace framescope::platform
{

/// Ends the sending side of a TCP socket (FIN) while reading goes on. False when the system refuses.
bool endSending(qintptr descriptor) noexcept;

/// Makes the next close of this socket reset the connection (RST) instead of ending it. False when the system
/// refuses.
bool resetOnClose(qintptr descriptor) noexcept;

/// Whether there is something to read on a socket, its end and errors included; without waiting.
bool hasInput(qintptr descriptor) noexcept;

/// A second handle on a socket that outlives QTcpSocket's own: QTcpSocket closes its own when the peer ends its side,
/// whatever is still to be sent, and tells neither its owner nor its error code whether the peer ended or reset TCP.
/// Lifetime: the connection stays open until the handle is closed too.
class SocketHandle
{
public:
    explicit SocketHandle(qintptr descriptor) noexcept;
    ~SocketHandle() { close(); }
    SocketHandle(const SocketHandle &) = delete;
    SocketHandle &operator=(const SocketHandle &) = delete;

    /// False when the system gave none, and on Windows: there the notifications of all handles of a socket are one.
    bool isValid() const noexcept { return m_descriptor >= 0; }
    qintptr descriptor() const noexcept { return m_descriptor; }
    void close() noexcept;

    enum class Sent : std::uint8_t {
        Some,  ///< `count` octets, at least one
        Later, ///< the system has no room now: wait until the descriptor is writable
        Never, ///< the connection is broken, or this side has ended its sending
    };
    /// Gives octets to the system without waiting, and without a signal when nobody takes them.
    Sent send(const char *octets, std::size_t size, std::size_t &count) const noexcept;
    /// Octets that have arrived, without waiting; 0 when there are none. The end of the stream and an error are not
    /// taken away from who reads on another handle.
    std::size_t receive(char *to, std::size_t size) const noexcept;
    /// Whether the connection, of which this side has not ended its sending, was reset. False where it cannot
    /// be known.
    bool wasReset() const noexcept;

private:
    qintptr m_descriptor = -1;
};

} // namespace framescope::platform
