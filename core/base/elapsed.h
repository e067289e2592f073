#pragma once

#include <QString>

#include <cstdint>

namespace framescope
{

// How nanoseconds are written wherever people read them. What does not fit is cut off, never rounded up: no time is shown
// that has not come, the same time reads the same in all places, and a filter that asks for what is shown or longer finds
// the row.

/// Seconds with six decimals: "0.018204".
QString secondsText(std::int64_t ns);
/// Three digits, or two units from a minute: "29.4 µs", "18.2 ms", "3.05 s", "3 min 12 s", "2 h 5 min"; "0" for none.
QString lengthText(std::int64_t ns);
/// The same with its sign, for a narrow column: "+29.4 µs", "+0", and from a minute whole seconds, "+192 s".
QString differenceText(std::int64_t ns);

} // namespace framescope
