#pragma once

#include "core/compare/comparison.h"

#include <stop_token>

namespace framescope::compare
{

/// Two texts line by line; a line that takes the place of another is compared with it character by character. Octets
/// that are not UTF-8 become U+FFFD in what is shown, and still differ. Stopped early the result means nothing.
Comparison textDiff(ByteView left, ByteView right, const std::stop_token &stop = {});

} // namespace framescope::compare
