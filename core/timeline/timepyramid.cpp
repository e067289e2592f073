#include "core/timeline/timepyramid.h"

#include <algorithm>

namespace framescope::timeline
{

using capture::RowRecord;

namespace
{
/// Rows looked at between two questions whether to stop: a fraction of a millisecond.
constexpr std::uint64_t rowsBetweenStops = 65536;
/// Leaves that are read for one row: in the order of time two are enough.
constexpr std::size_t soughtLeaves = 64;
} // namespace

TimePyramid::TimePyramid(const capture::Capture &capture, std::optional<ConnectionId> only)
    : m_capture(capture), m_only(only)
{
}

std::optional<std::size_t> TimePyramid::knownLane(ConnectionId connection) const noexcept
{
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        if (m_lanes[i] == connection)
            return i;
    }
    if (m_shared)
        return ownLanes;
    return {};
}

std::size_t TimePyramid::laneOf(ConnectionId connection)
{
    if (m_lastLane < m_lanes.size() && m_lanes[m_lastLane] == connection)
        return m_lastLane;
    for (m_lastLane = 0; m_lastLane < m_lanes.size(); ++m_lastLane) {
        if (m_lanes[m_lastLane] == connection)
            return m_lastLane;
    }
    if (m_lanes.size() < ownLanes)
        m_lanes.push_back(connection);
    else
        m_shared = true;
    return m_lastLane;
}

RowSummary &TimePyramid::sumOf(Level &level, std::size_t lane)
{
    Node &node = level.nodes.back();
    for (std::size_t i = 0; i < node.lanes; ++i) {
        LaneSum &known = level.sums[node.sums + i];
        if (known.lane == lane)
            return known.sum;
    }
    ++node.lanes;
    level.sums.push_back({lane, {}});
    return level.sums.back().sum;
}

void TimePyramid::add(Level &level, std::size_t lane, const RowRecord &row)
{
    Node &node = level.nodes.back();
    const std::int64_t time = TimeBins::clamped(row.time);
    node.first = std::min(node.first, time);
    node.last = std::max(node.last, time);
    sumOf(level, lane).add(row);
}

void TimePyramid::add(Level &level, const Level &below, const Node &node)
{
    if (node.lanes == 0)
        return;
    Node &sum = level.nodes.back();
    sum.first = std::min(sum.first, node.first);
    sum.last = std::max(sum.last, node.last);
    for (std::size_t i = 0; i < node.lanes; ++i) {
        const LaneSum &lane = below.sums[node.sums + i];
        sumOf(level, lane.lane).add(lane.sum);
    }
}

void TimePyramid::add(const RowRecord &row)
{
    if (m_levels.empty())
        m_levels.emplace_back();
    if (m_rows % leafRows == 0)
        m_levels[0].nodes.push_back({.sums = m_levels[0].sums.size()});
    ++m_rows;
    if (!m_only || row.connection() == *m_only) {
        add(m_levels[0], laneOf(row.connection()), row);
        const std::int64_t time = TimeBins::clamped(row.time);
        m_first = std::min(m_first, time);
        m_last = std::max(m_last, time);
        m_largest = std::max(m_largest, octetsOf(row));
    }
    if (m_rows % leafRows != 0)
        return;
    // Nodes that are whole make one of the level above.
    for (std::size_t level = 0; m_levels[level].nodes.size() % fan == 0; ++level) {
        if (level + 1 == m_levels.size())
            m_levels.emplace_back();
        Level &above = m_levels[level + 1];
        const Level &below = m_levels[level];
        above.nodes.push_back({.sums = above.sums.size()});
        for (std::size_t i = below.nodes.size() - fan; i < below.nodes.size(); ++i)
            add(above, below, below.nodes[i]);
    }
}

