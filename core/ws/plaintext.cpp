#include "core/ws/plaintext.h"

#include "core/ws/block.h"
#include "core/ws/mask.h"
#include "core/ws/vectorised.h"

#include <algorithm>
#include <cstring>

namespace framescope::ws
{

namespace
{
constexpr std::size_t blockSize = 1024;
constexpr std::uint64_t ones = 0x0101010101010101;

/// Has a top bit set when an octet of the block is 0 (it borrows) or above 7F.
Block oddBits(Block octets) noexcept { return octets | octets.minus(Block::of(ones)); }

/// Whether all octets are 01 to 7F once they are masked with the words of `key`. What does not fill a block at the end
/// is looked at together with octets before it; the key turns as far as that begins.
template <bool masked> bool allPlain(const std::uint8_t *bytes, std::size_t size, const MaskKey &key) noexcept
{
    const Block mask = masked ? Block::of(keyWord(key, 0)) : Block();
    const auto look = [&](std::size_t at) {
        const Block octets = Block::load(bytes + at);
        return oddBits(masked ? octets ^ mask : octets);
    };
    std::size_t at = 0;
    for (; size - at >= blockSize; at += blockSize) { // an early end for long text that is not ASCII
        Block odd[4];
        for (std::size_t i = 0; i < blockSize; i += 4 * Block::size) {
            for (std::size_t lane = 0; lane < 4; ++lane)
                odd[lane] = odd[lane] | look(at + i + lane * Block::size);
        }
        if ((odd[0] | odd[1] | odd[2] | odd[3]).anyTopBit())
            return false;
    }
    Block odd;
    for (; size - at >= Block::size; at += Block::size)
        odd = odd | look(at);
    if (at < size && size >= Block::size) {
        const std::size_t last = size - Block::size;
        const Block octets = Block::load(bytes + last);
        odd = odd | oddBits(masked ? octets ^ Block::of(keyWord(key, last)) : octets);
    } else {
        for (; at < size; ++at) {
            const auto c = static_cast<std::uint8_t>(bytes[at] ^ (masked ? key[at % 4] : 0));
            if (c - 1u >= 0x7F)
                return false;
        }
    }
    return !odd.anyTopBit();
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

bool isPlainAscii(ByteView bytes) noexcept { return allPlain<false>(bytes.data(), bytes.size(), {}); }

bool isPlainAscii(ByteView bytes, const MaskKey &key) noexcept
{
    return allPlain<true>(bytes.data(), bytes.size(), key);
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
