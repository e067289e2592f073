#include "core/timeline/rowpyramid.h"

#include <algorithm>

namespace framescope::timeline
{

using capture::RowRecord;

RowClass classOf(const RowRecord &row) noexcept
{
    if (!row.isFrame())
        return RowClass::Other;
    switch (row.opcode()) {
    case ws::Opcode::Text:
        return RowClass::Text;
    case ws::Opcode::Binary:
        return RowClass::Binary;
    case ws::Opcode::Continuation:
        return RowClass::Continuation;
    case ws::Opcode::Ping:
    case ws::Opcode::Pong:
        return RowClass::PingPong;
    case ws::Opcode::Close:
        return RowClass::Close;
    }
    return RowClass::Reserved;
}

void RowSummary::add(const RowRecord &row) noexcept
{
    const auto direction = static_cast<std::size_t>(row.direction());
    ++counts[direction][static_cast<std::size_t>(classOf(row))];
    if (row.isFrame())
        largest[direction] = std::max(largest[direction], row.length());
    if (row.severity() == ws::Severity::Error)
        ++errors;
}

void RowSummary::add(const RowSummary &other) noexcept
{
    for (std::size_t d = 0; d < counts.size(); ++d) {
        for (std::size_t c = 0; c < rowClasses; ++c)
            counts[d][c] += other.counts[d][c];
        largest[d] = std::max(largest[d], other.largest[d]);
    }
    errors += other.errors;
}

std::uint64_t RowSummary::rows() const noexcept
{
    std::uint64_t sum = 0;
    for (const auto &direction : counts) {
        for (const std::uint32_t count : direction)
            sum += count;
    }
    return sum;
}

void RowPyramid::add(const RowRecord &row)
{
    if (m_levels.empty())
        m_levels.emplace_back();
    if (m_rows % fan == 0)
        m_levels[0].emplace_back();
    m_levels[0].back().add(row);
    ++m_rows;
    // Sums that are whole make one of the level above.
    std::uint64_t whole = m_rows;
    for (std::size_t level = 0; whole % fan == 0; ++level) {
        whole /= fan;
        if (whole % fan != 0)
            break;
        RowSummary sum;
        for (std::uint64_t k = whole - fan; k < whole; ++k)
            sum.add(m_levels[level][static_cast<std::size_t>(k)]);
        if (level + 1 == m_levels.size())
            m_levels.emplace_back();
        m_levels[level + 1].push_back(sum);
    }
}

bool RowPyramid::update(std::uint64_t most)
{
    const std::uint64_t published = m_capture.rowCount();
    const std::uint64_t end = published - m_rows > most ? m_rows + most : published;
    while (m_rows < end) {
        const std::span<const RowRecord> run = m_capture.rows(RowIndex(m_rows));
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(run.size(), end - m_rows));
        for (std::size_t i = 0; i < count; ++i)
            add(run[i]);
        if (count == 0)
            break;
    }
    return m_rows == m_capture.rowCount();
}

RowSummary RowPyramid::sum(std::uint64_t from, std::uint64_t to) const
{
    RowSummary sum;
    to = std::min(to, m_rows);
    // Single rows at both ends, then sums of the lowest level, and so on.
    while (from < to && (from % fan != 0 || to - from < fan))
        sum.add(m_capture.row(RowIndex(from++)));
    while (from < to && to % fan != 0)
        sum.add(m_capture.row(RowIndex(--to)));
    std::uint64_t a = from / fan, b = to / fan;
    for (std::size_t level = 0; a < b; ++level) {
        const std::vector<RowSummary> &sums = m_levels[level];
        const bool top = level + 1 >= m_levels.size();
        while (a < b && (top || a % fan != 0 || b - a < fan))
            sum.add(sums[static_cast<std::size_t>(a++)]);
        while (a < b && b % fan != 0)
            sum.add(sums[static_cast<std::size_t>(--b)]);
        a /= fan;
        b /= fan;
    }
    return sum;
}

std::uint64_t RowPyramid::firstAt(Timestamp time) const
{
    std::uint64_t low = 0;
    std::uint64_t high = m_rows;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (m_capture.row(RowIndex(middle)).time < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

} // namespace framescope::timeline
