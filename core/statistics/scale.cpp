#include "core/statistics/scale.h"

#include <algorithm>
#include <array>
#include <bit>

namespace framescope::statistics
{

namespace
{
/// Where each bucket of durations begins.
constexpr std::array<std::uint64_t, durationBuckets> makeDurationStarts()
{
    std::array<std::uint64_t, durationBuckets> starts{};
    std::uint64_t decade = 1000;
    for (std::size_t i = 1; i < durationBuckets; ++i) {
        constexpr std::array<std::uint64_t, 3> steps{1, 2, 5};
        starts[i] = decade * steps[(i - 1) % 3];
        if ((i - 1) % 3 == 2)
            decade *= 10;
    }
    return starts;
}
constexpr auto durationStarts = makeDurationStarts();

/// The bucket in which the values with so many bits begin; the next ones follow within them.
constexpr std::array<std::uint8_t, 65> makeFirstByWidth()
{
    std::array<std::uint8_t, 65> first{};
    for (std::size_t width = 1; width <= 64; ++width) {
        const std::uint64_t lowest = std::uint64_t(1) << (width - 1);
        std::size_t bucket = 0;
        while (bucket + 1 < durationBuckets && durationStarts[bucket + 1] <= lowest)
            ++bucket;
        first[width] = static_cast<std::uint8_t>(bucket);
    }
    return first;
}
constexpr auto firstByWidth = makeFirstByWidth();
} // namespace

std::size_t sizeBucket(std::uint64_t octets) noexcept
{
    return std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(octets)), sizeBuckets - 1);
}

ValueRange sizeRange(std::size_t bucket) noexcept
{
    const std::uint64_t low = bucket == 0 ? 0 : std::uint64_t(1) << (bucket - 1);
    return {low, bucket + 1 >= sizeBuckets ? 0 : std::uint64_t(1) << bucket};
}

std::size_t durationBucket(std::uint64_t ns) noexcept
{
    std::size_t bucket = firstByWidth[static_cast<std::size_t>(std::bit_width(ns))];
    while (bucket + 1 < durationBuckets && durationStarts[bucket + 1] <= ns)
        ++bucket;
    return bucket;
}

ValueRange durationRange(std::size_t bucket) noexcept
{
    return {durationStarts[bucket], bucket + 1 >= durationBuckets ? 0 : durationStarts[bucket + 1]};
}

} // namespace framescope::statistics
