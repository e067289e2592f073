#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace framescope::statistics
{

/// How values are spread, in memory that does not depend on their number: each lies in a bucket that is at most a 32nd
/// of its value wide. The smallest, the largest and the number of values are exact.
class Distribution
{
public:
    void add(std::uint64_t value);

    std::uint64_t count() const noexcept { return m_count; }
    std::uint64_t smallest() const noexcept { return m_smallest; } ///< 0 when there is none
    std::uint64_t largest() const noexcept { return m_largest; }
    /// The value that `part` of them (0 to 1) do not pass, within a 32nd; 0 when there is none.
    std::uint64_t percentile(double part) const noexcept;

private:
    std::vector<std::uint32_t> m_counts; ///< only as far as there are values
    std::uint64_t m_count = 0;
    std::uint64_t m_smallest = 0;
    std::uint64_t m_largest = 0;
};

} // namespace framescope::statistics
