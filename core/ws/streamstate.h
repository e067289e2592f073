#pragma once

namespace framescope::ws
{

/// What the verdicts about the next frames of a direction depend on, for a recording that begins between two of them.
struct StreamState {
    bool messageOpen = false; ///< a fragmented message began, and has not ended
    bool closed = false;      ///< a close frame came
    bool contextLost = false; ///< compressed messages may refer to what came before (RFC 7692 §7.2.2)
};

} // namespace framescope::ws
