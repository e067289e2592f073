#pragma once

#include "core/base/ids.h"
#include "core/capture/capture.h"
#include "core/ws/finding.h"

#include <QString>

#include <vector>

namespace framescope::ui
{

/// What the failure of a connection was found to be; empty where nothing was, or its row is not among the last ones.
/// Thread: the GUI's.
std::vector<ws::Finding> failureOf(const capture::Capture &capture, ConnectionId id);

/// The failure in two to four words, for where a sentence has no room: "connection refused". Empty for what needs a
/// sentence.
QString shortFailure(const std::vector<ws::Finding> &findings);

} // namespace framescope::ui