bool TimePyramid::update(std::uint64_t most, const std::stop_token &stop)
{
    const std::uint64_t published = m_capture.rowCount();
    const std::uint64_t end = published - m_rows > most ? m_rows + most : published;
    while (m_rows < end && !stop.stop_requested()) {
        const std::span<const RowRecord> run = m_capture.rows(RowIndex(m_rows));
        const std::uint64_t wanted = std::min(end - m_rows, rowsBetweenStops);
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(run.size(), wanted));
        if (count == 0)
            break;
        for (std::size_t i = 0; i < count; ++i)
            add(run[i]);
    }
    return m_rows == m_capture.rowCount();
}

std::size_t TimePyramid::firstLoose(std::size_t level) const noexcept
{
    return level + 1 < m_levels.size() ? m_levels[level + 1].nodes.size() * fan : 0;
}

std::uint64_t TimePyramid::leafEnd(std::size_t leaf) const noexcept
{
    return std::min<std::uint64_t>((leaf + 1) * leafRows, m_rows);
}

void TimePyramid::fill(TimeBins &bins) const
{
    if (bins.count == 0)
        return;
    // A leaf wider than a bin is read: at most one for each bin, unless the rows are in no order.
    std::size_t leavesToRead = 2 * bins.count + 64;
    for (std::size_t level = m_levels.size(); level-- > 0;) {
        for (std::size_t node = firstLoose(level); node < m_levels[level].nodes.size(); ++node)
            fill(bins, level, node, leavesToRead);
    }
}

void TimePyramid::fill(TimeBins &bins, std::size_t level, std::size_t index, std::size_t &leavesToRead) const
{
    const Node &node = m_levels[level].nodes[index];
    if (node.lanes == 0 || node.last < bins.from || node.first >= bins.end())
        return;
    const bool inside = node.first >= bins.from && node.last < bins.end();
    const bool narrow = node.last - node.first < bins.width;
    const bool inOne = inside && bins.binOf(node.first) == bins.binOf(node.last);
    if (inOne || (level == 0 && ((inside && narrow) || leavesToRead == 0))) {
        const std::size_t bin = bins.binOf(std::max(node.first, bins.from));
        for (std::size_t i = 0; i < node.lanes; ++i) {
            const LaneSum &lane = m_levels[level].sums[node.sums + i];
            bins.at(lane.lane, bin).add(lane.sum);
        }
        std::uint64_t size = leafRows;
        for (std::size_t i = 0; i < level; ++i)
            size *= fan;
        TimeBins::Rows &rows = bins.rows[bin];
        rows.first = std::min(rows.first, index * size);
        rows.last = std::max(rows.last, std::min((index + 1) * size, m_rows) - 1);
        return;
    }
    if (level == 0) {
        --leavesToRead;
        fillRows(bins, index);
        return;
    }
    for (std::size_t i = index * fan; i < (index + 1) * fan; ++i)
        fill(bins, level - 1, i, leavesToRead);
}

void TimePyramid::fillRows(TimeBins &bins, std::size_t leaf) const
{
    const std::int64_t end = bins.end();
    std::int64_t binBegin = 0, binEnd = 0; // of the row before: most lie in the same
    std::size_t bin = 0;
    for (std::uint64_t row = leaf * leafRows; row < leafEnd(leaf);) {
        const std::span<const RowRecord> run = m_capture.rows(RowIndex(row));
        const std::uint64_t count = std::min<std::uint64_t>(run.size(), leafEnd(leaf) - row);
        if (count == 0)
            return;
        for (std::uint64_t i = 0; i < count; ++i, ++row) {
            const RowRecord &record = run[static_cast<std::size_t>(i)];
            const std::int64_t time = TimeBins::clamped(record.time);
            if (time < bins.from || time >= end || (m_only && record.connection() != *m_only))
                continue;
            if (time < binBegin || time >= binEnd) {
                bin = bins.binOf(time);
                binBegin = bins.from + static_cast<std::int64_t>(bin) * bins.width;
                binEnd = binBegin + bins.width;
            }
            if (const auto lane = knownLane(record.connection()))
                bins.at(*lane, bin).add(record);
            bins.rows[bin].first = std::min(bins.rows[bin].first, row);
            bins.rows[bin].last = std::max(bins.rows[bin].last, row);
        }
    }
}

