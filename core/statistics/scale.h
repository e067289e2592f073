#pragma once

#include <cstddef>
#include <cstdint>

namespace framescope::statistics
{

/// Values from `low` up to, and without, `high`; the last range of a scale has no end: 0.
struct ValueRange {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    bool operator==(const ValueRange &) const = default;
};

/// Sizes in octets, doubling: 0, 1, 2 to 3, 4 to 7, and so on.
inline constexpr std::size_t sizeBuckets = 50;
std::size_t sizeBucket(std::uint64_t octets) noexcept;
ValueRange sizeRange(std::size_t bucket) noexcept;

/// Durations in nanoseconds, three to a decade: below 1 µs, then from 1, 2, 5, 10, 20, 50 µs and so on to 1000 s.
inline constexpr std::size_t durationBuckets = 29;
std::size_t durationBucket(std::uint64_t ns) noexcept;
ValueRange durationRange(std::size_t bucket) noexcept;

} // namespace framescope::statistics
