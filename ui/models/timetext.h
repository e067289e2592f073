#pragma once

#include <QString>

#include <cstdint>

namespace framescope::ui
{

/// Nanoseconds since the start as seconds with six decimals: "0.018204".
QString secondsText(std::int64_t ns);
/// A difference in the unit that needs no counting of digits: "+29 µs", "+18.2 ms", "+3.05 s".
QString differenceText(std::int64_t ns);
/// A duration as hours, minutes and seconds: "00:03:12".
QString durationText(std::int64_t ns);
/// A number with the digits in groups of three: "9,214,002".
QString groupedNumber(std::uint64_t number);

} // namespace framescope::ui
