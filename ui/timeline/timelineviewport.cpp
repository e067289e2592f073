#include "ui/timeline/timelineviewport.h"

#include "core/timeline/timebins.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace framescope::ui
{

namespace
{
/// Of a capture that begins to grow so much is shown at least: a handshake on the same machine is over sooner.
constexpr std::int64_t shortestWhole = 20'000'000;
/// While the end is followed it moves from here to the right edge, and then back.
constexpr double followPart = 0.875;
/// Pixels before the first row of what grows, so that its marks are seen whole.
constexpr int inset = 10;
/// A part of the width that stays over times when it is panned as far as it goes.
constexpr double keptPart = 0.1;
} // namespace

void TimelineViewport::clear()
{
    m_mode = Mode::Whole;
    m_hasTimes = false;
    const int width = m_scale.width;
    m_scale = TimeScale();
    m_scale.width = width;
}

bool TimelineViewport::setTimes(std::int64_t first, std::int64_t last, bool grows, bool rests,
                                std::optional<std::int64_t> origin)
{
    const bool had = std::exchange(m_hasTimes, true);
    const std::int64_t from = origin.value_or(first);
    const bool same =
        had && m_first == first && m_last == last && m_grows == grows && m_rests == rests && m_origin == from;
    m_first = first;
    m_last = last;
    m_grows = grows;
    m_rests = rests;
    m_origin = from;
    if (same)
        return false;
    if (m_mode == Mode::Following && !grows)
        m_mode = Mode::Free;
    if (m_mode == Mode::Following)
        return followEnd();
    return m_mode == Mode::Whole && fitWhole();
}

bool TimelineViewport::fitWhole()
{
    const TimeScale before = m_scale;
    const std::int64_t length = m_last - m_first;
    if (m_grows && !m_rests) {
        // Times that still fit do not move it.
        const bool fits = m_scale.origin == m_origin && std::abs(m_scale.xOf(m_first) - inset) < 1 &&
                          m_scale.xOf(m_last) < m_scale.width && m_scale.xOf(m_last) > m_scale.width / 4;
        if (!fits) {
            constexpr std::int64_t latest = timeline::TimeBins::latest;
            const std::int64_t end = m_last > latest - length ? latest : m_last + length;
            const int width = m_scale.width;
            m_scale = TimeScale::showing(m_first, std::max(end, m_first + shortestWhole), width - inset, m_origin)
                          .panned(-inset);
            m_scale.width = width;
        }
    } else {
        const std::int64_t margin = length / 100 + 1;
        m_scale = TimeScale::showing(m_first - margin, m_last + margin, m_scale.width, m_origin);
    }
    return !(m_scale == before);
}

bool TimelineViewport::followEnd()
{
    m_scale.origin = m_origin;
    if (m_scale.xOf(m_last) < m_scale.width && m_scale.xOf(m_last) > 0)
        return false;
    m_scale = m_scale.movedTo(m_last).panned(-m_scale.width * followPart);
    return true;
}

void TimelineViewport::setWidth(int pixels)
{
    m_scale.width = std::max(pixels, 1);
    if (!m_hasTimes)
        return;
    if (m_mode == Mode::Whole)
        fitWhole();
    else if (m_mode == Mode::Following)
        followEnd();
}

void TimelineViewport::showWhole()
{
    m_mode = Mode::Whole;
    if (m_hasTimes)
        fitWhole();
}

void TimelineViewport::goToEnd()
{
    if (!m_hasTimes)
        return;
    m_mode = m_grows ? Mode::Following : Mode::Free;
    m_scale = m_scale.movedTo(m_last).panned(-m_scale.width * followPart);
}

void TimelineViewport::goToStart()
{
    if (!m_hasTimes)
        return;
    m_mode = Mode::Free;
    m_scale = m_scale.movedTo(m_first).panned(-m_scale.width * (1 - followPart) / 2);
    settle();
}

void TimelineViewport::zoom(double factor, double x)
{
    if (!m_hasTimes)
        return;
    m_scale.origin = m_origin;
    const TimeScale zoomed = m_scale.zoomed(factor, x);
    const bool wide = zoomed.span() / 5 * 4 > m_last - m_first && zoomed.span() > shortestWhole;
    if (factor < 1 && wide && m_last - m_first < zoomed.span()) {
        showWhole();
        return;
    }
    m_scale = zoomed;
    m_mode = Mode::Free;
    settle();
}

void TimelineViewport::pan(double pixels)
{
    if (!m_hasTimes)
        return;
    m_mode = Mode::Free;
    m_scale = m_scale.panned(pixels);
    settle();
}

void TimelineViewport::reveal(std::int64_t time)
{
    if (!m_hasTimes)
        return;
    const double x = m_scale.xOf(time);
    if (x >= 0 && x < m_scale.width)
        return;
    m_mode = Mode::Free;
    m_scale = m_scale.movedTo(time).panned(-m_scale.width / 2.0);
    settle();
}

void TimelineViewport::settle()
{
    const double kept = m_scale.width * keptPart;
    if (m_scale.xOf(m_last) < kept)
        m_scale = m_scale.movedTo(m_last).panned(-kept);
    else if (m_scale.xOf(m_first) > m_scale.width - kept)
        m_scale = m_scale.movedTo(m_first).panned(kept - m_scale.width);
    const double end = m_scale.xOf(m_last);
    if (m_grows && end >= 0 && end < m_scale.width)
        m_mode = Mode::Following;
}

} // namespace framescope::ui
