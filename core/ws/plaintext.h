#pragma once

#include "core/base/bytes.h"
#include "core/ws/frameheader.h"

#include <cstdint>

namespace framescope::ws
{

/// Whether all octets are 01 to 7F: text that needs no further look.
bool isPlainAscii(ByteView bytes) noexcept;
/// The same of octets that are masked with this key, from its first octet on; they are unmasked on the way, not stored.
bool isPlainAscii(ByteView bytes, const MaskKey &key) noexcept;

/// Finds the first character of a text that is legal UTF-8 and still seldom meant: U+0000, a noncharacter
/// (U+FDD0-U+FDEF, U+nFFFE, U+nFFFF) or a byte order mark at the text's start. Takes pieces of any size.
class OddTextFinder
{
public:
    /// Takes the next octets of valid UTF-8; true once something was found. Further octets are ignored then.
    bool append(ByteView bytes) noexcept;
    /// Passes over octets that isPlainAscii() and that begin a character.
    void skipAscii(std::size_t size) noexcept;
    bool found() const noexcept { return m_size != 0; }
    /// Offset of the found character from the first octet ever appended, and how many octets it has.
    std::uint64_t offset() const noexcept { return m_offset; }
    unsigned size() const noexcept { return m_size; }
    void reset() noexcept { *this = OddTextFinder(); }

private:
    bool appendPlain(ByteView bytes) noexcept;

    std::uint64_t m_consumed = 0;
    std::uint64_t m_offset = 0;
    std::uint32_t m_window = 0x20202020; ///< the last four octets
    unsigned m_size = 0;
};

} // namespace framescope::ws
