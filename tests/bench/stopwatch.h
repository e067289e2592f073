#pragma once

#include <cstdint>

namespace framescope::bench
{

/// CPU nanoseconds that this process, or the calling thread, has used so far, user and system.
double processCpu();
double threadCpu();
/// Wall nanoseconds from an arbitrary start.
double wallNow();
/// Keeps the compiler from dropping what made `value`.
void use(std::uint64_t value);

} // namespace framescope::bench
