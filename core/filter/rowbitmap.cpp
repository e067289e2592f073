#include "core/filter/rowbitmap.h"

#include <algorithm>
#include <bit>

namespace framescope::filter
{

void RowBitmap::append(const std::uint64_t *words, std::size_t count)
{
    for (; count > 64; count -= 64)
        appendWord(*words++, 64);
    if (count > 0)
        appendWord(*words, count);
}

/// At most 64 rows.
void RowBitmap::appendWord(std::uint64_t bits, std::size_t count)
{
    const std::size_t bit = static_cast<std::size_t>(m_size % blockBits);
    if (bit == 0) {
        m_blocks.push_back(std::make_unique<Block>());
        m_blocks.back()->before = m_count;
    }
    Block &block = *m_blocks.back();
    const std::size_t word = bit / 64;
    const std::size_t offset = bit % 64;
    const std::size_t here = std::min(count, 64 - offset);
    const std::uint64_t part = here < 64 ? bits & ((std::uint64_t(1) << here) - 1) : bits;
    if (bit % (64 * wordsPerGroup) == 0)
        block.groupBefore[word / wordsPerGroup] = static_cast<std::uint16_t>(m_count - block.before);
    block.words[word] |= part << offset;
    m_count += static_cast<std::uint64_t>(std::popcount(part));
    m_size += here;
    if (here < count)
        appendWord(bits >> here, count - here);
}

void RowBitmap::clear() noexcept
{
    m_blocks.clear();
    m_size = 0;
    m_count = 0;
}

bool RowBitmap::contains(RowIndex row) const noexcept
{
    if (row.value() >= m_size)
        return false;
    const std::size_t bit = static_cast<std::size_t>(row.value() % blockBits);
    const Block &block = *m_blocks[static_cast<std::size_t>(row.value() / blockBits)];
    return ((block.words[bit / 64] >> (bit % 64)) & 1) != 0;
}

RowIndex RowBitmap::select(std::uint64_t k) const noexcept
{
    // The last block, then the last group, that has at most k shown rows before it.
    const auto after = std::upper_bound(m_blocks.begin(), m_blocks.end(), k,
                                        [](std::uint64_t n, const auto &b) { return n < b->before; });
    const std::size_t blockNumber = static_cast<std::size_t>(after - m_blocks.begin()) - 1;
    const Block &block = *m_blocks[blockNumber];
    std::uint64_t left = k - block.before;

    // Only groups that have begun carry a count.
    const std::uint64_t bitsHere = std::min<std::uint64_t>(blockBits, m_size - blockNumber * blockBits);
    const std::uint64_t groupBits = 64 * wordsPerGroup;
    const auto begun = static_cast<std::ptrdiff_t>((bitsHere + groupBits - 1) / groupBits);
    const auto first = block.groupBefore.begin();
    const std::size_t group = static_cast<std::size_t>(std::upper_bound(first, first + begun, left) - first) - 1;
    left -= block.groupBefore[group];

    std::size_t word = group * wordsPerGroup;
    for (;; ++word) {
        const auto ones = static_cast<std::uint64_t>(std::popcount(block.words[word]));
        if (left < ones)
            break;
        left -= ones;
    }
    std::uint64_t bits = block.words[word];
    for (; left > 0; --left)
        bits &= bits - 1; // drops the lowest one
    return RowIndex(blockNumber * blockBits + word * 64 + static_cast<std::uint64_t>(std::countr_zero(bits)));
}

std::uint64_t RowBitmap::rank(RowIndex row) const noexcept
{
    if (row.value() >= m_size)
        return m_count;
    const std::size_t bit = static_cast<std::size_t>(row.value() % blockBits);
    const Block &block = *m_blocks[static_cast<std::size_t>(row.value() / blockBits)];
    const std::size_t word = bit / 64;
    const std::size_t group = word / wordsPerGroup;
    std::uint64_t before = block.before + block.groupBefore[group];
    for (std::size_t w = group * wordsPerGroup; w < word; ++w)
        before += static_cast<std::uint64_t>(std::popcount(block.words[w]));
    const std::uint64_t mask = (std::uint64_t(1) << (bit % 64)) - 1;
    return before + static_cast<std::uint64_t>(std::popcount(block.words[word] & mask));
}

} // namespace framescope::filter
