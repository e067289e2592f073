#pragma once

#include "core/base/ids.h"
#include "core/capture/rowrecord.h"

#include <cstdint>
#include <span>

namespace framescope::filter
{

/// What of a row can be tested without its octets. Each is a number; those of frames are nothing on other rows.
enum class RowField : std::uint8_t {
    Row,         ///< its number, counted from 0
    Time,        ///< see timeValue()
    Kind,        ///< capture::RowKind
    Direction,   ///< framescope::Direction; most events have none
    Connection,  ///< ConnectionId
    Severity,    ///< of its worst finding, ws::Severity
    HasFindings, ///< 0 or 1
    Incomplete,  ///< 0 or 1
    EventKind,   ///< of an event, capture::EventKind
    Length,      ///< payload octets of a frame, octets of a head or raw row
    WireSize,    ///< the same with the header
    Opcode,      ///< of a frame, 0 to 15
    Fin,         ///< of a frame, 0 or 1
    Rsv,         ///< of a frame, 0 to 7; RSV1 is 4
    Masked,      ///< of a frame, 0 or 1
    EndsMessage, ///< of a frame, 0 or 1
    Form,        ///< of a frame: bits of its length field, 7, 16 or 64
    MessageRow,  ///< of a frame in a message: the row that the message begins with, counted from 0
    UtcDayTime,  ///< nanoseconds since midnight, UTC
    DayTime,     ///< the same by the clock on the wall
    Elapsed,     ///< nanoseconds since the first row of the capture; what came before it has 0
    Delta,       ///< nanoseconds since the row before; the first row has none, nor has one whose time goes back
};

/// A time as a value of RowField::Time: their order is that of the times, also of those before 1970.
constexpr std::uint64_t timeValue(Timestamp time) noexcept
{
    return static_cast<std::uint64_t>(time.value()) ^ (std::uint64_t(1) << 63);
}

/// Holds for rows that have the field, with a value from `low` to `high`, both included.
struct FieldTest {
    RowField field = RowField::Row;
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    bool operator==(const FieldTest &) const = default;
};

/// Tests rows that lie together: bit i of `words` is row i of `rows`, whose number is `first` + i. All words that the
/// rows reach into are written. `before`: the row before the first, which Delta needs; nullptr: there is none. Elapsed
/// and DayTime are RowScan's to ask: here they are Time and UtcDayTime.
void testRows(const FieldTest &test, std::span<const capture::RowRecord> rows, RowIndex first, std::uint64_t *words,
              const capture::RowRecord *before = nullptr) noexcept;

} // namespace framescope::filter
