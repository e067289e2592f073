#pragma once

#include "core/base/clock.h"
#include "core/timeline/rowsummary.h"

#include <algorithm>
#include <vector>

namespace framescope::timeline
{

/// A stretch of time cut into bins of one width, and what lies in each: as much as a picture of it needs.
/// Times outside the year range 1843 to 2096 are taken as its ends, so that differences never overflow.
struct TimeBins {
    static constexpr std::int64_t earliest = -4'000'000'000'000'000'000;
    static constexpr std::int64_t latest = 4'000'000'000'000'000'000;
    static constexpr std::int64_t clamped(Timestamp time) noexcept
    {
        return std::clamp(time.value(), earliest, latest);
    }

    /// The rows of all lanes that lie in a bin, as numbers from `first` to `last`; without any, first > last.
    struct Rows {
        std::uint64_t first = ~std::uint64_t(0);
        std::uint64_t last = 0;
        bool empty() const noexcept { return first > last; }
    };

    std::int64_t from = 0;  ///< nanoseconds, where the first bin begins
    std::int64_t width = 1; ///< nanoseconds of a bin
    std::size_t count = 0;
    std::size_t lanes = 0;
    std::vector<RowSummary> sums; ///< lane by lane
    std::vector<Rows> rows;       ///< by bin

    /// Empty bins. They begin within the years above, and end there too.
    void reset(std::int64_t begin, std::int64_t binWidth, std::size_t bins, std::size_t laneCount)
    {
        from = std::clamp(begin, earliest, latest);
        width =
            std::clamp<std::int64_t>(binWidth, 1, (latest - from) / std::max<std::int64_t>(1, std::int64_t(bins)) + 1);
        count = bins;
        lanes = laneCount;
        sums.assign(bins * laneCount, RowSummary());
        rows.assign(bins, Rows());
    }
    std::int64_t end() const noexcept { return from + width * static_cast<std::int64_t>(count); }
    /// The bin of a time that lies in one.
    std::size_t binOf(std::int64_t time) const noexcept { return static_cast<std::size_t>((time - from) / width); }
    const RowSummary &at(std::size_t lane, std::size_t bin) const { return sums[lane * count + bin]; }
    RowSummary &at(std::size_t lane, std::size_t bin) { return sums[lane * count + bin]; }
};

} // namespace framescope::timeline
