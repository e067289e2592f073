#include "tests/soak/soakserver.h"

#include "tests/soak/soakpeer.h"

#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <vector>

namespace framescope::soak
{

namespace
{

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

struct Connection {
    int socket;
    Peer peer;
    double nextSend, end;
    QByteArray out;
    bool hangUp = false; ///< ends without a close frame
    bool reset = false;
};

constexpr qsizetype mostWaiting = 4 << 20; ///< octets; a slow reader gets no more until it took some

class Server
{
public:
    explicit Server(double perSecond) : m_perSecond(perSecond) {}

    int run()
    {
        m_listening = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_listening, reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(m_listening, 512) != 0 ||
            ::getsockname(m_listening, reinterpret_cast<sockaddr *>(&address), &size) != 0)
            return 1;
        std::printf("%d\n", ntohs(address.sin_port));
        std::fflush(stdout);
        while (step()) {
        }
        return 0;
    }

private:
    bool step()
    {
        std::vector<pollfd> watched{{STDIN_FILENO, POLLIN, 0}, {m_listening, POLLIN, 0}};
        for (const Connection &c : m_connections)
            watched.push_back({c.socket, short(c.out.isEmpty() ? POLLIN : POLLIN | POLLOUT), 0});
        if (::poll(watched.data(), watched.size(), 10) < 0 && errno != EINTR)
            return false;
        char octets[65536];
        if ((watched[0].revents & (POLLIN | POLLHUP)) != 0 && ::read(STDIN_FILENO, octets, sizeof octets) <= 0)
            return false;
        const double time = now();
        for (std::size_t i = m_connections.size(); i-- > 0;) {
            Connection &c = m_connections[i];
            bool alive = true;
            if ((watched[i + 2].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
                const ssize_t count = ::recv(c.socket, octets, sizeof octets, 0);
                if (count > 0)
                    c.peer.receive(QByteArray(octets, count), c.out);
                else
                    alive = count < 0 && (errno == EAGAIN || errno == EINTR);
            }
            alive = alive && advance(c, time);
            if (!alive) {
                ::close(c.socket);
                m_connections.erase(m_connections.begin() + std::ptrdiff_t(i));
            }
        }
        if ((watched[1].revents & POLLIN) != 0)
            accept(time);
        return true;
    }

    void accept(double time)
    {
        for (;;) {
            const int socket = ::accept4(m_listening, nullptr, nullptr, SOCK_NONBLOCK);
            if (socket < 0)
                return;
            Connection c{socket, Peer(m_seed++), time, time + 30 + double(m_seed * 7919 % 60), {}, false, false};
            c.hangUp = m_seed % 7 == 3;
            c.reset = m_seed % 11 == 5;
            m_connections.push_back(std::move(c));
        }
    }

    /// False when the connection is over.
    bool advance(Connection &c, double time)
    {
        while (c.nextSend <= time) {
            if (c.out.size() < mostWaiting)
                c.peer.send(c.out);
            c.nextSend += 1 / m_perSecond;
        }
        if (time >= c.end) {
            if (c.reset) {
                const linger now{1, 0};
                ::setsockopt(c.socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
                return false;
            }
            if (!c.hangUp)
                c.peer.close(c.out);
            else if (c.out.isEmpty())
                return false;
        }
        if (!c.out.isEmpty()) {
            const ssize_t count = ::send(c.socket, c.out.constData(), std::size_t(c.out.size()), MSG_NOSIGNAL);
            if (count > 0)
                c.out.remove(0, count);
            else if (errno != EAGAIN && errno != EINTR)
                return false;
        }
        if (c.peer.done() && c.out.isEmpty() && !c.hangUp) {
            // What the other end still sends must not turn our close into a reset: it ends when that end does.
            ::shutdown(c.socket, SHUT_WR);
            c.nextSend = 1e18;
            return time < c.end + 20;
        }
        return true;
    }

    double m_perSecond;
    int m_listening = -1;
    std::uint32_t m_seed = 1;
    std::vector<Connection> m_connections;
};

} // namespace

int runServer(double perSecond) { return Server(perSecond).run(); }

} // namespace framescope::soak
