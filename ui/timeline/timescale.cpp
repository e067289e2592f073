#include "ui/timeline/timescale.h"

#include "core/timeline/timebins.h"
#include "ui/support/numbertext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace framescope::ui
{

using timeline::TimeBins;

namespace
{
constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
/// Bins of this width already show all times there are.
constexpr double widestBin = 1e17;

struct Timeline {
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

std::int64_t bounded(double time)
{
    return static_cast<std::int64_t>(std::clamp(time, double(TimeBins::earliest), double(TimeBins::latest)));
}

std::int64_t stepAtLeast(double ns)
{
    if (ns <= 30 * double(second)) {
        for (std::int64_t ten = 1; ten < 100 * second; ten *= 10) {
            for (const std::int64_t digit : {1, 2, 5}) {
                if (double(ten * digit) >= ns && ten * digit <= 20 * second)
                    return ten * digit;
            }
        }
        return 30 * second;
    }
    for (const std::int64_t step : {1 * minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, 1 * hour,
                                    2 * hour, 3 * hour, 6 * hour, 12 * hour}) {
        if (double(step) >= ns)
            return step;
    }
    for (std::int64_t ten = day; ten < 10'000 * day; ten *= 10) {
        for (const std::int64_t digit : {1, 2, 5}) {
            if (double(ten * digit) >= ns)
                return ten * digit;
        }
    }
    return 10'000 * day;
}

/// The largest multiple of `step` that is not above.
std::int64_t roundedDown(std::int64_t time, std::int64_t step)
{
    const std::int64_t rest = time % step;
    return time - (rest < 0 ? rest + step : rest);
}
} // namespace

TimeScale TimeScale::showing(std::int64_t from, std::int64_t to, int width, std::int64_t origin)
{
    TimeScale scale;
    scale.origin = origin;
    scale.start = from;
    scale.width = std::max(width, 1);
    const double wanted = std::ceil((double(to - from) + 1) * binPixels / scale.width);
    scale.binWidth = static_cast<std::int64_t>(std::clamp(wanted, 1.0, widestBin));
    return scale;
}

double TimeScale::xOf(std::int64_t time) const noexcept { return double(time - start) * binPixels / double(binWidth); }

std::int64_t TimeScale::timeAt(double x) const noexcept
{
    const double away = x * double(binWidth) / binPixels;
    // Near ones are exact: a double does not hold the nanoseconds of today's date.
    if (std::abs(away) < 4e18)
        return std::clamp(start + static_cast<std::int64_t>(std::floor(away)), TimeBins::earliest, TimeBins::latest);
    return bounded(double(start) + away);
}

std::int64_t TimeScale::firstBin() const noexcept
{
    return std::max(origin + roundedDown(start - origin, binWidth), TimeBins::earliest);
}

std::int64_t TimeScale::unit() const noexcept
{
    constexpr std::int64_t mostUnits = 99'999;
    const std::int64_t farthest = std::max(std::abs(start - origin), std::abs(end() - origin));
    for (const std::int64_t unit : {second / 1000, second / 1'000'000, std::int64_t(1)}) {
        if (span() < 1000 * unit && span() >= unit)
            return farthest / unit <= mostUnits ? unit : second;
    }
    return second;
}

std::size_t TimeScale::bins() const noexcept
{
    const double left = xOf(firstBin());
    return static_cast<std::size_t>(std::ceil((width - left) / binPixels));
}

TimeScale TimeScale::zoomed(double factor, double x) const
{
    TimeScale scale = *this;
    double wanted = std::round(double(binWidth) / factor);
    if (factor > 1)
        wanted = std::min(wanted, double(binWidth) - 1);
    else if (factor < 1)
        wanted = std::max(wanted, double(binWidth) + 1);
    scale.binWidth = static_cast<std::int64_t>(std::clamp(wanted, 1.0, widestBin));
    const double away = x * double(binWidth - scale.binWidth) / binPixels;
    scale.start = std::abs(away) < 4e18 ? std::clamp(start + static_cast<std::int64_t>(std::llround(away)),
                                                     TimeBins::earliest, TimeBins::latest)
                                        : bounded(double(start) + away);
    return scale;
}

TimeScale TimeScale::movedTo(std::int64_t newStart) const
{
    TimeScale scale = *this;
    scale.start = std::clamp(newStart, TimeBins::earliest, TimeBins::latest);
    return scale;
}

TimeScale TimeScale::panned(double pixels) const { return movedTo(timeAt(pixels)); }

std::vector<TimeTick> ticksOf(const TimeScale &scale, int distance)
{
    const std::int64_t step = stepAtLeast(double(scale.binWidth) / TimeScale::binPixels * distance);
    std::vector<TimeTick> ticks;
    std::int64_t since = roundedDown(scale.start - scale.origin, step);
    for (int most = scale.width / std::max(distance, 1) + 2; most > 0; --most, since += step) {
        const std::int64_t time = scale.origin + since;
        if (time > scale.end())
            break;
        if (time >= scale.start)
            ticks.push_back({time, tickText(since, step, scale.unit())});
    }
    return ticks;
}

QString tickText(std::int64_t sinceOrigin, std::int64_t step, std::int64_t unit)
{
    const QString sign = sinceOrigin < 0 ? QStringLiteral("\u2212") : QString();
    const std::int64_t time = std::abs(sinceOrigin);
    if (step >= minute) {
        const std::int64_t days = time / day, hours = time % day / hour, minutes = time % hour / minute;
        if (days > 0 && step % day == 0)
            return sign + Timeline::tr("%1 d").arg(days);
        if (days > 0)
            return sign + Timeline::tr("%1 d %2 h").arg(days).arg(hours) +
                   (minutes > 0 ? QLatin1Char(' ') + Timeline::tr("%1 min").arg(minutes) : QString());
        if (hours > 0)
            return sign + Timeline::tr("%1 h").arg(hours) +
                   (step % hour != 0 ? QLatin1Char(' ') + Timeline::tr("%1 min").arg(minutes) : QString());
        return sign + Timeline::tr("%1 min").arg(minutes);
    }
    QString number = numberText(static_cast<std::uint64_t>(time / unit));
    std::int64_t rest = time % unit;
    for (std::int64_t digit = unit; digit > step && digit > 1; rest %= digit) {
        if (digit == unit)
            number += QLatin1Char('.');
        digit /= 10;
        number += QString::number(rest / digit);
    }
    return sign + (unit == second          ? Timeline::tr("%1 s")
                   : unit == second / 1000 ? Timeline::tr("%1 ms")
                   : unit > 1              ? Timeline::tr("%1 µs")
                                           : Timeline::tr("%1 ns"))
                      .arg(number);
}

} // namespace framescope::ui
