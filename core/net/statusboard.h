#pragma once

#include "core/net/session.h"

#include <deque>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace framescope::net
{

/// The statuses that all threads may read: the session's thread writes what its connections report. Of connections
/// that ended long ago only the facts of fixed size stay: their rows hold the rest.
class StatusBoard
{
public:
    /// So many ended connections keep everything.
    static constexpr std::size_t maxEnded = 1'000;

    void set(const Status &status);
    /// Changes what is known of a connection; nothing of one that is unknown or ended long ago.
    template <typename Change> void edit(ConnectionId id, Change change)
    {
        const std::lock_guard lock(m_mutex);
        if (const auto it = m_statuses.find(id); it != m_statuses.end())
            change(it->second);
    }
    /// A closed one for a number that is not known.
    Status get(ConnectionId id) const;
    /// Those from connecting to closing, in order.
    std::vector<ConnectionId> live() const;
    bool contains(ConnectionId id) const;

private:
    struct Ended {
        Timestamp started, opened, ended;
        std::uint16_t closeCode;
        State state;
    };
    mutable std::mutex m_mutex;
    std::unordered_map<ConnectionId, Status> m_statuses;
    std::deque<ConnectionId> m_order; ///< of the ended ones in m_statuses
    std::unordered_map<ConnectionId, Ended> m_longEnded;
};

} // namespace framescope::net
