#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#define FRAMESCOPE_SSE2
#endif

namespace framescope::ws
{

/// Sixteen octets that are worked on at once: a register of every x86-64, two words elsewhere.
class Block
{
public:
    static constexpr std::size_t size = 16;

#ifdef FRAMESCOPE_SSE2
    Block() noexcept : m_octets(_mm_setzero_si128()) {}
    static Block load(const std::uint8_t *at) noexcept
    {
        return Block(_mm_loadu_si128(reinterpret_cast<const __m128i *>(at)));
    }
    void store(std::uint8_t *at) const noexcept { _mm_storeu_si128(reinterpret_cast<__m128i *>(at), m_octets); }
    /// The same word twice.
    static Block of(std::uint64_t word) noexcept { return Block(_mm_set1_epi64x(static_cast<long long>(word))); }
    Block operator|(Block other) const noexcept { return Block(_mm_or_si128(m_octets, other.m_octets)); }
    Block operator^(Block other) const noexcept { return Block(_mm_xor_si128(m_octets, other.m_octets)); }
    /// Two words less two words, each for itself.
    Block minus(Block other) const noexcept { return Block(_mm_sub_epi64(m_octets, other.m_octets)); }
    /// Whether any octet has its top bit set.
    bool anyTopBit() const noexcept { return _mm_movemask_epi8(m_octets) != 0; }

private:
    explicit Block(__m128i octets) noexcept : m_octets(octets) {}
    __m128i m_octets;
#else
    Block() noexcept = default;
    static Block load(const std::uint8_t *at) noexcept
    {
        Block block;
        std::memcpy(block.m_words, at, size);
        return block;
    }
    void store(std::uint8_t *at) const noexcept { std::memcpy(at, m_words, size); }
    static Block of(std::uint64_t word) noexcept { return Block(word, word); }
    Block operator|(Block other) const noexcept
    {
        return Block(m_words[0] | other.m_words[0], m_words[1] | other.m_words[1]);
    }
    Block operator^(Block other) const noexcept
    {
        return Block(m_words[0] ^ other.m_words[0], m_words[1] ^ other.m_words[1]);
    }
    Block minus(Block other) const noexcept
    {
        return Block(m_words[0] - other.m_words[0], m_words[1] - other.m_words[1]);
    }
    bool anyTopBit() const noexcept { return ((m_words[0] | m_words[1]) & 0x8080808080808080) != 0; }

private:
    Block(std::uint64_t low, std::uint64_t high) noexcept : m_words{low, high} {}
    std::uint64_t m_words[2] = {0, 0};
#endif
};

} // namespace framescope::ws
