#pragma once

#include "core/statistics/statisticsjob.h"

#include <QByteArray>

namespace framescope::app
{

/// What the rows of a capture add up to: tables as text, or one JSON object in one line. Times are nanoseconds in JSON,
/// "sent" and "received" are frames (of messageTypes messages), ranges go from `from` up to, and without, `below`:
///
///     rows         rows that were counted
///     opcodes      of each opcode: opcode (0-15), sent, received, octetsSent, octetsReceived
///     sizes        frames by payload octets, as their headers say: from, below, sent, received
///     gaps         frames by the time since the one before of the same connection and direction: as sizes
///     overTime     width, and buckets that have frames: from (since the first row), sent, received, octetsSent,
///                  octetsReceived
///     findings     rows by finding: finding, rows
///     connections  conn (from 1), rows, errors, sent, received, octetsSent, octetsReceived
///     messageTypes protocol, key (the member of a JSON object that names it), name, sent, received
///     roundTrips   by request: protocol, key, name, requests, unanswered, and where there are answers shortest, median,
///                  p90, p99, longest
///     slowest      the slowest round trips: request and answer (row numbers), time, protocol, name
///
/// No newline at the end.
QByteArray statisticsReport(const statistics::Snapshot &snapshot, bool json);

} // namespace framescope::app
