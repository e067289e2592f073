#pragma once

#include "core/base/bytes.h"

namespace framescope::decode
{

/// Octets (1 to 4) of the well-formed UTF-8 character that begins at `at` (RFC 3629 §4), or 0 when there is none.
/// `at` must be below bytes.size().
std::size_t utf8CharacterAt(ByteView bytes, std::size_t at) noexcept;

} // namespace framescope::decode
