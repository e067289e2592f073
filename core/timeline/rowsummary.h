#pragma once

#include "core/capture/rowrecord.h"

#include <array>
#include <cstdint>

namespace framescope::timeline
{

/// What a timeline draws a row as.
enum class RowClass : std::uint8_t { Text, Binary, Continuation, PingPong, Close, Reserved, Other };
inline constexpr std::size_t rowClasses = 7;

RowClass classOf(const capture::RowRecord &row) noexcept;

/// What a row counts with: nothing for an event, whose length is that of a comment, nor for a frame that was cut off,
/// whose header only declares it.
std::uint64_t octetsOf(const capture::RowRecord &row) noexcept;

/// So many rows of each class that went one way, and what stands out among them.
struct DirectionSummary {
    std::array<std::uint32_t, rowClasses> counts{}; ///< by RowClass
    std::uint32_t errors = 0;                       ///< rows with a finding of severity error
    std::uint64_t octets = 0;                       ///< payload of frames, heads and raw octets
    std::uint64_t largest = 0;                      ///< octets of the largest row

    void add(const DirectionSummary &other) noexcept;
    std::uint64_t rows() const noexcept;
    bool operator==(const DirectionSummary &) const = default;
};

/// The same for both directions.
struct RowSummary {
    std::array<DirectionSummary, 2> directions{}; ///< by Direction

    void add(const capture::RowRecord &row) noexcept;
    void add(const RowSummary &other) noexcept;
    std::uint64_t rows() const noexcept { return directions[0].rows() + directions[1].rows(); }
    const DirectionSummary &of(Direction direction) const noexcept
    {
        return directions[static_cast<std::size_t>(direction)];
    }
    bool operator==(const RowSummary &) const = default;
};

} // namespace framescope::timeline
