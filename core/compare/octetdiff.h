#pragma once

#include "core/compare/comparison.h"

#include <stop_token>

namespace framescope::compare
{

/// Octets at the same place of both sides, a row for sixteen of them. Reads piece by piece, so any size costs the same
/// memory. Where octets of one side or both cannot be read it ends. Stopped early the result means nothing.
Comparison octetDiff(const Fetch &left, std::uint64_t leftSize, const Fetch &right, std::uint64_t rightSize,
                     const std::stop_token &stop = {});

} // namespace framescope::compare
