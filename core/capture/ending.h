#pragma once

#include "core/base/ids.h"

#include <array>
#include <optional>

namespace framescope::capture
{

/// The rows that tell how a connection ended, as far as they came; each is the first of its kind.
struct Ending {
    std::array<std::optional<RowIndex>, 2> closeFrames; ///< by direction; those in files that went before are not known
    std::optional<RowIndex> end;                        ///< the FIN, the RST or the event that ended it
    bool opened = false;                                ///< the upgrade was agreed on
    bool withoutClose = false;                          ///< it ended before any close frame
    unsigned steps = 0;                                 ///< how often something was told: another number is news
};

} // namespace framescope::capture
