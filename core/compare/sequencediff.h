#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace framescope::compare
{

/// A stretch of two sequences: `common` items that are equal, then `removed` of the left and `added` of the right.
struct Stretch {
    std::size_t common = 0;
    std::size_t removed = 0;
    std::size_t added = 0;
    bool operator==(const Stretch &) const = default;
};

struct SequenceDiff {
    std::vector<Stretch> stretches; ///< one after the other they make both sequences
    bool exact = true;              ///< false: more than maxEdits differ, so what lies between the ends is one stretch
};

/// The fewest items to take away and put in that turn left into right (Myers' algorithm on what is left when both ends
/// that are equal are cut off). Memory grows with the square of maxEdits, time with maxEdits times the length.
/// Stopped early the result means nothing.
SequenceDiff sequenceDiff(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right,
                          std::size_t maxEdits = 1000, const std::stop_token &stop = {});

} // namespace framescope::compare
