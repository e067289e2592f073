#include "core/net/idlewatch.h"

#include <utility>

namespace framescope::net
{

IdleWatch::IdleWatch(std::chrono::milliseconds limit, std::function<std::uint64_t()> arrived)
    : m_arrived(std::move(arrived))
{
    m_timer.setInterval(limit);
    connect(&m_timer, &QTimer::timeout, this, &IdleWatch::look);
}

void IdleWatch::start()
{
    m_seen = m_arrived();
    m_told = false;
    m_timer.start();
}

void IdleWatch::stop() { m_timer.stop(); }

void IdleWatch::look()
{
    const std::uint64_t now = m_arrived();
    if (std::exchange(m_seen, now) != now)
        m_told = false;
    else if (!std::exchange(m_told, true))
        Q_EMIT idle(m_timer.intervalAsDuration());
}

} // namespace framescope::net
