#pragma once

#include "core/http/head.h"

#include <cstdint>
#include <optional>

namespace framescope::net
{

/// Tells when the body of an answer that was no upgrade is whole (RFC 9112 §6.3). Keeps none of it.
class RefusedBody
{
public:
    /// More is not read: what people want to see of an error page fits.
    static constexpr std::uint64_t maxSize = 1024 * 1024;

    explicit RefusedBody(const http::Head &response);
    void feed(ByteView octets);
    /// Nothing more is to be waited for.
    bool complete() const noexcept { return whole() || limited(); }
    /// Reading stopped at maxSize, before the end of the body.
    bool limited() const noexcept { return m_size >= maxSize && !whole(); }
    std::uint64_t size() const noexcept { return m_size; }

private:
    /// RFC 9112 §7.1. Done: the line after the last chunk and its trailers was empty. Broken: no chunks; then the end
    /// of TCP is the end of the body.
    enum class Chunk : std::uint8_t { Size, Extension, Data, DataEnd, TrailerStart, Trailer, Done, Broken };

    bool whole() const noexcept { return m_chunk == Chunk::Done || (m_length && m_size >= *m_length); }
    void feedChunks(ByteView octets);
    void chunkOctet(char c);

    std::optional<std::uint64_t> m_length;
    std::uint64_t m_size = 0;
    std::uint64_t m_left = 0; ///< of the chunk
    int m_digits = 0;         ///< of the chunk's size
    bool m_chunked = false;
    Chunk m_chunk = Chunk::Size;
};

} // namespace framescope::net
