#include "tests/support/blackhole.h"

#ifdef Q_OS_LINUX
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace framescope::test
{

#ifdef Q_OS_LINUX
BlackHole::BlackHole(const QHostAddress &address, quint16 port)
{
    sockaddr_storage storage{};
    socklen_t size = 0;
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        auto &to = reinterpret_cast<sockaddr_in6 &>(storage);
        to.sin6_family = AF_INET6;
        to.sin6_port = htons(port);
        const Q_IPV6ADDR octets = address.toIPv6Address();
        std::memcpy(&to.sin6_addr, &octets, sizeof to.sin6_addr);
        size = sizeof to;
    } else {
        auto &to = reinterpret_cast<sockaddr_in &>(storage);
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(address.toIPv4Address());
        size = sizeof to;
    }
    auto *generic = reinterpret_cast<sockaddr *>(&storage);
    const int listener = ::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    m_descriptors.push_back(listener);
    if (::bind(listener, generic, size) != 0 || ::listen(listener, 0) != 0 ||
        ::getsockname(listener, generic, &size) != 0)
        return;
    // The queue takes one more than asked for; after that the first packet of a connection is dropped.
    constexpr int enough = 4;
    for (int i = 0; i < enough; ++i) {
        const int client = ::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        m_descriptors.push_back(client);
        ::connect(client, generic, size);
    }
    m_port = ntohs(storage.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6 &>(storage).sin6_port
                                                 : reinterpret_cast<sockaddr_in &>(storage).sin_port);
}

BlackHole::~BlackHole()
{
    for (const int descriptor : m_descriptors)
        ::close(descriptor);
}
#else
BlackHole::BlackHole(const QHostAddress &, quint16) {}
BlackHole::~BlackHole() = default;
#endif

} // namespace framescope::test
