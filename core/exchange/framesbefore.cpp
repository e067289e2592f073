#include "core/exchange/framesbefore.h"

#include <algorithm>
#include <limits>
#include <span>

namespace framescope::exchange
{

namespace
{
using capture::RowRecord;

/// So many rows back it is looked for at once: mostly it is there.
constexpr std::uint64_t near = 256;
/// Whoever asks is stopped within so many rows.
constexpr std::size_t stretch = 65'536;
constexpr Timestamp never(std::numeric_limits<std::int64_t>::min());

std::size_t flowOf(const RowRecord &row) noexcept
{
    return row.connection().value() * std::size_t(2) + (row.direction() == Direction::In ? 0 : 1);
}
} // namespace

FramesBefore::Place &FramesBefore::placeFor(std::uint64_t row)
{
    Place *best = nullptr;
    for (Place &each : m_places) {
        if (each.end <= row && (best == nullptr || each.end > best->end))
            best = &each;
    }
    if (best == nullptr && m_places.size() < maxPlaces)
        best = &m_places.emplace_back();
    if (best == nullptr) {
        best = &*std::min_element(m_places.begin(), m_places.end(),
                                  [](const Place &a, const Place &b) { return a.used < b.used; });
        best->end = 0;
        best->last.clear();
    }
    best->used = ++m_asked;
    return *best;
}

std::optional<Timestamp> FramesBefore::before(RowIndex row, const std::stop_token &stop)
{
    const RowRecord &record = m_capture.row(row);
    if (!record.isFrame())
        return {};
    const std::size_t flow = flowOf(record);
    for (std::uint64_t back = 1; back <= std::min(near, row.value()); ++back) {
        const RowRecord &each = m_capture.row(RowIndex(row.value() - back));
        if (each.isFrame() && flowOf(each) == flow)
            return each.time;
    }
    // Others who ask, and may be stopped meanwhile, wait for one stretch at a time.
    while (!stop.stop_requested()) {
        const std::lock_guard lock(m_mutex);
        Place &place = placeFor(row.value());
        if (place.end == row.value())
            return flow < place.last.size() && place.last[flow] != never ? std::optional(place.last[flow])
                                                                         : std::nullopt;
        advance(place, row.value());
    }
    return {};
}

/// By one stretch of rows, at most to `row`.
void FramesBefore::advance(Place &place, std::uint64_t row)
{
    const std::span<const RowRecord> rows = m_capture.rows(RowIndex(place.end));
    const std::size_t count = std::min<std::uint64_t>({rows.size(), stretch, row - place.end});
    for (const RowRecord &each : rows.first(count)) {
        if (!each.isFrame())
            continue;
        if (place.last.size() <= flowOf(each))
            place.last.resize(flowOf(each) + 1, never);
        place.last[flowOf(each)] = each.time;
    }
    place.end += count;
    m_read += count;
}

std::uint64_t FramesBefore::rowsRead() const
{
    const std::lock_guard lock(m_mutex);
    return m_read;
}

} // namespace framescope::exchange
