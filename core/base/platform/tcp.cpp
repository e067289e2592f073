#include "core/base/platform/tcp.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace framescope::platform
{

#ifdef Q_OS_WIN

bool endSending(qintptr descriptor) noexcept { return ::shutdown(static_cast<SOCKET>(descriptor), SD_SEND) == 0; }

bool resetOnClose(qintptr descriptor) noexcept
{
    const linger option{1, 0};
    return ::setsockopt(static_cast<SOCKET>(descriptor), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char *>(&option),
                        sizeof option) == 0;
}

// Winsock has no state query that tells the two apart: a reset is shown as an end there.
SocketProbe::SocketProbe(qintptr) noexcept {}
SocketProbe::~SocketProbe() = default;
bool SocketProbe::wasReset() const noexcept { return false; }

#else

bool endSending(qintptr descriptor) noexcept { return ::shutdown(static_cast<int>(descriptor), SHUT_WR) == 0; }

bool resetOnClose(qintptr descriptor) noexcept
{
    const linger option{1, 0};
    return ::setsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_LINGER, &option, sizeof option) == 0;
}

SocketProbe::SocketProbe(qintptr descriptor) noexcept : m_descriptor(::dup(static_cast<int>(descriptor))) {}

SocketProbe::~SocketProbe()
{
    if (m_descriptor >= 0)
        ::close(static_cast<int>(m_descriptor));
}

bool SocketProbe::wasReset() const noexcept
{
    if (m_descriptor < 0)
        return false;
        // After the peer's FIN the socket is in CLOSE-WAIT; after its RST there is no connection at all.
#if defined(Q_OS_LINUX)
    tcp_info state{};
    socklen_t size = sizeof state;
    return ::getsockopt(static_cast<int>(m_descriptor), IPPROTO_TCP, TCP_INFO, &state, &size) == 0 &&
           state.tcpi_state == TCP_CLOSE;
#elif defined(Q_OS_MACOS)
    tcp_connection_info state{};
    socklen_t size = sizeof state;
    constexpr int closed = 0; // TCPS_CLOSED of netinet/tcp_fsm.h
    return ::getsockopt(static_cast<int>(m_descriptor), IPPROTO_TCP, TCP_CONNECTION_INFO, &state, &size) == 0 &&
           state.tcpi_state == closed;
#else
    return false;
#endif
}

#endif

} // namespace framescope::platform
