#pragma once

#include "core/decode/decodedtree.h"

namespace framescope::decode
{

/// Puts a JSON text that stands at `at` of the payload into a tree, under `parent`, with `label`; where it is none, a
/// Problem. `whole` false: the text goes on behind the octets. Returns the value's node, or none.
std::uint32_t addJson(TreeBuilder &tree, std::uint32_t parent, QStringView label, ByteView text, std::size_t at,
                      bool whole);

} // namespace framescope::decode
