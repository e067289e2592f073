#include "core/ws/findings.h"

#include "core/ws/findings/control.h"
#include "core/ws/findings/frames.h"
#include "core/ws/findings/handshake.h"
#include "core/ws/findings/network.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace framescope::ws
{

namespace
{
/// The parts one after the other, in the order of FindingId.
template <std::size_t... N> constexpr auto joined(const std::array<FindingInfo, N> &...parts)
{
    std::array<FindingInfo, (N + ...)> whole{};
    auto *end = whole.data();
    ((end = std::copy(parts.begin(), parts.end(), end)), ...);
    return whole;
}

constexpr auto lines = joined(table::handshake, table::frames, table::messages, table::compression, table::close,
                              table::pingPong, table::tcp, table::timeLimits, table::proxy, table::tls);

constexpr bool inEnumOrder()
{
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].id != static_cast<FindingId>(i))
            return false;
    }
    return lines.size() == static_cast<std::size_t>(FindingId::Count);
}
static_assert(inEnumOrder(), "every FindingId has its line, at its place");

constexpr FindingInfo unknown{FindingId::Count,
                              "unknown",
                              Group::Handshake,
                              Severity::Info,
                              Effect::Marked,
                              0,
                              {},
                              "This finding has no description.",
                              "A newer version of the program may know it."};
} // namespace

const FindingInfo &info(FindingId id) noexcept
{
    const auto index = static_cast<std::size_t>(id);
    return index < lines.size() ? lines[index] : unknown;
}

std::span<const FindingInfo> allFindings() noexcept { return lines; }

const FindingInfo *findFinding(std::string_view name) noexcept
{
    const auto line = std::find_if(lines.begin(), lines.end(), [name](const FindingInfo &l) { return l.name == name; });
    return line == lines.end() ? nullptr : &*line;
}

std::string_view groupTitle(Group group) noexcept
{
    switch (group) {
    case Group::Handshake:
        return "Opening handshake";
    case Group::Frames:
        return "Frames";
    case Group::Messages:
        return "Messages";
    case Group::Compression:
        return "Compression";
    case Group::Close:
        return "Close";
    case Group::PingPong:
        return "Ping and pong";
    case Group::Tcp:
        return "TCP and names";
    case Group::TimeLimits:
        return "Time limits";
    case Group::Proxy:
        return "Proxies";
    case Group::Tls:
        return "TLS";
    }
    return {};
}

} // namespace framescope::ws
