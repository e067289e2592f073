#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace framescope::ui
{

/// Where a time stands in a picture of a stretch of time, by arithmetic alone. The picture is cut into bins of a few
/// pixels, whose borders are counted from `origin`: they stay where they are in time while the picture moves.
/// Units: nanoseconds and pixels. Times are those of timeline::TimeBins.
struct TimeScale {
    static constexpr int binPixels = 3;

    std::int64_t origin = 0;
    std::int64_t start = 0;            ///< at the left edge
    std::int64_t binWidth = 1'000'000; ///< nanoseconds of a bin, at least 1
    int width = 1;                     ///< pixels, at least 1

    /// Shows [from, to] whole in so many pixels, with as little else as bins of whole nanoseconds allow.
    static TimeScale showing(std::int64_t from, std::int64_t to, int width, std::int64_t origin);

    double xOf(std::int64_t time) const noexcept;
    std::int64_t timeAt(double x) const noexcept;
    /// Nanoseconds of the whole width.
    std::int64_t span() const noexcept { return timeAt(width) - start; }
    std::int64_t end() const noexcept { return timeAt(width); }
    /// Nanoseconds of the unit that times on the axis are told in: that of the length shown; seconds, as in the list, where
    /// a smaller one has more than five digits so far from the origin.
    std::int64_t unit() const noexcept;
    /// The bin that the left edge cuts, as the time it begins at.
    std::int64_t firstBin() const noexcept;
    /// Bins of which at least a part is seen.
    std::size_t bins() const noexcept;

    /// As many times narrower as `factor` is large, around the time at `x`; always by at least a nanosecond a bin, to a
    /// bin of a nanosecond at the least.
    TimeScale zoomed(double factor, double x) const;
    TimeScale movedTo(std::int64_t newStart) const;
    /// Moved so that what was at `pixels` comes to the left edge.
    TimeScale panned(double pixels) const;

    bool operator==(const TimeScale &) const = default;
};

/// A line of the axis.
struct TimeTick {
    std::int64_t time = 0;
    QString label;
};

/// Lines at round times after the origin, at least so many pixels apart.
std::vector<TimeTick> ticksOf(const TimeScale &scale, int distance);
/// A time after the origin to so many nanoseconds, in units of a TimeScale; from a minute between lines on in hours,
/// minutes and days.
QString tickText(std::int64_t sinceOrigin, std::int64_t step, std::int64_t unit);

} // namespace framescope::ui
