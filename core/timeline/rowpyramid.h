#pragma once

#include "core/capture/capture.h"

#include <array>
#include <cstdint>
#include <vector>

namespace framescope::timeline
{

/// What a timeline draws a row as.
enum class RowClass : std::uint8_t { Text, Binary, Continuation, PingPong, Close, Reserved, Other };
inline constexpr std::size_t rowClasses = 7;

RowClass classOf(const capture::RowRecord &row) noexcept;

/// So many rows of each class and direction, and what stands out among them.
struct RowSummary {
    std::array<std::array<std::uint32_t, rowClasses>, 2> counts{}; ///< by direction, then class
    std::array<std::uint64_t, 2> largest{};                        ///< payload octets of a frame, by direction
    std::uint32_t errors = 0;                                      ///< rows with a finding of severity error

    void add(const capture::RowRecord &row) noexcept;
    void add(const RowSummary &other) noexcept;
    std::uint64_t rows() const noexcept;
    bool operator==(const RowSummary &) const = default;
};

/// Sums of rows, of sums, and so on, so that any stretch of a capture is summed up in the same time however many rows it
/// has: what a timeline needs for each of its pixels. Two octets of memory a row.
/// Thread: one. Lifetime: the capture outlives it.
class RowPyramid
{
public:
    explicit RowPyramid(const capture::Capture &capture) : m_capture(capture) {}

    /// Takes in rows that were published since the last call, at most `most`; false: there are more.
    bool update(std::uint64_t most = ~std::uint64_t(0));
    /// Rows taken in.
    std::uint64_t rows() const noexcept { return m_rows; }
    /// The sum of rows [from, to), which were taken in.
    RowSummary sum(std::uint64_t from, std::uint64_t to) const;
    /// The first row taken in that is not before this time; rows() where there is none. Rows are in the order of their
    /// times, as a recording makes them; in files of other programs this is as near as a binary search comes.
    std::uint64_t firstAt(Timestamp time) const;

private:
    static constexpr std::uint64_t fan = 64;
    void add(const capture::RowRecord &row);

    const capture::Capture &m_capture;
    std::uint64_t m_rows = 0;
    /// Level k has the sums of 64^(k+1) rows each; the last of the lowest may still grow.
    std::vector<std::vector<RowSummary>> m_levels;
};

} // namespace framescope::timeline
