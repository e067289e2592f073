#pragma once

#include "core/ws/role.h"

#include <cstdint>

namespace framescope::ws
{

/// How one end compresses under permessage-deflate (RFC 7692 §7.1).
struct DeflateSide {
    bool contextTakeover = true;  ///< false: each message is compressed by itself (§7.1.1)
    std::uint8_t windowBits = 15; ///< 8 to 15: the largest distance is 2 to this power (§7.1.2)

    bool operator==(const DeflateSide &) const = default;
};

/// What the handshake agreed on, as far as frames are judged by it.
struct Agreement {
    bool deflate = false;       ///< permessage-deflate: RSV1 on the first frame of a message is legal (RFC 7692 §6)
    DeflateSide server, client; ///< how each end compresses what it sends

    const DeflateSide &of(Role sender) const noexcept { return sender == Role::Server ? server : client; }
    bool operator==(const Agreement &) const = default;
};

} // namespace framescope::ws
