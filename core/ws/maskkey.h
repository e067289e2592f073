#pragma once

#include "core/ws/frameheader.h"

namespace framescope::ws
{

/// A fresh key for one frame, which nobody can predict from those before (RFC 6455 §5.3, §10.3): not zero, not the one
/// this thread got last. Thread: any number at a time.
MaskKey makeMaskKey();

} // namespace framescope::ws
