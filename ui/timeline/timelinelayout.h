#pragma once

#include "core/base/clock.h"
#include "core/ws/role.h"

#include <QRect>

#include <cstddef>
#include <optional>

namespace framescope::ui
{

/// Where the parts of the timeline are, by arithmetic alone: a column of names at the left, a lane for each connection
/// (sent above its middle line, received below), the axis under them, a column for what is said of it at the right.
/// Units: pixels of the widget.
struct TimelineLayout {
    static constexpr int axisHeight = 18;
    static constexpr int border = 1; ///< at the bottom

    int width = 0;
    int height = 0;
    int names = 0; ///< width of the column of names
    int said = 0;  ///< width of the column at the right, nothing where the time needs the room
    int lanes = 1;

    /// The height that so many lanes are drawn well at.
    static int heightFor(int lanes) noexcept;
    /// The width that the column at the right may have when it needs so much.
    int roomForSaid(int needed) const noexcept;

    QRect area() const noexcept; ///< where time runs, without the axis
    QRect axis() const noexcept; ///< the same, of the axis
    QRect saidArea() const noexcept;
    QRect lane(int index) const noexcept;
    QRect nameOf(int index) const noexcept;
    int middle(int index) const noexcept; ///< y of the line between sent and received
    /// Height that bars may have in one direction.
    int barRoom() const noexcept;
    /// The lane at this height; nothing outside.
    std::optional<std::size_t> laneAt(int y) const noexcept;
    Direction directionAt(int y) const noexcept;
    /// Height of a bar for a row of so many octets, when the largest has so many: the logarithm of one to that of the
    /// other, and never nothing.
    int barHeight(std::uint64_t octets, std::uint64_t largest) const noexcept;
};

} // namespace framescope::ui
