#include "core/ws/plaintext.h"

#include "core/ws/vectorised.h"

#include <algorithm>
#include <cstring>

namespace framescope::ws
{

namespace
{
constexpr std::size_t blockSize = 1024;
constexpr std::uint64_t ones = 0x0101010101010101;
constexpr std::uint64_t tops = 0x8080808080808080;

/// Has a top bit set when an octet of the words is 0 (it borrows) or above 7F.
FRAMESCOPE_VECTORISED std::uint64_t gather(const std::uint8_t *bytes, std::size_t words) noexcept
{
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < words; ++i) {
        std::uint64_t word;
        std::memcpy(&word, bytes + 8 * i, sizeof word);
        all |= word | (word - ones);
    }
    return all & tops;
}

/// Whether a NUL, or two octets as in every noncharacter, begin at one of the first size - 1 octets.
FRAMESCOPE_VECTORISED bool mayBeOdd(const std::uint8_t *bytes, std::size_t size) noexcept
{
    std::uint8_t any = 0;
    for (std::size_t i = 0; i + 1 < size; ++i) {
        const std::uint8_t c = bytes[i];
        const std::uint8_t d = bytes[i + 1];
        any = static_cast<std::uint8_t>(any | (c == 0) | ((c == 0xEF) & (d == 0xB7)) | ((c == 0xBF) & (d >= 0xBE)));
    }
    return any != 0 || bytes[size - 1] == 0;
}

/// How many octets of the window's end are an odd character; 0 when it ends in none.
unsigned oddSize(std::uint32_t window) noexcept
{
    const std::uint32_t last3 = window & 0xFFFFFF;
    if ((window & 0xFF) == 0)
        return 1;
    if (last3 >= 0xEFB790 && last3 <= 0xEFB7AF) // U+FDD0 to U+FDEF
        return 3;
    if ((window & 0xFFFE) == 0xBFBE) { // U+FFFE and U+FFFF of each plane
        if (last3 >> 16 == 0xEF)
            return 3;
        if (window >> 24 >= 0xF0 && (window >> 16 & 0xF) == 0xF)
            return 4;
    }
    return 0;
}
} // namespace

bool isPlainAscii(ByteView bytes) noexcept
{
    const std::size_t words = bytes.size() / 8;
    for (std::size_t done = 0; done < words; done += blockSize) {
        if (gather(bytes.data() + 8 * done, std::min(blockSize, words - done)) != 0)
            return false;
    }
    return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(8 * words), bytes.end(),
                       [](std::uint8_t c) { return c - 1u < 0x7F; });
}

void OddTextFinder::skipAscii(std::size_t size) noexcept
{
    m_consumed += size;
    m_window = 0x20202020;
}

bool OddTextFinder::append(ByteView bytes) noexcept
{
    while (!bytes.empty() && !found()) {
        const ByteView block = bytes.first(std::min(blockSize, bytes.size()));
        bytes = bytes.subspan(block.size());
        // A character that began before the block ends within its first three octets.
        const std::size_t head = std::min<std::size_t>(3, block.size());
        if (appendPlain(block.first(head)) || block.size() == head)
            continue;
        if (mayBeOdd(block.data(), block.size())) {
            appendPlain(block.subspan(head));
            continue;
        }
        m_consumed += block.size() - head;
        for (const std::uint8_t c : block.last(std::min<std::size_t>(4, block.size())))
            m_window = m_window << 8 | c;
    }
    return found();
}

bool OddTextFinder::appendPlain(ByteView bytes) noexcept
{
    for (const std::uint8_t c : bytes) {
        m_window = m_window << 8 | c;
        ++m_consumed;
        m_size = m_consumed == 3 && (m_window & 0xFFFFFF) == 0xEFBBBF ? 3 : oddSize(m_window);
        if (m_size != 0) {
            m_offset = m_consumed - m_size;
            return true;
        }
    }
    return false;
}

} // namespace framescope::ws
