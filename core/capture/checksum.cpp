#include "core/capture/checksum.h"

#include "core/ws/vectorised.h"

#include <cstring>

namespace framescope::capture
{

namespace
{
FRAMESCOPE_VECTORISED std::uint64_t sumOf(const std::uint8_t *octets, std::size_t words) noexcept
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < words; ++i) {
        std::uint32_t word;
        std::memcpy(&word, octets + 4 * i, sizeof word);
        sum += word;
    }
    return sum;
}
} // namespace

void Checksum::add(ByteView octets) noexcept
{
    // RFC 1071 §2: the sum does not depend on byte order or word size, so 32-bit words add up in 64 bits and are
    // folded at the end. 2^32 words fit, far more than a packet has.
    const std::size_t words = octets.size() / 4;
    m_sum += sumOf(octets.data(), words);
    if (const std::size_t left = octets.size() % 4; left > 0) {
        std::uint32_t word = 0;
        std::memcpy(&word, octets.data() + 4 * words, left);
        m_sum += word;
    }
}

std::uint16_t Checksum::value() const noexcept
{
    std::uint64_t sum = m_sum;
    while ((sum >> 16) != 0)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

} // namespace framescope::capture
