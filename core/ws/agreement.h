#pragma once

namespace framescope::ws
{

/// What the handshake agreed on, as far as frames are judged by it.
struct Agreement {
    bool deflate = false; ///< permessage-deflate: RSV1 on the first frame of a message is legal (RFC 7692 §6)
};

} // namespace framescope::ws
