#include "core/timeline/rowsummary.h"

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

std::uint64_t octetsOf(const RowRecord &row) noexcept
{
    const bool cutOff = row.isFrame() && row.incomplete();
    return row.kind() == capture::RowKind::Event || cutOff ? 0 : row.length();
}

void DirectionSummary::add(const DirectionSummary &other) noexcept
{
    for (std::size_t i = 0; i < rowClasses; ++i)
        counts[i] += other.counts[i];
    errors += other.errors;
    octets += other.octets;
    largest = std::max(largest, other.largest);
}

std::uint64_t DirectionSummary::rows() const noexcept
{
    std::uint64_t sum = 0;
    for (const std::uint32_t count : counts)
        sum += count;
    return sum;
}

void RowSummary::add(const RowRecord &row) noexcept
{
    DirectionSummary &direction = directions[static_cast<std::size_t>(row.direction())];
    ++direction.counts[static_cast<std::size_t>(classOf(row))];
    if (row.severity() == ws::Severity::Error)
        ++direction.errors;
    direction.octets += octetsOf(row);
    direction.largest = std::max(direction.largest, octetsOf(row));
}

void RowSummary::add(const RowSummary &other) noexcept
{
    for (std::size_t i = 0; i < directions.size(); ++i)
        directions[i].add(other.directions[i]);
}

} // namespace framescope::timeline
