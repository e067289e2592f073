#include "core/base/platform/tcp.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
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

bool hasInput(qintptr descriptor) noexcept
{
    WSAPOLLFD asked{static_cast<SOCKET>(descriptor), POLLIN, 0};
    return WSAPoll(&asked, 1, 0) > 0;
}

// Winsock has no state query that tells an end from a reset, and waiting for one handle of a socket (WSAAsyncSelect)
// ends the waiting for all others, Qt's among them: a reset is shown as an end there, and Qt does the sending.
SocketHandle::SocketHandle(qintptr) noexcept {}
void SocketHandle::close() noexcept {}
SocketHandle::Sent SocketHandle::send(const char *, std::size_t, std::size_t &) const noexcept { return Sent::Never; }
std::size_t SocketHandle::receive(char *, std::size_t) const noexcept { return 0; }
bool SocketHandle::wasReset() const noexcept { return false; }

#else

bool endSending(qintptr descriptor) noexcept { return ::shutdown(static_cast<int>(descriptor), SHUT_WR) == 0; }

bool resetOnClose(qintptr descriptor) noexcept
{
    const linger option{1, 0};
    return ::setsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_LINGER, &option, sizeof option) == 0;
}

bool hasInput(qintptr descriptor) noexcept
{
    pollfd asked{static_cast<int>(descriptor), POLLIN, 0};
    return ::poll(&asked, 1, 0) > 0;
}

SocketHandle::SocketHandle(qintptr descriptor) noexcept
    : m_descriptor(::fcntl(static_cast<int>(descriptor), F_DUPFD_CLOEXEC, 0))
{
#ifdef SO_NOSIGPIPE
    const int on = 1;
    if (m_descriptor >= 0)
        ::setsockopt(static_cast<int>(m_descriptor), SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

void SocketHandle::close() noexcept
{
    if (m_descriptor >= 0)
        ::close(static_cast<int>(m_descriptor));
    m_descriptor = -1;
}

SocketHandle::Sent SocketHandle::send(const char *octets, std::size_t size, std::size_t &count) const noexcept
{
#ifdef MSG_NOSIGNAL
    constexpr int flags = MSG_NOSIGNAL;
#else
    constexpr int flags = 0; // SO_NOSIGPIPE is set
#endif
    count = 0;
    ssize_t sent = 0;
    do {
        sent = ::send(static_cast<int>(m_descriptor), octets, size, flags);
    } while (sent < 0 && errno == EINTR);
    if (sent > 0) {
        count = static_cast<std::size_t>(sent);
        return Sent::Some;
    }
    const bool full = sent == 0 || errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS || errno == ENOMEM;
    return full ? Sent::Later : Sent::Never;
}

std::size_t SocketHandle::receive(char *to, std::size_t size) const noexcept
{
    // An error is told once, to whoever asks first: so ask only for what is known to be there.
    int available = 0;
    if (m_descriptor < 0 || size == 0 || ::ioctl(static_cast<int>(m_descriptor), FIONREAD, &available) != 0 ||
        available <= 0)
        return 0;
    const ssize_t count = ::recv(static_cast<int>(m_descriptor), to, size, MSG_DONTWAIT);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

bool SocketHandle::wasReset() const noexcept
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
