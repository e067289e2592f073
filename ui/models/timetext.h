#pragma once

#include <QString>

#include <cstdint>

namespace framescope::ui
{

/// What a column of times shows.
enum class TimeDisplay { Seconds, Local, Utc };
/// "seconds", "local", "utc"; anything else is seconds.
TimeDisplay timeDisplayOf(const QString &name);
/// The time of day with six decimals: "12:01:03.500124".
QString clockText(std::int64_t nsSinceEpoch, bool utc);
/// A duration as hours, minutes and seconds: "00:03:12".
QString durationText(std::int64_t ns);

} // namespace framescope::ui
