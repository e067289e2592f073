#include "core/capture/checksum.h"

#include <cstring>

namespace framescope::capture
{

void Checksum::add(ByteView octets) noexcept
{
    // RFC 1071 §2: the sum does not depend on byte order or word size, so 32-bit words add up in 64 bits and are
    // folded at the end. 2^32 words fit, far more than a packet has.
    const std::uint8_t *p = octets.data();
    std::size_t left = octets.size();
    std::uint64_t sum = 0;
    for (; left >= 4; left -= 4, p += 4) {
        std::uint32_t word;
        std::memcpy(&word, p, 4);
        sum += word;
    }
    if (left > 0) {
        std::uint32_t word = 0;
        std::memcpy(&word, p, left);
        sum += word;
    }
    m_sum += sum;
}

std::uint16_t Checksum::value() const noexcept
{
    std::uint64_t sum = m_sum;
    while ((sum >> 16) != 0)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

} // namespace framescope::capture
