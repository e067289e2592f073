#include "tests/bench/sender.h"

#include "tests/bench/stopwatch.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace framescope::bench
{

namespace
{
bool writeAll(int socket, QByteArrayView octets)
{
    while (!octets.isEmpty()) {
        const ssize_t count = ::send(socket, octets.data(), std::size_t(octets.size()), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        octets = octets.sliced(count);
    }
    return true;
}

} // namespace

Sender::Sender(const FrameStream &stream) : m_stream(stream)
{
    m_listening = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    m_ready = ::bind(m_listening, reinterpret_cast<sockaddr *>(&address), size) == 0 && ::listen(m_listening, 1) == 0 &&
              ::getsockname(m_listening, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    m_port = ntohs(address.sin_port);
    if (m_ready)
        m_thread = std::thread([this] { serve(); });
}

double Sender::end()
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

void Sender::serve()
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

} // namespace framescope::bench
