#include "core/base/platform/streamsocket.h"

#include <QFile>

#include <cstring>
#include <system_error>
#include <utility>

#ifdef Q_OS_WIN
#include <winsock2.h>
// after winsock2.h
#include <ws2tcpip.h>
#else
#include <cerrno>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#endif

namespace framescope::platform
{

namespace
{
#ifdef Q_OS_WIN
using Descriptor = SOCKET;
using Size = int;
constexpr int pendingError = WSAEWOULDBLOCK;
constexpr int refusedError = WSAECONNREFUSED;
constexpr int notConnectedError = WSAENOTCONN;
constexpr int noFamilyError = WSAEAFNOSUPPORT;
int lastError() noexcept { return ::WSAGetLastError(); }
void closeDescriptor(Descriptor descriptor) noexcept { ::closesocket(descriptor); }

/// Winsock must be started by whoever uses it first; each start is counted.
struct Winsock {
    Winsock() noexcept
    {
        WSADATA data;
        ::WSAStartup(MAKEWORD(2, 2), &data);
    }
    ~Winsock() { ::WSACleanup(); }
};
#else
using Descriptor = int;
using Size = socklen_t;
constexpr int pendingError = EINPROGRESS;
constexpr int refusedError = ECONNREFUSED;
constexpr int notConnectedError = ENOTCONN;
constexpr int noFamilyError = EAFNOSUPPORT;
int lastError() noexcept { return errno; }
void closeDescriptor(Descriptor descriptor) noexcept { ::close(descriptor); }
#endif

std::uint32_t zoneOf(const QHostAddress &address)
{
    const QString zone = address.scopeId();
    bool isNumber = false;
    const std::uint32_t number = zone.toUInt(&isNumber);
    return isNumber || zone.isEmpty() ? number : ::if_nametoindex(zone.toLocal8Bit().constData());
}
} // namespace

StreamSocket::~StreamSocket()
{
    if (m_descriptor >= 0)
        closeSocket(m_descriptor);
}

qintptr StreamSocket::release() noexcept { return std::exchange(m_descriptor, -1); }

StreamSocket::State StreamSocket::fail(int error) noexcept
{
    m_error = error;
    return State::Failed;
}

StreamSocket::State StreamSocket::open(int family)
{
#ifdef Q_OS_WIN
    static const Winsock winsock;
    const SOCKET descriptor =
        ::WSASocketW(family, SOCK_STREAM, 0, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    if (descriptor == INVALID_SOCKET)
        return fail(lastError());
    m_descriptor = static_cast<qintptr>(descriptor);
    u_long on = 1;
    return ::ioctlsocket(descriptor, FIONBIO, &on) == 0 ? State::Pending : fail(lastError());
#else
    const int descriptor = ::socket(family, SOCK_STREAM, 0);
    if (descriptor < 0)
        return fail(lastError());
    m_descriptor = descriptor;
    const int flags = ::fcntl(descriptor, F_GETFL);
    const bool set = flags >= 0 && ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
                     ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
    return set ? State::Pending : fail(lastError());
#endif
}

StreamSocket::State StreamSocket::begin(const void *address, std::size_t size)
{
    const auto *generic = static_cast<const sockaddr *>(address);
    if (::connect(static_cast<Descriptor>(m_descriptor), generic, static_cast<Size>(size)) == 0)
        return State::Connected;
    const int error = lastError();
    return error == pendingError ? State::Pending : fail(error);
}

StreamSocket::State StreamSocket::connectTo(const QHostAddress &address, std::uint16_t port)
{
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 to{};
        to.sin6_family = AF_INET6;
        to.sin6_port = htons(port);
        to.sin6_scope_id = zoneOf(address);
        const Q_IPV6ADDR octets = address.toIPv6Address();
        std::memcpy(&to.sin6_addr, &octets, sizeof to.sin6_addr);
        return open(AF_INET6) == State::Failed ? State::Failed : begin(&to, sizeof to);
    }
    if (address.protocol() != QAbstractSocket::IPv4Protocol)
        return fail(noFamilyError);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(address.toIPv4Address());
    return open(AF_INET) == State::Failed ? State::Failed : begin(&to, sizeof to);
}

StreamSocket::State StreamSocket::connectTo(const QString &path)
{
#ifdef Q_OS_WIN
    Q_UNUSED(path)
    return fail(noFamilyError);
#else
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    // With the NUL behind it.
    if (static_cast<std::size_t>(name.size()) >= sizeof to.sun_path)
        return fail(ENAMETOOLONG);
    std::memcpy(to.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
    return open(AF_UNIX) == State::Failed ? State::Failed : begin(&to, sizeof to);
#endif
}

StreamSocket::State StreamSocket::check() noexcept
{
    int error = 0;
    Size size = sizeof error;
    const auto descriptor = static_cast<Descriptor>(m_descriptor);
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, reinterpret_cast<char *>(&error), &size) != 0)
        return fail(lastError());
    if (error != 0)
        return fail(error);
    // No error and no peer: the wake-up came too early.
    sockaddr_storage peer{};
    size = sizeof peer;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &size) == 0)
        return State::Connected;
    return lastError() == notConnectedError ? State::Pending : fail(lastError());
}

QString socketErrorText(int error)
{
    return QString::fromLocal8Bit(std::system_category().message(error).c_str()).trimmed();
}

void closeSocket(qintptr descriptor) noexcept { closeDescriptor(static_cast<Descriptor>(descriptor)); }

bool isRefusal(int error) noexcept { return error == refusedError; }

} // namespace framescope::platform
