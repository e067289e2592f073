#include "core/net/listener.h"
#include "tests/bench/contest.h"
#include "tests/bench/stopwatch.h"
#include "tests/bench/streams.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace framescope::bench
{

namespace
{
constexpr qsizetype payload = 32;
constexpr qsizetype answer = payload + 2; ///< not masked

/// Sends a frame, waits for the whole echo, and so on; on a thread of its own, with nothing but the system between it
/// and the server, so that what differs is the server.
class Asker
{
public:
    Asker(std::uint16_t port, int rounds, QEventLoop &loop) : m_loop(loop)
    {
        m_thread = std::thread([this, port, rounds] {
            ask(port, rounds);
            QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
    }
    /// The median of the round trips in microseconds; negative when an echo was not what was sent.
    double median()
    {
        m_thread.join();
        if (!m_right || m_times.empty())
            return -1;
        std::nth_element(m_times.begin(), m_times.begin() + std::ptrdiff_t(m_times.size() / 2), m_times.end());
        return m_times[m_times.size() / 2] / 1000;
    }

private:
    static bool readAll(int socket, char *to, qsizetype size)
    {
        for (ssize_t count = 0; size > 0; to += count, size -= count) {
            count = ::recv(socket, to, std::size_t(size), 0);
            if (count <= 0)
                return false;
        }
        return true;
    }

    void ask(std::uint16_t port, int rounds)
    {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const QByteArray request = upgradeRequest();
        m_right = ::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
                  ::send(socket, request.constData(), std::size_t(request.size()), MSG_NOSIGNAL) == request.size();
        QByteArray head;
        while (m_right && !head.endsWith("\r\n\r\n")) {
            char one = 0;
            m_right = readAll(socket, &one, 1);
            head += one;
        }
        // Keys differ, as those of clients do.
        const QByteArray frames = FrameStream{"", true, true, payload, 64}.octets();
        const QByteArray expected = FrameStream{"", true, false, payload, 1}.frame();
        const qsizetype size = frames.size() / 64;
        for (int i = 0; m_right && i < rounds; ++i) {
            char echo[answer];
            const double start = wallNow();
            m_right = ::send(socket, frames.constData() + i % 64 * size, std::size_t(size), MSG_NOSIGNAL) == size &&
                      readAll(socket, echo, answer);
            if (i >= rounds / 10) // warm by then
                m_times.push_back(wallNow() - start);
            m_right = m_right && QByteArrayView(echo, answer) == expected;
        }
        ::close(socket);
    }

    QEventLoop &m_loop;
    std::thread m_thread;
    std::vector<double> m_times;
    bool m_right = false;
};

/// Every octet recorded and judged, both ways.
double ours(int rounds)
{
    QTemporaryDir folder;
    const SystemClock clock;
    auto capture = capture::Capture::create(folder.filePath(QStringLiteral("echo.pcapng")));
    if (!capture)
        return -1;
    net::ListenerSettings settings;
    settings.echo = true;
    double median = -1;
    {
        net::Listener listener(**capture, settings, clock);
        if (!listener.listen())
            return -1;
        QEventLoop loop;
        Asker asker(listener.port(), rounds, loop);
        loop.exec();
        median = asker.median();
    }
    const capture::ConnectionTotals totals = (*capture)->totals(ConnectionId(0));
    return totals.framesIn == std::uint64_t(rounds) && totals.framesOut == std::uint64_t(rounds) ? median : -1;
}

double qtWebSockets(int rounds)
{
    QWebSocketServer server(QStringLiteral("bench"), QWebSocketServer::NonSecureMode);
    if (!server.listen(QHostAddress::LocalHost))
        return -1;
    QEventLoop loop;
    QObject::connect(&server, &QWebSocketServer::newConnection, &loop, [&] {
        QWebSocket *const socket = server.nextPendingConnection();
        socket->setParent(&server);
        QObject::connect(socket, &QWebSocket::textMessageReceived, socket, [socket](const QString &text) {
            socket->sendTextMessage(text);
            socket->flush();
        });
    });
    Asker asker(server.serverPort(), rounds, loop);
    loop.exec();
    return asker.median();
}
} // namespace

void benchEcho(Contest &contest)
{
    const int rounds = contest.quick() ? 5'000 : 50'000;
    contest.run(QStringLiteral("echo of 32 octets, median round trip"), QStringLiteral("microseconds"), Better::Lower,
                {{QStringLiteral("framescope, recorded and judged"), [&] { return ours(rounds); }},
                 {QStringLiteral("QWebSocket, keeping nothing"), [&] { return qtWebSockets(rounds); }, 0.9}},
                5);
}

} // namespace framescope::bench
