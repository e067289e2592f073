#pragma once

#include "core/base/ids.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace framescope::filter
{

/// Which rows of a capture are shown, one bit a row, in the order of the rows. It only grows; the position of a row
/// among the shown ones and back are found in O(log n). Costs 0.14 octets a row.
/// Thread: one at a time.
class RowBitmap
{
public:
    /// Adds the next row, shown or not.
    void append(bool shown) { appendWord(shown ? 1 : 0, 1); }
    /// Adds `count` rows; bit i % 64 of word i / 64 says whether row i of them is shown.
    void append(const std::uint64_t *words, std::size_t count);
    void clear() noexcept;

    /// Rows appended so far, shown or not.
    std::uint64_t size() const noexcept { return m_size; }
    /// Rows that are shown.
    std::uint64_t count() const noexcept { return m_count; }
    /// Whether the row is shown; false for rows not appended.
    bool contains(RowIndex row) const noexcept;
    /// The shown row that has `k` shown rows before it. `k` is below count().
    RowIndex select(std::uint64_t k) const noexcept;
    /// How many shown rows come before `row`, which may be up to size().
    std::uint64_t rank(RowIndex row) const noexcept;

private:
    void appendWord(std::uint64_t bits, std::size_t count);

    static constexpr std::size_t blockBits = 65536;
    static constexpr std::size_t wordsPerGroup = 8; ///< one directory entry for 512 rows
    static constexpr std::size_t wordsPerBlock = blockBits / 64;
    static constexpr std::size_t groups = wordsPerBlock / wordsPerGroup;

    struct Block {
        std::uint64_t before = 0;                        ///< shown rows in earlier blocks
        std::array<std::uint16_t, groups> groupBefore{}; ///< shown rows of this block before the group
        std::array<std::uint64_t, wordsPerBlock> words{};
    };

    std::vector<std::unique_ptr<Block>> m_blocks; ///< blocks never move or are copied as the bitmap grows
    std::uint64_t m_size = 0;
    std::uint64_t m_count = 0;
};

} // namespace framescope::filter
