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
    bool complete() const noexcept;
    std::uint64_t size() const noexcept { return m_size; }

private:
    std::optional<std::uint64_t> m_length;
    std::uint64_t m_size = 0;
    QByteArray m_tail; ///< the last octets, where the last chunk of a chunked body shows
    bool m_chunked = false;
};

} // namespace framescope::net
