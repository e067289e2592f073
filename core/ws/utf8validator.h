#pragma once

#include "core/base/bytes.h"

#include <cstdint>

namespace framescope::ws
{

/// UTF-8 (RFC 3629) over pieces of any size (RFC 6455 §8.1). Fails at the first octet that no continuation could repair.
class Utf8Validator
{
public:
    /// Takes the next octets; false once the text is invalid. After a failure further octets are ignored.
    bool append(ByteView bytes) noexcept;
    /// The same for octets known to be below 80, when pending() is 0.
    void appendAscii(std::size_t size) noexcept;
    /// Whether the text may end here (not inside a character).
    bool complete() const noexcept { return m_valid && m_pending == 0; }
    bool valid() const noexcept { return m_valid; }
    /// Offset from the first octet ever appended of the first impossible octet; meaningful when !valid().
    std::uint64_t errorOffset() const noexcept { return m_errorOffset; }
    /// Octets of the unfinished character at the end: 0 to 3, 0 after a failure.
    unsigned pending() const noexcept { return m_pending; }
    void reset() noexcept { *this = Utf8Validator(); }

private:
    bool appendPlain(ByteView bytes) noexcept;

    std::uint64_t m_consumed = 0;
    std::uint64_t m_errorOffset = 0;
    std::uint8_t m_carry[4] = {};
    std::uint8_t m_pending = 0;
    bool m_valid = true;
};

} // namespace framescope::ws
