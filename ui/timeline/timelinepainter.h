#pragma once

#include "ui/timeline/timelinelayout.h"
#include "ui/timeline/timelinepicture.h"

#include <QStringList>

class QFont;
class QPainter;

namespace framescope::ui
{

struct Colors;

/// A stretch of time, its ends included.
struct TimeSpan {
    std::int64_t from = 0, to = 0;
    bool operator==(const TimeSpan &) const = default;
};

/// What is drawn over the picture.
struct TimelineMarks {
    std::optional<TimeSpan> brush;       ///< the list shows only this
    std::optional<TimeSpan> inView;      ///< what the list shows now
    std::optional<std::int64_t> current; ///< of the selected row
    std::optional<int> pointer;          ///< x in the picture
    std::optional<int> cursor;           ///< x that keys go from
    QStringList said;                    ///< at the right, a line for each
    QStringList names;                   ///< of the lanes, where there are several
    bool focused = false;
};

/// Paints all of it.
void paintTimeline(QPainter &painter, const TimelineLayout &layout, const TimelinePicture &picture,
                   const TimelineMarks &marks, const Colors &colors, const QFont &font);

/// How high the parts of a bar are, so many pixels in all: by their shares, but what is there at all is seen, as far as
/// there are pixels, the last the first.
std::vector<int> barParts(const std::vector<std::uint64_t> &counts, int height);

} // namespace framescope::ui
