#pragma once

#include <QtGlobal>

namespace framescope::platform
{

/// Ends the sending side of a TCP socket (FIN) while reading goes on. False when the system refuses.
bool endSending(qintptr descriptor) noexcept;

/// Makes the next close of this socket reset the connection (RST) instead of ending it. False when the system
/// refuses.
bool resetOnClose(qintptr descriptor) noexcept;

/// A second handle on a TCP socket that outlives QTcpSocket's own: QTcpSocket tells neither its owner nor its
/// error code whether the peer ended the connection or reset it. Lifetime: the connection stays open until
/// the probe is gone too.
class SocketProbe
{
public:
    explicit SocketProbe(qintptr descriptor) noexcept;
    ~SocketProbe();
    SocketProbe(const SocketProbe &) = delete;
    SocketProbe &operator=(const SocketProbe &) = delete;

    /// Whether the connection, of which this side has not ended its sending, was reset. False where it cannot
    /// be known.
    bool wasReset() const noexcept;

private:
    qintptr m_descriptor = -1;
};

} // namespace framescope::platform
