#include "core/statistics/rowstatistics.h"

#include <algorithm>

namespace framescope::statistics
{

using capture::RowRecord;

namespace
{
/// Nanoseconds from one time to a later one; times of captures that others wrote may go back.
std::uint64_t between(Timestamp from, Timestamp to) noexcept
{
    return to < from ? 0 : static_cast<std::uint64_t>(to.value()) - static_cast<std::uint64_t>(from.value());
}
} // namespace

void RowStatistics::add(const capture::Capture &capture, RowIndex first, std::size_t count, const std::uint64_t *words)
{
    if (count == 0)
        return;
    m_start = capture.row(RowIndex(0)).time.value();
    for (std::size_t done = 0; done < count;) {
        const auto all = capture.rows(first + done);
        const std::size_t part = std::min(all.size(), count - done);
        for (std::size_t i = 0; i < part; ++i) {
            const std::size_t at = done + i;
            const bool counts = words == nullptr || (words[at / 64] >> (at % 64) & 1) != 0;
            addRow(capture, all[i], first + at, counts);
        }
        if (part == 0)
            return;
        done += part;
    }
}

void RowStatistics::addRow(const capture::Capture &capture, const RowRecord &record, RowIndex row, bool counts)
{
    const std::size_t number = record.connection().value();
    if (number >= connections.size())
        connections.resize(number + 1);
    Connection &connection = connections[number];
    if (counts) {
        if (connection.rows++ == 0)
            connection.first = record.time;
        connection.last = record.time;
        ++rows;
        if (record.severity() == ws::Severity::Error)
            ++connection.errors;
        if (record.hasFindings()) {
            const std::vector<ws::Finding> found = capture.findings(row);
            for (auto it = found.begin(); it != found.end(); ++it) {
                const auto same = [it](const ws::Finding &other) { return other.id == it->id; };
                if (std::none_of(found.begin(), it, same) && static_cast<std::size_t>(it->id) < findings.size())
                    ++findings[static_cast<std::size_t>(it->id)];
            }
        }
        if (record.isFrame())
            addFrame(record, row, connection);
    }
    if (record.isFrame()) {
        const auto direction = static_cast<std::size_t>(record.direction());
        connection.lastFrame[direction] = record.time;
        connection.hasFrame[direction] = true;
    }
}

void RowStatistics::addFrame(const RowRecord &record, RowIndex row, Connection &connection)
{
    const auto direction = static_cast<std::size_t>(record.direction());
    // What a header declares and never came is no traffic.
    const Traffic one{1, record.incomplete() ? 0 : record.wireSize()};
    traffic[direction].add(one);
    connection.traffic[direction].add(one);
    byOpcode[direction][static_cast<std::size_t>(record.opcode()) % opcodes].add(one);
    ++payloadSizes[direction][sizeBucket(record.length())];
    overTime.add(between(Timestamp(m_start), record.time), direction, one);
    if (!connection.hasFrame[direction])
        return;
    const std::uint64_t gap = between(connection.lastFrame[direction], record.time);
    Gaps &all = gaps[direction];
    ++all.counts[durationBucket(gap)];
    ++all.count;
    all.sum += gap;
    if (gap > all.largest) {
        all.largest = gap;
        all.largestRow = row;
    }
}

} // namespace framescope::statistics
