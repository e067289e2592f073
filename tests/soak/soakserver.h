#pragma once

namespace framescope::soak
{

/// The soak's server, a process of its own: prints its port in a line, then serves until standard input ends. Every
/// connection sends `perSecond` things a second; most live for a minute, and then close, hang up or reset.
int runServer(double perSecond);

} // namespace framescope::soak
