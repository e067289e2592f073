#include "core/capture/segmenttable.h"

#include <algorithm>

namespace framescope::capture
{

Result<void> SegmentTable::append(Stream &stream, StreamOffset offset, FileOffset file, std::size_t size)
{
    std::uint64_t from = offset.value();
    std::uint64_t at = file.value();
    while (size > 0) {
        const std::uint64_t part = std::min(size, Segment::maxSize);
        const std::uint64_t count = stream.m_count.load(std::memory_order_relaxed);
        if (count % runLength == 0) {
            const std::uint64_t run = m_runs.written();
            if (auto added = m_runs.append(Run()); !added)
                return added;
            m_runs.publish();
            const std::lock_guard lock(stream.m_mutex);
            stream.m_runs.push_back(static_cast<std::uint32_t>(run));
        }
        // Entries from count on are nobody's yet, although their run is visible.
        m_runs.unpublished(stream.m_runs.back()).segments[count % runLength] = {from, at | (part << 48)};
        stream.m_count.store(count + 1, std::memory_order_release);
        from += part;
        at += part;
        size -= part;
    }
    return {};
}

std::vector<Segment> SegmentTable::find(const Stream &stream, StreamOffset offset, std::uint64_t size,
                                        std::size_t limit) const
{
    std::vector<Segment> found;
    const std::uint64_t from = offset.value();
    const std::uint64_t count = stream.count();
    const std::lock_guard lock(stream.m_mutex);
    // The first piece that ends after `from`.
    std::uint64_t low = 0;
    std::uint64_t high = count;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const Segment &segment = at(stream, middle);
        if (segment.stream + segment.size() <= from)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && found.size() < limit; ++low) {
        const Segment &segment = at(stream, low);
        if (segment.stream >= from && segment.stream - from >= size)
            break;
        found.push_back(segment);
    }
    return found;
}

} // namespace framescope::capture
