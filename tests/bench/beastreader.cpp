#include "tests/bench/contest.h"
#include "tests/bench/receivers.h"
#include "tests/bench/sender.h"
#include "tests/bench/stopwatch.h"
#include "tests/bench/streams.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

namespace framescope::bench
{

namespace
{

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

/// A stream that gives octets out of memory and answers an upgrade request that is written to it.
class MemoryStream
{
public:
    using executor_type = asio::io_context::executor_type;

    MemoryStream(asio::io_context &context, QByteArrayView head, QByteArrayView frames)
        : m_executor(context.get_executor()), m_head(head.toByteArray()), m_frames(frames)
    {
    }
    executor_type get_executor() { return m_executor; }

    template <class Buffers> std::size_t read_some(const Buffers &buffers, beast::error_code &error)
    {
        if (m_at < m_head.size())
            return take(buffers, QByteArrayView(m_head), m_at);
        const std::size_t count = take(buffers, m_frames, m_framesAt);
        if (count == 0)
            error = asio::error::eof;
        return count;
    }
    template <class Buffers> std::size_t read_some(const Buffers &buffers)
    {
        beast::error_code error;
        const std::size_t count = read_some(buffers, error);
        if (error)
            throw beast::system_error(error);
        return count;
    }
    template <class Buffers> std::size_t write_some(const Buffers &buffers, beast::error_code &)
    {
        const std::string text = beast::buffers_to_string(buffers);
        m_written += QByteArray::fromStdString(text);
        if (m_head.isEmpty() && m_written.contains("\r\n\r\n"))
            m_head = upgradeAnswer(m_written);
        return text.size();
    }
    template <class Buffers> std::size_t write_some(const Buffers &buffers)
    {
        beast::error_code error;
        return write_some(buffers, error);
    }

private:
    template <class Buffers> static std::size_t take(const Buffers &buffers, QByteArrayView from, qsizetype &at)
    {
        const std::size_t count =
            asio::buffer_copy(buffers, asio::buffer(from.data() + at, std::size_t(from.size() - at)));
        at += qsizetype(count);
        return count;
    }

    executor_type m_executor;
    QByteArray m_head, m_written;
    QByteArrayView m_frames;
    qsizetype m_at = 0, m_framesAt = 0;
};

void teardown(beast::role_type, MemoryStream &, beast::error_code &error) { error = {}; }

} // namespace

double beastPerFrame(const FrameStream &stream, const QByteArray &octets)
{
    const double start = threadCpu();
    asio::io_context context;
    // A server reads what clients mask; a client reads the rest.
    const QByteArray request = stream.masked ? upgradeRequest() : QByteArray();
    websocket::stream<MemoryStream> reader(context, request, octets);
    beast::error_code error;
    if (stream.masked)
        reader.accept(error);
    else
        reader.handshake("h", "/", error);
    std::uint64_t frames = 0, payload = 0;
    beast::flat_buffer buffer;
    while (!error && frames < stream.frames) {
        payload += reader.read(buffer, error);
        buffer.clear();
        ++frames;
    }
    const double took = threadCpu() - start;
    if (error || frames != stream.frames || payload != stream.frames * std::uint64_t(stream.payload))
        return -1;
    return took / double(stream.frames);
}

double beastReceivePerFrame(const FrameStream &stream)
{
    const double start = processCpu();
    Sender sender(stream);
    std::uint64_t frames = 0, payload = 0;
    beast::error_code error;
    {
        asio::io_context context;
        websocket::stream<asio::ip::tcp::socket> reader(context);
        reader.next_layer().connect({asio::ip::address_v4::loopback(), sender.port()}, error);
        if (!error)
            reader.handshake("127.0.0.1", "/", error);
        beast::flat_buffer buffer;
        while (!error) {
            const std::size_t size = reader.read(buffer, error);
            if (error)
                break;
            payload += size;
            buffer.clear();
            ++frames;
        }
    }
    const double senderCpu = sender.end();
    const double took = processCpu() - start - senderCpu;
    // It ends with a close frame, and with TCP, whichever it meets first.
    if (frames != stream.frames || payload != stream.frames * std::uint64_t(stream.payload))
        return -1;
    return took / double(stream.frames);
}

} // namespace framescope::bench
