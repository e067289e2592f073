#pragma once

#include "ui/timeline/timelinepicture.h"

#include <QStringList>

namespace framescope::ui
{

/// What the whole picture shows, part by part: "9,214 rows in 3 min 12 s", "48.1k rows/s", "61.0 MiB/s of payload".
QStringList pictureText(const TimelinePicture &picture);
/// A part as wide as they mostly are, for the room they need.
QString wideText();
/// A bin, part by part: "12.34 s", "↑ 3 rows, 120 bytes", "↓ 5 rows, 3.1 KiB".
QStringList binText(const TimelinePicture &picture, std::size_t bin, std::optional<std::size_t> lane);
/// The same at length, a line for each: time, rows of each class, sizes, errors, round trips.
QString binToolTip(const TimelinePicture &picture, std::size_t bin, std::optional<std::size_t> lane);
/// What the rates of a picture count.
QString ratesHelp();
/// How the timeline is used, a line for each.
QString timelineHelp();

} // namespace framescope::ui