RowSummary TimePyramid::sum(std::int64_t from, std::int64_t to) const
{
    RowSummary all;
    if (to <= from)
        return all;
    TimeBins one;
    one.reset(from, to - from, 1, lanes());
    fill(one);
    for (const RowSummary &lane : one.sums)
        all.add(lane);
    return all;
}

bool TimePyramid::isWanted(const RowRecord &row, const WantedRows &wanted) const noexcept
{
    if (m_only && row.connection() != *m_only)
        return false;
    return (!wanted.lane || knownLane(row.connection()) == wanted.lane) &&
           (!wanted.direction || row.direction() == *wanted.direction) &&
           (!wanted.errors || row.severity() == ws::Severity::Error);
}

bool TimePyramid::mayHave(const Level &level, const Node &node, const WantedRows &wanted) const noexcept
{
    for (std::size_t i = 0; i < node.lanes; ++i) {
        const LaneSum &lane = level.sums[node.sums + i];
        if (wanted.lane && lane.lane != *wanted.lane)
            continue;
        for (std::size_t d = 0; d < lane.sum.directions.size(); ++d) {
            const DirectionSummary &direction = lane.sum.directions[d];
            if (wanted.direction && static_cast<std::size_t>(*wanted.direction) != d)
                continue;
            if (wanted.errors ? direction.errors > 0 : direction.rows() > 0)
                return true;
        }
    }
    return false;
}

std::optional<RowIndex> TimePyramid::seek(std::size_t level, std::size_t index, std::int64_t time,
                                          const WantedRows &wanted, bool forward, std::size_t &leavesToRead) const
{
    const Level &of = m_levels[level];
    const Node &node = of.nodes[index];
    if (forward ? node.last < time : node.first >= time)
        return {};
    if (leavesToRead == 0 || !mayHave(of, node, wanted))
        return {};
    if (level > 0) {
        for (std::size_t i = 0; i < fan; ++i) {
            const std::size_t child = index * fan + (forward ? i : fan - 1 - i);
            if (const auto found = seek(level - 1, child, time, wanted, forward, leavesToRead))
                return found;
        }
        return {};
    }
    --leavesToRead;
    const std::uint64_t begin = index * leafRows;
    const std::uint64_t size = leafEnd(index) - begin;
    for (std::uint64_t i = 0; i < size; ++i) {
        const RowIndex row(begin + (forward ? i : size - 1 - i));
        const RowRecord &record = m_capture.row(row);
        if ((TimeBins::clamped(record.time) >= time) == forward && isWanted(record, wanted))
            return row;
    }
    return {};
}

std::optional<RowIndex> TimePyramid::notBefore(std::int64_t time, const WantedRows &wanted) const
{
    std::size_t leaves = soughtLeaves;
    for (std::size_t level = m_levels.size(); level-- > 0;) {
        for (std::size_t node = firstLoose(level); node < m_levels[level].nodes.size(); ++node) {
            if (const auto found = seek(level, node, time, wanted, true, leaves))
                return found;
        }
    }
    return {};
}

std::optional<RowIndex> TimePyramid::before(std::int64_t time, const WantedRows &wanted) const
{
    std::size_t leaves = soughtLeaves;
    for (std::size_t level = 0; level < m_levels.size(); ++level) {
        for (std::size_t node = m_levels[level].nodes.size(); node-- > firstLoose(level);) {
            if (const auto found = seek(level, node, time, wanted, false, leaves))
                return found;
        }
    }
    return {};
}

std::optional<RowIndex> TimePyramid::nearest(std::int64_t time, const WantedRows &wanted) const
{
    const auto after = notBefore(time, wanted);
    const auto earlier = before(time, wanted);
    if (!after || !earlier)
        return after ? after : earlier;
    const std::int64_t ahead = TimeBins::clamped(m_capture.row(*after).time) - time;
    const std::int64_t behind = time - TimeBins::clamped(m_capture.row(*earlier).time);
    return ahead <= behind ? after : earlier;
}

} // namespace framescope::timeline
