#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace framescope::capture
{

/// What connections carried after recording had stopped because the disk took no more. It is counted as it goes by.
struct Unstored {
    /// A frame of which the file holds only the beginning is not stored; the octets of that beginning are.
    struct Counts {
        std::uint64_t framesOut = 0, framesIn = 0;
        std::uint64_t octetsOut = 0, octetsIn = 0; ///< stream octets, HTTP heads included
    };
    struct Connection : Counts {
        ConnectionId id;
    };

    QString reason;                      ///< as Capture::writeError()
    Timestamp since;                     ///< of the first packet that is not in the file
    RowIndex firstRow;                   ///< the first that is not: all before it are stored
    std::vector<Connection> connections; ///< those with anything not stored, by number
    Counts total;                        ///< of them all
};

} // namespace framescope::capture
