#pragma once

#include "core/capture/capture.h"
#include "core/exchange/pairing.h"

#include <stop_token>
#include <vector>

namespace framescope::timeline
{

/// Pings and the pongs that answer them, paired as statistics and the display filter do, whose rows are both among
/// [from, to): in the order of their pongs, at most `most`. Rows whose octets cannot be read have no pair.
/// Reads the file: not for the GUI thread.
std::vector<exchange::RoundTrip> pingPairs(const capture::Capture &capture, RowIndex from, RowIndex to,
                                           std::size_t most, const std::stop_token &stop = {});

} // namespace framescope::timeline
