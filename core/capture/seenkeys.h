#pragma once

#include "core/base/ids.h"

#include <QByteArray>

#include <deque>
#include <optional>
#include <utility>

namespace framescope::capture
{

/// The Sec-WebSocket-Accept values that the requests of a capture ask for, so that an answer to another connection's
/// request is recognised. Bounded: the latest thousand. Thread: the writer's.
class SeenKeys
{
public:
    void add(const QByteArray &accept, ConnectionId id)
    {
        if (m_accepts.size() == maxKept)
            m_accepts.pop_front();
        m_accepts.emplace_back(accept, id);
    }
    /// Another connection than this one whose request asked for the value; the latest of several.
    std::optional<ConnectionId> find(const QByteArray &accept, ConnectionId notThis) const
    {
        for (auto it = m_accepts.rbegin(); it != m_accepts.rend(); ++it) {
            if (it->first == accept && it->second != notThis)
                return it->second;
        }
        return std::nullopt;
    }

private:
    static constexpr std::size_t maxKept = 1000;
    std::deque<std::pair<QByteArray, ConnectionId>> m_accepts;
};

} // namespace framescope::capture
