#pragma once

#include "core/capture/capture.h"
#include "core/timeline/timebins.h"

#include <deque>
#include <optional>
#include <stop_token>
#include <vector>

namespace framescope::timeline
{

/// Which rows are looked for.
struct WantedRows {
    std::optional<std::size_t> lane;
    std::optional<Direction> direction;
    bool errors = false; ///< only those with a finding of severity error
};

/// Sums of the rows of a capture, of these sums, and so on, so that any stretch of time is summed up for a picture at a
/// cost that depends on the picture's width, not on the number of rows. Costs 0.3 octets of memory a row of one
/// connection, at most 2 where the rows of many connections lie between each other.
/// Thread: one at a time. Lifetime: the capture outlives it.
class TimePyramid
{
public:
    /// So many connections have a lane each; the rows of any others share one more.
    static constexpr std::size_t ownLanes = 6;

    /// Of all connections or of one.
    explicit TimePyramid(const capture::Capture &capture, std::optional<ConnectionId> only = {});

    /// Takes in rows that were published since the last call, at most `most`; false: there are more, or it was stopped.
    bool update(std::uint64_t most = ~std::uint64_t(0), const std::stop_token &stop = {});
    /// Rows looked at, of any connection.
    std::uint64_t rows() const noexcept { return m_rows; }
    /// The connections that have a lane of their own, in the order of their first rows.
    const std::vector<ConnectionId> &connections() const noexcept { return m_lanes; }
    /// Whether there are more connections than that: their lane is number ownLanes.
    bool hasSharedLane() const noexcept { return m_shared; }
    std::size_t lanes() const noexcept { return m_lanes.size() + (m_shared ? 1 : 0); }
    bool isEmpty() const noexcept { return m_levels.empty(); }
    /// The earliest and the latest time; of an empty one nothing that makes sense.
    std::int64_t first() const noexcept { return m_first; }
    std::int64_t last() const noexcept { return m_last; }
    /// Octets of the largest row.
    std::uint64_t largest() const noexcept { return m_largest; }

    /// Fills bins that have as many lanes. A row stands at most one bin beside its place, and exactly in it where the
    /// bins are narrow.
    void fill(TimeBins &bins) const;
    /// Counts of all rows from one time to the next, without the latter, put together over the lanes.
    RowSummary sum(std::int64_t from, std::int64_t to) const;

    /// The row nearest to a time; of several at the same distance any.
    std::optional<RowIndex> nearest(std::int64_t time, const WantedRows &wanted) const;
    /// The first row that is not before this time, and the last that is before it. In files whose rows are not in the
    /// order of their times they are as near as can be told quickly.
    std::optional<RowIndex> notBefore(std::int64_t time, const WantedRows &wanted = {}) const;
    std::optional<RowIndex> before(std::int64_t time, const WantedRows &wanted = {}) const;

    static constexpr std::uint64_t leafRows = 512;
    static constexpr std::uint64_t fan = 16;

private:
    /// Of one lane in a node.
    struct LaneSum {
        std::size_t lane = 0;
        RowSummary sum;
    };
    struct Node {
        std::int64_t first = TimeBins::latest;
        std::int64_t last = TimeBins::earliest;
        std::size_t sums = 0; ///< where its lanes begin in the level's
        std::size_t lanes = 0;
    };
    struct Level {
        std::vector<Node> nodes;
        std::deque<LaneSum> sums; ///< of the nodes, one after the other; a deque never copies what it has
    };

    void add(const capture::RowRecord &row);
    static void add(Level &level, std::size_t lane, const capture::RowRecord &row);
    static void add(Level &level, const Level &below, const Node &node);
    static RowSummary &sumOf(Level &level, std::size_t lane);
    std::size_t laneOf(ConnectionId connection);
    std::optional<std::size_t> knownLane(ConnectionId connection) const noexcept;
    bool isWanted(const capture::RowRecord &row, const WantedRows &wanted) const noexcept;
    bool mayHave(const Level &level, const Node &node, const WantedRows &wanted) const noexcept;
    /// Nodes of a level that no node of the level above has taken up.
    std::size_t firstLoose(std::size_t level) const noexcept;
    std::uint64_t leafEnd(std::size_t leaf) const noexcept;
    /// `leavesToRead`: leaves whose rows may still be looked at one by one. In the order of time few have to be.
    void fill(TimeBins &bins, std::size_t level, std::size_t node, std::size_t &leavesToRead) const;
    void fillRows(TimeBins &bins, std::size_t leaf) const;
    std::optional<RowIndex> seek(std::size_t level, std::size_t node, std::int64_t time, const WantedRows &wanted,
                                 bool forward, std::size_t &leavesToRead) const;

    const capture::Capture &m_capture;
    std::optional<ConnectionId> m_only;
    std::vector<ConnectionId> m_lanes;
    bool m_shared = false;
    std::uint64_t m_rows = 0;
    std::int64_t m_first = TimeBins::latest;
    std::int64_t m_last = TimeBins::earliest;
    std::uint64_t m_largest = 0;
    std::size_t m_lastLane = 0;
    /// Nodes of level k stand for leafRows * fan^k rows each; the last of the lowest may still grow.
    std::vector<Level> m_levels;
};

} // namespace framescope::timeline
