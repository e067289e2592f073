#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/craft/framespec.h"

namespace framescope::capture
{
class CaptureReader;
}

namespace framescope::ui
{

/// A recorded frame as the composer takes it.
struct RowSpec {
    craft::FrameSpec spec;
    /// The payload is a part of a compressed message that cannot be read without what was before it: to anybody else it
    /// is corrupt.
    bool needsContext = false;
    /// The whole message could be put in instead, inflated.
    bool hasWholeMessage = false;
};

/// The frame of this row. Of a message that was compressed in one frame the payload is what it inflates to, to be
/// compressed anew; other frames keep the octets of the wire, unmasked. With `wholeMessage` the inflated message of the
/// row as one frame. Errors: more octets than `limit`, or the file cannot be read.
Result<RowSpec> rowSpec(capture::CaptureReader &reader, RowIndex row, std::uint64_t limit, bool wholeMessage = false);

} // namespace framescope::ui
