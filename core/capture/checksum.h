#pragma once

#include "core/base/bytes.h"

namespace framescope::capture
{

/// The Internet checksum (RFC 1071): one's complement sum of 16-bit words, over pieces of even size (the last may be odd).
class Checksum
{
public:
    void add(ByteView octets) noexcept;
    /// The two octets to store, in memory order.
    std::uint16_t value() const noexcept;

private:
    std::uint64_t m_sum = 0;
};

} // namespace framescope::capture
