#pragma once

#include "core/exchange/messagehead.h"

#include <vector>

namespace framescope::exchange
{

/// A batch of JSON-RPC (2.0, section 6): requests, notifications and answers in one array.
/// Lifetime: the heads live as long as the octets they were read from.
struct Batch {
    /// So many elements are looked at.
    static constexpr std::size_t most = 64;

    std::vector<MessageHead> heads; ///< of those elements that speak JSON-RPC; without any it is no batch
    bool whole = false;             ///< all elements were looked at

    /// Takes the place of what was read before. `text` is a text message, or the beginning of one.
    void read(ByteView text);
};

} // namespace framescope::exchange
