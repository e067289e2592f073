#include "ui/timeline/timelinelayout.h"

#include <algorithm>
#include <cmath>

namespace framescope::ui
{

namespace
{
constexpr int lowestBar = 2;
constexpr int leastTime = 320; ///< pixels of time that nothing is said beside
/// Bars do not grow shorter for a capture whose rows are all small.
constexpr std::uint64_t smallestScale = 4096;
} // namespace

int TimelineLayout::heightFor(int lanes) noexcept
{
    const int each = lanes <= 1 ? 56 : lanes == 2 ? 36 : lanes == 3 ? 28 : 22;
    return std::max(lanes, 1) * each + axisHeight + border;
}

int TimelineLayout::roomForSaid(int needed) const noexcept { return width - names - needed < leastTime ? 0 : needed; }

QRect TimelineLayout::area() const noexcept
{
    return {names, 0, std::max(0, width - names - said), std::max(0, height - axisHeight - border)};
}

QRect TimelineLayout::axis() const noexcept { return {names, area().height(), area().width(), axisHeight}; }

QRect TimelineLayout::saidArea() const noexcept { return {width - said, 0, said, std::max(0, height - border)}; }

QRect TimelineLayout::lane(int index) const noexcept
{
    const int all = area().height();
    const int top = all * index / std::max(lanes, 1);
    return {names, top, area().width(), all * (index + 1) / std::max(lanes, 1) - top};
}

QRect TimelineLayout::nameOf(int index) const noexcept
{
    const QRect of = lane(index);
    return {0, of.top(), names, of.height()};
}

int TimelineLayout::middle(int index) const noexcept
{
    const QRect of = lane(index);
    return of.top() + of.height() / 2;
}

int TimelineLayout::barRoom() const noexcept { return std::max(lowestBar, lane(0).height() / 2 - 2); }

std::optional<std::size_t> TimelineLayout::laneAt(int y) const noexcept
{
    for (int i = 0; i < lanes; ++i) {
        const QRect of = lane(i);
        if (y >= of.top() && y <= of.bottom())
            return static_cast<std::size_t>(i);
    }
    return {};
}

Direction TimelineLayout::directionAt(int y) const noexcept
{
    const auto lane = laneAt(y);
    return lane && y < middle(static_cast<int>(*lane)) ? Direction::Out : Direction::In;
}

int TimelineLayout::barHeight(std::uint64_t octets, std::uint64_t largest) const noexcept
{
    const double top = std::log2(double(std::max({largest, octets, smallestScale})) + 1);
    const int room = barRoom();
    return std::clamp(static_cast<int>(std::lround(room * std::log2(double(octets) + 1) / top)), lowestBar, room);
}

} // namespace framescope::ui
