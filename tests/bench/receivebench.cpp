#include "core/net/session.h"
#include "tests/bench/contest.h"
#include "tests/bench/streams.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace framescope::bench
{

namespace
{

constexpr int timeLimit = 120'000;

/// Sends one stream over loopback to whoever connects, then a close frame, on a thread of its own.
class Sender
{
public:
    explicit Sender(const FrameStream &stream) : m_stream(stream)
    {
        m_listening = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        m_ready = ::bind(m_listening, reinterpret_cast<sockaddr *>(&address), size) == 0 &&
                  ::listen(m_listening, 1) == 0 &&
                  ::getsockname(m_listening, reinterpret_cast<sockaddr *>(&address), &size) == 0;
        m_port = ntohs(address.sin_port);
        if (m_ready)
            m_thread = std::thread([this] { serve(); });
    }
    ~Sender() { end(); }
    Sender(const Sender &) = delete;
    Sender &operator=(const Sender &) = delete;

    QString url() const { return QStringLiteral("ws://127.0.0.1:%1/").arg(m_port); }
    /// Waits for the thread; gives the CPU time it used.
    double end()
    {
        if (m_listening >= 0)
            ::shutdown(m_listening, SHUT_RDWR);
        if (m_thread.joinable())
            m_thread.join();
        if (m_listening >= 0)
            ::close(m_listening);
        m_listening = -1;
        return m_cpu;
    }

private:
    static bool writeAll(int socket, QByteArrayView octets)
    {
        while (!octets.isEmpty()) {
            const ssize_t count = ::send(socket, octets.data(), std::size_t(octets.size()), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            octets = octets.sliced(count);
        }
        return true;
    }

    void serve()
    {
        const int socket = ::accept(m_listening, nullptr, nullptr);
        QByteArray request;
        char buffer[4096];
        while (!request.contains("\r\n\r\n")) {
            const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
            if (count <= 0)
                break;
            request.append(buffer, count);
        }
        const QByteArray frame = m_stream.frame();
        const std::uint64_t inBlock = std::max<std::uint64_t>(1, 256 * 1024 / std::uint64_t(frame.size()));
        const QByteArray block = frame.repeated(qsizetype(inBlock));
        bool alive = writeAll(socket, upgradeAnswer(request));
        for (std::uint64_t left = m_stream.frames; alive && left > 0;) {
            const std::uint64_t now = std::min(left, inBlock);
            alive = writeAll(socket, QByteArrayView(block).first(qsizetype(now) * frame.size()));
            left -= now;
        }
        if (alive)
            writeAll(socket, QByteArray::fromHex("880203e8"));
        while (::recv(socket, buffer, 4, 0) > 0 && buffer[0] != char(0x88)) {
        }
        ::close(socket);
        m_cpu = threadCpu();
    }

    FrameStream m_stream;
    std::thread m_thread;
    double m_cpu = 0;
    int m_listening = -1;
    std::uint16_t m_port = 0;
    bool m_ready = false;
};

/// Everything recorded, judged and indexed.
double recordedPerFrame(const FrameStream &stream)
{
    QTemporaryDir folder;
    SystemClock clock;
    auto capture = capture::Capture::create(folder.filePath(QStringLiteral("bench.pcapng")));
    if (!capture)
        return -1;
    const double start = processCpu();
    Sender sender(stream);
    capture::ConnectionTotals totals;
    std::uint16_t closeCode = 0;
    {
        net::Session session(**capture, net::Session::Threading::CallersThread, clock);
        net::ConnectionSettings settings;
        settings.url = sender.url();
        QEventLoop loop;
        const ConnectionId id = session.open(settings);
        QObject::connect(&session, &net::Session::changed, &loop, [&] {
            if (!session.isLive(id))
                loop.quit();
        });
        QTimer::singleShot(timeLimit, &loop, &QEventLoop::quit);
        loop.exec();
        totals = (*capture)->totals(id);
        closeCode = session.status(id).closeCode;
    }
    const double senderCpu = sender.end();
    const double took = processCpu() - start - senderCpu;
    if (totals.framesIn != stream.frames + 1 || totals.findings != 0 || closeCode != 1000 ||
        (*capture)->fileSize() < stream.frames * std::uint64_t(stream.payload))
        return -1;
    return took / double(stream.frames);
}

/// Messages counted and dropped.
double qtPerFrame(const FrameStream &stream)
{
    const double start = processCpu();
    Sender sender(stream);
    std::uint64_t frames = 0, payload = 0;
    {
        QWebSocket socket;
        QEventLoop loop;
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &loop, [&](const QString &message) {
            ++frames;
            payload += std::uint64_t(message.size());
        });
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &loop, [&](const QByteArray &message) {
            ++frames;
            payload += std::uint64_t(message.size());
        });
        QObject::connect(&socket, &QWebSocket::disconnected, &loop, &QEventLoop::quit);
        QTimer::singleShot(timeLimit, &loop, &QEventLoop::quit);
        socket.open(QUrl(sender.url()));
        loop.exec();
    }
    const double senderCpu = sender.end();
    const double took = processCpu() - start - senderCpu;
    if (frames != stream.frames || payload != stream.frames * std::uint64_t(stream.payload))
        return -1;
    return took / double(stream.frames);
}

} // namespace

void benchReceive(Contest &contest)
{
    const std::uint64_t scale = contest.quick() ? 10 : 1;
    const struct {
        FrameStream stream;
        std::optional<double> bar;
    } races[] = {
        {{"64 octets of text", true, false, 64, 2'000'000 / scale}, 1.0 / 8},
        {{"1 KiB of text", true, false, 1024, 500'000 / scale}, {}},
        {{"64 KiB of binary", false, false, 64 * 1024, 10'000 / scale}, {}},
    };
    for (const auto &[stream, bar] : races)
        contest.run(QStringLiteral("receive over loopback: %1").arg(QString::fromLatin1(stream.name)),
                    QStringLiteral("CPU ns a frame"), Better::Lower,
                    {{QStringLiteral("framescope, recorded and judged"), [&] { return recordedPerFrame(stream); }},
                     {QStringLiteral("QWebSocket, keeping nothing"), [&] { return qtPerFrame(stream); }, bar}},
                    contest.quick() ? 3 : 5);
}

} // namespace framescope::bench
