#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace framescope::statistics
{

/// Frames and their octets on the wire.
struct Traffic {
    std::uint64_t frames = 0;
    std::uint64_t octets = 0; ///< of frames that are whole

    void add(const Traffic &other) noexcept
    {
        frames += other.frames;
        octets += other.octets;
    }
    bool operator==(const Traffic &) const = default;
};

/// Traffic over time in at most `most` buckets of equal width. Where they do not reach, neighbours become one, so that
/// the width stays a round number: 1, 2, 10, 20, 100 µs and so on.
class TimeBuckets
{
public:
    static constexpr std::size_t most = 500;
    using Bucket = std::array<Traffic, 2>; ///< by direction

    /// `elapsed`: nanoseconds since the first row of the capture.
    void add(std::uint64_t elapsed, std::size_t direction, const Traffic &traffic)
    {
        if (elapsed - m_start >= m_width || elapsed < m_start) [[unlikely]]
            find(elapsed);
        m_buckets[m_current][direction].add(traffic);
    }

    /// Nanoseconds.
    std::uint64_t width() const noexcept { return m_width; }
    /// From time 0 to the last that has traffic.
    const std::vector<Bucket> &buckets() const noexcept { return m_buckets; }

private:
    void find(std::uint64_t elapsed);
    void widen();

    std::uint64_t m_width = 1000;
    bool m_five = false;       ///< the next step is of five, not of two
    std::uint64_t m_start = 0; ///< of the bucket that the last traffic came into
    std::size_t m_current = 0;
    std::vector<Bucket> m_buckets = std::vector<Bucket>(1);
};

} // namespace framescope::statistics
