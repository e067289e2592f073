#pragma once

#include "core/base/bytes.h"

#include <array>
#include <cstdint>

namespace framescope::ws
{

/// Follows DEFLATE data without inflating it and finds the first distance larger than a window (RFC 1951 §3.2.5,
/// RFC 7692 §7.1.2). zlib cannot tell: it keeps what a call made within reach, whatever its window.
class WindowChecker
{
public:
    explicit WindowChecker(int windowBits) noexcept : m_window(std::uint32_t(1) << windowBits) {}

    /// A message begins, between two blocks.
    void begin() noexcept;
    /// Takes the message's next octets. True once, when they hold the first distance beyond the window. Data that is
    /// not DEFLATE is followed up to the bad place.
    bool take(ByteView octets) noexcept;
    /// Octets that the data before that distance stands for.
    std::uint64_t position() const noexcept { return m_size; }

private:
    enum class State : std::uint8_t { Block, StoredSize, Stored, Sizes, CodeLengths, Lengths, Symbols, Done };

    /// A canonical Huffman code: how many codes have each length, and their symbols in order (RFC 1951 §3.2.2).
    struct Code {
        std::array<std::uint16_t, 16> counts;
        std::array<std::uint16_t, 288> symbols;
        void build(const std::uint8_t *lengths, unsigned size) noexcept;
    };
    /// Bits looked at; nothing is taken until a whole step is there.
    struct Bits {
        std::uint64_t hold;
        unsigned count;
        bool missing = false;
        std::uint32_t take(unsigned n) noexcept;
        int symbol(const Code &code) noexcept; ///< -1: no such code
    };

    /// One step; false: more octets are needed, or the end.
    bool step() noexcept;
    bool stepSymbol(Bits &bits) noexcept;
    bool stepLength(Bits &bits) noexcept;
    void beginBlock(unsigned type) noexcept;

    Code m_literals, m_distances;
    std::array<std::uint8_t, 320> m_lengths{};
    std::uint64_t m_hold = 0;
    std::uint64_t m_size = 0;
    std::uint32_t m_window;
    std::uint32_t m_stored = 0;
    unsigned m_count = 0; ///< bits in m_hold
    unsigned m_literalSizes = 0, m_distanceSizes = 0, m_codeSizes = 0;
    unsigned m_next = 0; ///< of the lengths being read
    State m_state = State::Block;
    bool m_final = false; ///< of the block that is read
    bool m_found = false;
};

} // namespace framescope::ws
