#include "core/net/refusedbody.h"

#include <algorithm>

namespace framescope::net
{
namespace
{
/// RFC 9110 §8.6: digits alone. A list of equal lengths is none.
std::optional<std::uint64_t> lengthOf(const QByteArray &value)
{
    bool isNumber = false;
    const qulonglong length = value.toULongLong(&isNumber);
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    return isNumber && digits ? std::optional<std::uint64_t>(length) : std::nullopt;
}

int hexValue(char c) noexcept
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}
} // namespace

RefusedBody::RefusedBody(const http::Head &response)
    // RFC 9112 §6.1: HTTP/1.0 has no chunks.
    : m_chunked(response.version != "HTTP/1.0" &&
                response.hasToken(QByteArrayView("Transfer-Encoding"), QByteArrayView("chunked")))
{
    if (!m_chunked)
        m_length = lengthOf(response.value(QByteArrayView("Content-Length")));
    // RFC 9112 §6.3: these answers have no body whatever their fields say.
    if (response.status == 204 || response.status == 304 || (response.status >= 100 && response.status < 200))
        m_length = 0;
}

void RefusedBody::feed(ByteView octets)
{
    m_size += octets.size();
    if (m_chunked)
        feedChunks(octets);
}

void RefusedBody::feedChunks(ByteView octets)
{
    while (!octets.empty() && m_chunk != Chunk::Done && m_chunk != Chunk::Broken) {
        if (m_chunk == Chunk::Data) {
            const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, octets.size()));
            m_left -= taken;
            octets = octets.subspan(taken);
            if (m_left == 0)
                m_chunk = Chunk::DataEnd;
            continue;
        }
        chunkOctet(static_cast<char>(octets.front()));
        octets = octets.subspan(1);
    }
}

void RefusedBody::chunkOctet(char c)
{
    const bool newline = c == '\n';
    switch (m_chunk) {
    case Chunk::Size:
        if (const int digit = hexValue(c); digit >= 0 && m_digits < 15) {
            m_left = m_left * 16 + static_cast<std::uint64_t>(digit);
            ++m_digits;
            return;
        }
        if (m_digits == 0 || !(newline || c == '\r' || c == ';' || c == ' ' || c == '\t')) {
            m_chunk = Chunk::Broken;
            return;
        }
        m_chunk = Chunk::Extension;
        [[fallthrough]];
    case Chunk::Extension:
        if (newline) {
            m_chunk = m_left > 0 ? Chunk::Data : Chunk::TrailerStart;
            m_digits = 0;
        }
        return;
    case Chunk::DataEnd:
        if (newline)
            m_chunk = Chunk::Size;
        else if (c != '\r')
            m_chunk = Chunk::Broken;
        return;
    case Chunk::TrailerStart:
        if (newline)
            m_chunk = Chunk::Done;
        else if (c != '\r')
            m_chunk = Chunk::Trailer;
        return;
    case Chunk::Trailer:
        if (newline)
            m_chunk = Chunk::TrailerStart;
        return;
    case Chunk::Data:
    case Chunk::Done:
    case Chunk::Broken:
        return;
    }
}

} // namespace framescope::net
