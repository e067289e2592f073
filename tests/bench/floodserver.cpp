#include "tests/bench/floodserver.h"

#include "tests/bench/stopwatch.h"
#include "tests/bench/streams.h"

#include <QFile>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

namespace framescope::bench
{

namespace
{
constexpr int digits = 12;
constexpr char head[] = "\x81\x40{\"n\":";

template <typename T> T read(const char *at)
{
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}
} // namespace

void NumberedFrame::append(QByteArray &octets, std::uint64_t first, qsizetype count)
{
    static_assert(sizeof head - 1 + digits < size);
    const qsizetype before = octets.size();
    octets.resize(before + count * size);
    char *at = octets.data() + before;
    for (qsizetype i = 0; i < count; ++i, at += size) {
        std::memset(at, '.', size);
        std::memcpy(at, head, sizeof head - 1);
        std::uint64_t number = first + std::uint64_t(i);
        for (int digit = digits - 1; digit >= 0; --digit, number /= 10)
            at[int(sizeof head) - 1 + digit] = char('0' + number % 10);
        at[size - 1] = '}';
    }
}

bool NumberedFrame::is(const char *octets, std::uint64_t number)
{
    if (std::memcmp(octets, head, sizeof head - 1) != 0)
        return false;
    std::uint64_t said = 0;
    for (int digit = 0; digit < digits; ++digit)
        said = said * 10 + std::uint64_t(octets[int(sizeof head) - 1 + digit] - '0');
    return said == number;
}

FloodServer::FloodServer(std::uint64_t frames, double perSecond) : m_frames(frames), m_perSecond(perSecond)
{
    m_listening = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listening, reinterpret_cast<sockaddr *>(&address), size) == 0 && ::listen(m_listening, 1) == 0 &&
        ::getsockname(m_listening, reinterpret_cast<sockaddr *>(&address), &size) == 0) {
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
}

FloodServer::~FloodServer()
{
    ::shutdown(m_listening, SHUT_RDWR);
    if (m_thread.joinable())
        m_thread.join();
    ::close(m_listening);
}

QString FloodServer::url() const
{
    return m_port == 0 ? QString() : QStringLiteral("ws://127.0.0.1:%1/flood").arg(m_port);
}

bool FloodServer::writeAll(const QByteArray &octets) const
{
    for (qsizetype at = 0; at < octets.size();) {
        const ssize_t count = ::send(m_socket, octets.data() + at, std::size_t(octets.size() - at), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        at += count;
    }
    return true;
}

void FloodServer::serve()
{
    m_socket = ::accept(m_listening, nullptr, nullptr);
    if (m_socket < 0)
        return;
    QByteArray request;
    char buffer[4096];
    while (!request.contains("\r\n\r\n")) {
        const ssize_t count = ::recv(m_socket, buffer, sizeof buffer, 0);
        if (count <= 0)
            break;
        request.append(buffer, count);
    }
    bool alive = writeAll(upgradeAnswer(request));
    constexpr std::uint64_t most = 2048; // frames a write
    QByteArray octets;
    const double start = wallNow();
    for (std::uint64_t sent = 0; alive && sent < m_frames;) {
        const std::uint64_t due = std::min(m_frames, std::uint64_t((wallNow() - start) / 1e9 * m_perSecond) + 1);
        if (due <= sent) {
            std::this_thread::sleep_for(std::chrono::microseconds(500));
            continue;
        }
        const std::uint64_t now = std::min(due - sent, most);
        octets.clear();
        NumberedFrame::append(octets, sent, qsizetype(now));
        alive = writeAll(octets);
        sent += now;
    }
    m_seconds = (wallNow() - start) / 1e9;
    if (alive)
        writeAll(QByteArray::fromHex("880203e8"));
    // The client's close frame is all it sends; who has said both close frames first, the server, ends TCP.
    while (::recv(m_socket, buffer, sizeof buffer, 0) > 0 && buffer[0] != char(0x88)) {
    }
    ::close(m_socket);
}

std::uint64_t numberedFramesIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const char *octets = reinterpret_cast<const char *>(file.map(0, file.size()));
    if (octets == nullptr)
        return 0;
    const qint64 size = file.size();
    std::uint64_t found = 0;
    bool headSeen = false;
    QByteArray rest;
    for (qint64 at = 0; at + 12 <= size;) {
        const auto type = read<quint32>(octets + at), length = read<quint32>(octets + at + 4);
        if (length < 12 || at + length > size)
            break;
        const char *block = octets + at;
        at += length;
        if (type != 6) // an Enhanced Packet Block
            continue;
        const char *packet = block + 28;
        const auto captured = read<quint32>(block + 20);
        const bool v6 = (packet[0] & 0xF0) == 0x60;
        const int ip = v6 ? 40 : (packet[0] & 0xF) * 4;
        const char *tcp = packet + ip;
        const auto from = quint16((quint8(tcp[0]) << 8) | quint8(tcp[1]));
        const int header = ip + (quint8(tcp[12]) >> 4) * 4;
        if (from != 80 || captured <= quint32(header))
            continue;
        rest.append(packet + header, captured - quint32(header));
        if (!headSeen) {
            const qsizetype end = rest.indexOf("\r\n\r\n");
            if (end < 0)
                continue;
            rest.remove(0, end + 4);
            headSeen = true;
        }
        qsizetype taken = 0;
        for (; rest.size() - taken >= NumberedFrame::size; taken += NumberedFrame::size, ++found) {
            if (!NumberedFrame::is(rest.constData() + taken, found))
                return found;
        }
        rest.remove(0, taken);
    }
    return found;
}

} // namespace framescope::bench
