#pragma once

#include "core/base/ids.h"

#include <cstdint>

namespace framescope::capture
{

/// What became of a compressed message (RFC 7692).
struct Inflated {
    enum class State : std::uint8_t {
        None,      ///< the row is in no compressed message
        Open,      ///< fine so far, and the message goes on
        Whole,     ///< inflated to its end
        Truncated, ///< it ended inside its compressed data, or never ended
        Corrupt,   ///< the compressed data is wrong; what came before the bad place is there
        Limited,   ///< stopped at the size or ratio limit; see continueInflating()
        Unknown,   ///< not inflated: the context was lost with an earlier message
        Unstored,  ///< there was no space for all that it inflates to
    };

    State state = State::None;
    std::uint64_t wire = 0; ///< compressed octets of the message so far
    std::uint64_t size = 0; ///< inflated octets that can be read
    RowIndex unknownSince;  ///< of Unknown: the row where the context was lost

    bool operator==(const Inflated &) const = default;
};

} // namespace framescope::capture
