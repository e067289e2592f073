#pragma once

#include "core/base/bytes.h"
#include "core/ws/frameheader.h"

namespace framescope::ws
{

/// RFC 6455 §5.3: octet i of the payload is XORed with octet i mod 4 of the key. `phase` is i mod 4 of the first octet
/// given. Masking and unmasking are the same. Source and destination must not overlap unless they are the same.
void mask(const std::uint8_t *source, std::uint8_t *destination, std::size_t size, const MaskKey &key,
          std::uint64_t phase) noexcept;

/// The same in place.
void maskInPlace(std::span<std::uint8_t> bytes, const MaskKey &key, std::uint64_t phase) noexcept;

/// The loop the RFC prints; the fast one is tested and timed against it.
void maskPlain(std::span<std::uint8_t> bytes, const MaskKey &key, std::uint64_t phase) noexcept;

} // namespace framescope::ws
