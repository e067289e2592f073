#pragma once

#include "ui/timeline/timescale.h"

#include <optional>

namespace framescope::ui
{

/// Which stretch of time is shown, while rows come and people zoom and pan.
/// Whole: all there is; of a capture that grows with room for what comes, so that the picture stands still for a while.
/// Following: a stretch of one length that stays at the end. Free: where somebody put it.
class TimelineViewport
{
public:
    enum class Mode { Whole, Following, Free };

    Mode mode() const noexcept { return m_mode; }
    const TimeScale &scale() const noexcept { return m_scale; }
    bool hasTimes() const noexcept { return m_hasTimes; }
    std::int64_t first() const noexcept { return m_first; }
    std::int64_t last() const noexcept { return m_last; }

    /// Nothing to show, and back to Whole.
    void clear();
    /// The times there are; true: another stretch is shown for it. `rests`: it may grow again, but the whole is shown as
    /// that of a capture that does not. `origin`: the time that the others are told from, the first without it.
    bool setTimes(std::int64_t first, std::int64_t last, bool grows, bool rests = false,
                  std::optional<std::int64_t> origin = {});
    void setWidth(int pixels);

    void showWhole();
    /// To the end, and following where the capture grows.
    void goToEnd();
    void goToStart();
    /// Around the time at x. Zoomed out beyond all times it shows the whole.
    void zoom(double factor, double x);
    void pan(double pixels);
    /// Into the middle, unless it is well in sight.
    void reveal(std::int64_t time);

private:
    bool fitWhole();
    bool followEnd();
    /// After somebody moved it: not beyond the times, and following again when the end is in sight.
    void settle();

    TimeScale m_scale;
    Mode m_mode = Mode::Whole;
    bool m_hasTimes = false;
    bool m_grows = false;
    bool m_rests = false;
    std::int64_t m_first = 0, m_last = 0;
    std::int64_t m_origin = 0;
};

} // namespace framescope::ui
