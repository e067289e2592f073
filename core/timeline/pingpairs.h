#pragma once

#include "core/capture/capture.h"

#include <stop_token>
#include <vector>

namespace framescope::timeline
{

/// A ping and the pong that answers it (RFC 6455 §5.5.3: the same payload, the other way).
struct PingPair {
    RowIndex ping, pong;
    std::int64_t roundTrip = 0; ///< nanoseconds; negative only where a file says so
    bool operator==(const PingPair &) const = default;
};

/// The pairs whose rows are both among [from, to), in the order of their pongs, at most `most`. A pong answers the
/// latest ping with its payload; pings before that one are left unanswered, as the RFC allows. Rows whose octets cannot
/// be read have no pair. Reads the file: not for the GUI thread.
std::vector<PingPair> pingPairs(const capture::Capture &capture, RowIndex from, RowIndex to, std::size_t most,
                                const std::stop_token &stop = {});

} // namespace framescope::timeline
