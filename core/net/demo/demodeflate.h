#pragma once

#include "core/net/demo/demofaults.h"

namespace framescope::net
{

/// The window of the demo server's answer: small enough that a reference beyond it is easily shown.
constexpr int demoWindowBits = 12;

/// One for every finding about permessage-deflate that a server can cause.
std::vector<DemoFault> makeDeflateFaults();

} // namespace framescope::net
