#include "core/net/stallwatch.h"

namespace framescope::net
{

StallWatch::StallWatch(std::chrono::milliseconds limit)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(limit);
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::look);
}

void StallWatch::follow(const ws::FrameParser &parser)
{
    ++m_reads;
    m_arrival.follow(parser);
}

void StallWatch::watch()
{
    if (!m_arrival.insideFrame()) {
        m_timer.stop();
        return;
    }
    if (m_timer.isActive())
        return;
    m_readsWhenArmed = m_reads;
    m_timer.start();
}

void StallWatch::look()
{
    if (!m_arrival.insideFrame())
        return;
    if (m_reads != m_readsWhenArmed) {
        m_readsWhenArmed = m_reads;
        m_timer.start();
        return;
    }
    Q_EMIT stalled(m_arrival.present(), m_arrival.needed());
}

} // namespace framescope::net
