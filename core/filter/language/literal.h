#pragma once

#include "core/base/clock.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace framescope::filter
{

/// Values as people write them in a filter. All of them: nothing where the text is no such value.

/// A whole number: decimal, or hexadecimal after 0x.
std::optional<std::uint64_t> wholeNumber(QStringView text);
/// A number of octets; `unit` is B, kB, KiB, MB, MiB, GB or GiB, or empty. Nothing where it comes to no whole octets.
std::optional<std::uint64_t> octetCount(QStringView number, QStringView unit);
/// Nanoseconds; `unit` is ns, us, µs, ms, s, min or h, and s when it is empty. Nothing below a nanosecond.
std::optional<std::uint64_t> nanoseconds(QStringView number, QStringView unit);
/// A number with a point.
std::optional<double> ratio(QStringView text);
/// Nanoseconds since midnight: 12:01, 12:01:03 or 12:01:03.5. `resolution` is how many of them the text does not tell.
struct DayTime {
    std::uint64_t ns = 0;
    std::uint64_t resolution = 1;
};
std::optional<DayTime> dayTime(QStringView text);
/// Moments from `start` on, for `resolution` nanoseconds: as exact as it was written.
struct Moment {
    Timestamp start;
    std::uint64_t resolution = 1;
};
/// RFC 3339: 2026-11-23T12:01:03.5Z, or with an offset; by the clock on the wall without either.
std::optional<Moment> dateTime(QStringView text);
/// 2026-11-23, without a time of day.
bool isDate(QStringView text);
/// Pairs of hexadecimal digits, also with colons between them or 0x before them.
std::optional<QByteArray> hexOctets(QStringView text);

/// Whether the word is a unit of octetCount() or of nanoseconds().
bool isSizeUnit(QStringView word);
bool isTimeUnit(QStringView word);
/// A number with its unit in one word, as 64KiB: where the unit begins, or the size of the word.
qsizetype unitStart(QStringView word);

} // namespace framescope::filter
