#pragma once

#include "core/base/ids.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace framescope::capture
{
class Capture;
}

namespace framescope::ui
{

/// Where the rows of a connection that are no frames stand. Each published row is looked at once, in memory.
class ConnectionRows
{
public:
    struct Places {
        std::optional<RowIndex> request;
        std::optional<RowIndex> response;
        std::vector<RowIndex> events;    ///< at most maxEvents: the first ones and the last
        std::vector<RowIndex> raw;       ///< at most maxRaw
        std::uint64_t rawBeyond[2] = {}; ///< octets of raw rows after those, by direction
    };
    static constexpr std::size_t maxEvents = 64;
    static constexpr std::size_t maxRaw = 1024;

    void setCapture(const capture::Capture *capture);
    /// The places of a connection among the rows published so far.
    const Places &find(ConnectionId id);

private:
    const capture::Capture *m_capture = nullptr;
    std::uint64_t m_next = 0;
    std::unordered_map<std::uint32_t, Places> m_places;
};

} // namespace framescope::ui
