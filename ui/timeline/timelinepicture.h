#pragma once

#include "core/timeline/pingpairs.h"
#include "core/timeline/timepyramid.h"
#include "ui/timeline/timescale.h"

#include <functional>
#include <vector>

namespace framescope::ui
{

/// What is drawn of a stretch of time, found out beforehand: painting looks at nothing else.
struct TimelinePicture {
    /// A stretch without a row, from one row to the next.
    struct Gap {
        std::size_t lane = 0;
        std::int64_t from = 0, to = 0;
    };
    /// From a ping to its pong.
    struct Arc {
        std::size_t lane = 0;
        Direction pingWent = Direction::Out;
        std::int64_t from = 0, to = 0;
        std::int64_t roundTrip = 0;
    };
    /// Whether a row from `first` to `last` is shown in the list.
    using Shown = std::function<bool(std::uint64_t first, std::uint64_t last)>;

    /// Shorter silences are ordinary.
    static constexpr std::int64_t shortestGap = 1'000'000'000;
    static constexpr int narrowestGap = 60; ///< pixels
    static constexpr int narrowestArc = 6;

    TimeScale scale;
    timeline::TimeBins bins;
    std::vector<bool> dimmed; ///< by bin: nothing in it is shown in the list
    std::vector<Gap> gaps;
    std::vector<Arc> arcs;
    std::vector<ConnectionId> connections; ///< of the lanes; empty when all are in one
    bool merged = false;                   ///< there are too many connections for a lane each
    std::uint64_t largest = 0;
    std::int64_t first = 0, last = 0; ///< times of the first and last row there are
    bool hasRows = false;

    /// What the pyramid says of this stretch. `pairs` as TimelineSource found them.
    static TimelinePicture of(const timeline::TimePyramid &pyramid, const TimeScale &scale,
                              const capture::Capture &capture, const std::vector<exchange::RoundTrip> &pairs,
                              const Shown &shown = {});

    int lanes() const noexcept { return static_cast<int>(bins.lanes); }
    /// Left edge of a bin's bar, where the first pixel of time is 0.
    int barX(std::size_t bin) const noexcept;
    /// The bin at this pixel; nothing outside.
    std::optional<std::size_t> binAt(int x) const noexcept;
    /// The bin that has rows of this lane and direction and is nearest to the pixel, at most `away` pixels.
    std::optional<std::size_t> binWithRows(int x, std::size_t lane, Direction direction, int away) const;
    std::int64_t beginOf(std::size_t bin) const noexcept { return bins.from + bins.width * std::int64_t(bin); }
    /// All lanes of a bin, or one.
    timeline::RowSummary sumOf(std::size_t bin, std::optional<std::size_t> lane = {}) const;
    timeline::RowSummary sumOfAll() const;
};

} // namespace framescope::ui
