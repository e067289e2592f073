#pragma once

#include <QtGlobal>

#include <cstdint>

namespace framescope::bench
{

/// What the contest of instructions runs under callgrind: reads `frames` text frames of `payload` octets, with our parser
/// or with Boost.Beast's. Gives the exit code.
int runCounted(bool ours, std::uint64_t frames, qsizetype payload);

} // namespace framescope::bench
