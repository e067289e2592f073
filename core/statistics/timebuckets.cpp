#include "core/statistics/timebuckets.h"

namespace framescope::statistics
{

void TimeBuckets::find(std::uint64_t elapsed)
{
    while (elapsed / m_width >= most)
        widen();
    m_current = static_cast<std::size_t>(elapsed / m_width);
    m_start = m_current * m_width;
    if (m_current >= m_buckets.size())
        m_buckets.resize(m_current + 1);
}

void TimeBuckets::widen()
{
    const std::size_t step = m_five ? 5 : 2;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        const Bucket bucket = m_buckets[i];
        if (i % step == 0)
            m_buckets[i / step] = bucket;
        else
            for (std::size_t direction = 0; direction < bucket.size(); ++direction)
                m_buckets[i / step][direction].add(bucket[direction]);
    }
    m_buckets.resize((m_buckets.size() + step - 1) / step);
    m_width *= step;
    m_five = !m_five;
}

} // namespace framescope::statistics
