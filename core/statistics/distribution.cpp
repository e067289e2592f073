#include "core/statistics/distribution.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace framescope::statistics
{

namespace
{
/// Buckets of each doubling; values below have one each.
constexpr std::uint64_t parts = 32;
constexpr int partBits = 5;

std::size_t bucketOf(std::uint64_t value) noexcept
{
    if (value < parts)
        return static_cast<std::size_t>(value);
    const int shift = static_cast<int>(std::bit_width(value)) - 1 - partBits;
    return static_cast<std::size_t>(static_cast<std::uint64_t>(shift) * parts + (value >> shift));
}

/// The largest value of a bucket.
std::uint64_t endOf(std::size_t bucket) noexcept
{
    if (bucket < 2 * parts)
        return bucket;
    const std::uint64_t shift = bucket / parts - 1;
    return (((bucket % parts + parts) + 1) << shift) - 1;
}
} // namespace

void Distribution::add(std::uint64_t value)
{
    const std::size_t bucket = bucketOf(value);
    if (bucket >= m_counts.size())
        m_counts.resize(bucket + 1);
    ++m_counts[bucket];
    m_smallest = m_count == 0 ? value : std::min(m_smallest, value);
    m_largest = std::max(m_largest, value);
    ++m_count;
}

std::uint64_t Distribution::percentile(double part) const noexcept
{
    if (m_count == 0)
        return 0;
    const auto wanted = static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(m_count)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        seen += m_counts[i];
        if (seen >= std::max<std::uint64_t>(wanted, 1))
            return std::clamp(endOf(i), m_smallest, m_largest);
    }
    return m_largest;
}

} // namespace framescope::statistics
