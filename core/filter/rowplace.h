#pragma once

#include "core/capture/capture.h"
#include "core/filter/language/literal.h"
#include "core/filter/rowtest.h"

#include <optional>

namespace framescope::filter
{

/// A place among the rows of a capture, as a person writes it:
///
///     1234                       the row with this number; #1234 as well
///     12.5 s, 200 ms, 3 min      so long after the first row; a unit stands behind the number
///     12:01, 12:01:03.5          a time of day by the clock on the wall, the first that the capture reaches
///     2026-11-23 12:01:03        a date and time, also with a T between them; with Z or an offset in that zone
///     +1.5s, -200ms              so long after (before) the selected row; seconds without a unit
class RowPlace
{
public:
    /// Errors: it is none of these.
    static Result<RowPlace> parse(QStringView text);

    /// The row that this is the number of, where it is one. Errors: there is no such row.
    Result<std::optional<RowIndex>> row(const capture::Capture &capture) const;
    /// The time that is meant, of one that is none of a row's number; the row to go to is the first from there on.
    /// Errors: no row is so late, or the time counts from the selected row, and there is none.
    Result<Timestamp> time(const capture::Capture &capture, std::optional<RowIndex> selected) const;
    /// Rows at this time or later.
    static RowTest from(Timestamp time);

private:
    enum class Kind : std::uint8_t { Row, Elapsed, DayTime, Date, Relative };
    RowPlace(Kind kind, std::uint64_t value, bool back = false) : m_kind(kind), m_value(value), m_back(back) {}
    explicit RowPlace(const DayTime &time) : m_kind(Kind::DayTime), m_value(time.ns), m_resolution(time.resolution) {}

    Kind m_kind;
    std::uint64_t m_value;          ///< a row's number from 1, or nanoseconds
    bool m_back = false;            ///< before
    std::uint64_t m_resolution = 1; ///< of a time of day: 10:05 is a minute long
};

} // namespace framescope::filter
