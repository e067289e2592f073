#pragma once

#include <chrono>
#include <cstdint>

namespace framescope::capture
{

/// When a recording begins a new file; 0 is no limit. A file ends with the read or write that passes a limit, between
/// two frames of its connection where that comes soon. Its age counts when something is recorded: nothing happens to a
/// file while its connections are silent.
struct RollLimits {
    std::uint64_t maxOctets = 0; ///< of a file
    std::uint64_t maxFrames = 0; ///< in a file
    std::chrono::seconds maxAge{0};
    unsigned keepParts = 0; ///< so many files are kept, the oldest goes; 0: all

    bool any() const noexcept { return maxOctets != 0 || maxFrames != 0 || maxAge.count() != 0; }
    bool operator==(const RollLimits &) const = default;
};

} // namespace framescope::capture
