#pragma once

#include "core/base/clock.h"
#include "core/capture/event.h"
#include "core/capture/rowrecord.h"
#include "core/exchange/roundtrips.h"
#include "core/ws/finding.h"
#include "core/ws/frameheader.h"
#include "core/ws/role.h"
#include "ui/details/fieldrow.h"

#include <vector>

namespace framescope::ui
{

/// What the field tree of a row is made from.
struct RowFacts {
    RowIndex row;
    capture::RowRecord record;
    Timestamp start; ///< of the capture's first row
    ws::Role sender = ws::Role::Client;
    std::vector<ws::Finding> findings;
    // of a frame
    ws::FrameHeader header;
    std::uint64_t present = 0;     ///< payload octets that arrived
    std::vector<RowIndex> message; ///< the frames of its message that were found, in order
    bool searching = false;        ///< for more of them, perhaps this one
    QByteArray controlPayload;     ///< of a close, ping or pong, unmasked
    QString likePayload;           ///< a display filter for rows with the same payload; empty of one that is too long
    // of other rows
    capture::Event event;
    QByteArray startLine;              ///< of a head
    exchange::RoundTrips::Found known; ///< of its message, once it was looked for
    bool reveal = false;               ///< show its secrets
    bool dropped = false;              ///< its octets went with their file
};

/// Octets of the header that arrived: less than a header when the stream ended inside it.
std::uint64_t headerOctetsPresent(const RowFacts &facts);
std::vector<FieldRow> rowFields(const RowFacts &facts);
/// "Text", "Continuation", "reserved" ...
QString opcodeMeaning(ws::Opcode opcode);
/// "2026-11-22T12:01:03.500000000Z · 0.048120 s after the first row"
QString timeText(Timestamp time, Timestamp start);

} // namespace framescope::ui
