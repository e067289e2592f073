#include "core/net/statusboard.h"

#include <algorithm>

namespace framescope::net
{

void StatusBoard::set(const Status &status)
{
    const std::lock_guard lock(m_mutex);
    Status &kept = m_statuses[status.id];
    const bool endsNow = status.ended != Timestamp() && kept.ended == Timestamp();
    kept = status;
    if (!endsNow)
        return;
    m_order.push_back(status.id);
    if (m_order.size() <= maxEnded)
        return;
    const auto oldest = m_statuses.find(m_order.front());
    m_order.pop_front();
    const Status &old = oldest->second;
    m_longEnded[old.id] = {old.started, old.opened, old.ended, old.closeCode, old.state};
    m_statuses.erase(oldest);
}

Status StatusBoard::get(ConnectionId id) const
{
    const std::lock_guard lock(m_mutex);
    if (const auto it = m_statuses.find(id); it != m_statuses.end())
        return it->second;
    Status status;
    status.id = id;
    status.state = State::Closed;
    if (const auto it = m_longEnded.find(id); it != m_longEnded.end()) {
        status.state = it->second.state;
        status.started = it->second.started;
        status.opened = it->second.opened;
        status.ended = it->second.ended;
        status.closeCode = it->second.closeCode;
        status.reason = u"It ended long ago; its last rows say how."_qs;
    }
    return status;
}

std::vector<ConnectionId> StatusBoard::live() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<ConnectionId> ids;
    for (const auto &[id, status] : m_statuses) {
        if (status.state < State::Closed)
            ids.push_back(id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

bool StatusBoard::contains(ConnectionId id) const
{
    const std::lock_guard lock(m_mutex);
    return m_statuses.contains(id) || m_longEnded.contains(id);
}

} // namespace framescope::net
