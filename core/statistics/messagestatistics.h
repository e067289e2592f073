#pragma once

#include "core/exchange/roundtrips.h"
#include "core/filter/rowbitmap.h"
#include "core/statistics/distribution.h"
#include "core/statistics/scale.h"

#include <array>
#include <cstdint>
#include <vector>

namespace framescope::statistics
{

/// What messages say of themselves: how many there are of each type, and how long answers took. Of all rows or of some.
/// A batch counts as one, and as one of each type that it has in it.
/// A value that grows with the rows.
struct MessageStatistics {
    /// The slowest that are kept.
    static constexpr std::size_t mostSlow = 20;

    struct Type {
        std::array<std::uint64_t, 2> messages{}; ///< by direction
        std::uint64_t requests = 0;
        std::uint64_t answered = 0; ///< requests whose answer came
        Distribution times;         ///< nanoseconds; of the answers that count
    };

    std::vector<Type> types;                  ///< by number, as exchange::RoundTrips::types()
    std::vector<exchange::RoundTrip> slowest; ///< the slowest first
    std::uint64_t trips = 0;
    std::array<std::uint64_t, durationBuckets> tripTimes{}; ///< how many took so long

    /// Takes in rows [first, end), which follow those before and which `trips` has read. `rows`: those that count; all
    /// without. A round trip belongs to the row of its answer, a request to its own.
    void add(const capture::Capture &capture, const exchange::RoundTrips &trips, RowIndex first, RowIndex end,
             const filter::RowBitmap *rows = nullptr);

private:
    void addTrip(const exchange::RoundTrip &trip);
};

} // namespace framescope::statistics
