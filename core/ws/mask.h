#pragma once

#include "core/base/bytes.h"
#include "core/ws/frameheader.h"

#include <bit>
#include <cstring>

namespace framescope::ws
{

/// Eight octets of key, beginning with the one for `phase`, in memory order.
inline std::uint64_t keyWord(const MaskKey &key, std::uint64_t phase) noexcept
{
    std::uint32_t half;
    std::memcpy(&half, key.data(), sizeof half);
    const int turn = static_cast<int>(8 * (phase & 3));
    half = std::endian::native == std::endian::little ? std::rotr(half, turn) : std::rotl(half, turn);
    return static_cast<std::uint64_t>(half) << 32 | half;
}

/// RFC 6455 §5.3: octet i of the payload is XORed with octet i mod 4 of the key. `phase` is i mod 4 of the first octet
/// given. Masking and unmasking are the same. Source and destination must not overlap unless they are the same.
void mask(const std::uint8_t *source, std::uint8_t *destination, std::size_t size, const MaskKey &key,
          std::uint64_t phase) noexcept;

/// The same in place.
void maskInPlace(std::span<std::uint8_t> bytes, const MaskKey &key, std::uint64_t phase) noexcept;

/// The loop the RFC prints; the fast one is tested and timed against it.
void maskPlain(std::span<std::uint8_t> bytes, const MaskKey &key, std::uint64_t phase) noexcept;

} // namespace framescope::ws
