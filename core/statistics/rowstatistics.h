#pragma once

#include "core/capture/capture.h"
#include "core/statistics/scale.h"
#include "core/statistics/timebuckets.h"
#include "core/ws/findings.h"

#include <array>
#include <cstdint>
#include <vector>

namespace framescope::statistics
{

/// What the index of a capture tells of its rows, or of some of them. A value that grows with each block of rows; its
/// memory depends on the number of connections alone.
struct RowStatistics {
    static constexpr std::size_t opcodes = 16;

    struct Connection {
        std::array<Traffic, 2> traffic; ///< by direction
        std::uint64_t rows = 0;
        std::uint64_t errors = 0; ///< rows that break a rule
        Timestamp first, last;    ///< of its rows
        std::array<Timestamp, 2> lastFrame{};
        std::array<bool, 2> hasFrame{};
    };
    /// Time from one frame of a connection to the next in its direction.
    struct Gaps {
        std::array<std::uint64_t, durationBuckets> counts{};
        std::uint64_t count = 0;
        std::uint64_t sum = 0, largest = 0; ///< nanoseconds
        RowIndex largestRow;                ///< the frame that came after the longest
    };

    std::uint64_t rows = 0;
    std::array<Traffic, 2> traffic;                                       ///< by direction
    TimeBuckets overTime;                                                 ///< since the first row of the capture
    std::array<std::array<Traffic, opcodes>, 2> byOpcode{};               ///< by direction
    std::array<std::array<std::uint64_t, sizeBuckets>, 2> payloadSizes{}; ///< of frames, as their headers say
    std::array<Gaps, 2> gaps;                                             ///< by direction
    std::array<std::uint64_t, static_cast<std::size_t>(ws::FindingId::Count)> findings{}; ///< rows that have it
    std::vector<Connection> connections;                                                  ///< by number

    /// Takes in rows [first, first+count), which are published and follow those that were taken in before. Bit i of
    /// `words` says whether row first+i counts; without words all do. The others only tell when frames came.
    void add(const capture::Capture &capture, RowIndex first, std::size_t count, const std::uint64_t *words = nullptr);

private:
    void addRow(const capture::Capture &capture, const capture::RowRecord &record, RowIndex row, bool counts);
    void addFrame(const capture::RowRecord &record, RowIndex row, Connection &connection);

    std::int64_t m_start = 0;
};

} // namespace framescope::statistics
