#pragma once

#include "ui/timeline/timelinepicture.h"

namespace framescope::ui
{

/// What the whole picture shows, in a line: "9,214 rows in 3 min 12 s · 48.1k/s · 61 MB/s".
QString pictureText(const TimelinePicture &picture);
/// A bin in a line: "12.34 s · ↑ 3 rows, 120 bytes · ↓ 5 rows, 3.1 KB".
QString binText(const TimelinePicture &picture, std::size_t bin, std::optional<std::size_t> lane);
/// The same at length, a line for each: time, rows of each class, sizes, errors, round trips.
QString binToolTip(const TimelinePicture &picture, std::size_t bin, std::optional<std::size_t> lane);
/// How the timeline is used, a line for each.
QString timelineHelp();

} // namespace framescope::ui
