#pragma once

#include <cstdint>

namespace framescope::net
{

/// How much the connections that share it hold in memory, for messages and for answers not yet sent.
/// Thread: that of the connections.
class MessageMemory
{
public:
    explicit MessageMemory(std::uint64_t most) : m_most(most) {}

    std::uint64_t most() const noexcept { return m_most; }
    std::uint64_t held() const noexcept { return m_held; }
    /// Whether so many octets more may be held.
    bool hasRoom(std::uint64_t octets) const noexcept { return m_held <= m_most && octets <= m_most - m_held; }
    /// What one of them held before, and holds now. What is there is counted, also over the limit.
    void change(std::uint64_t before, std::uint64_t now) noexcept { m_held = m_held - before + now; }

private:
    std::uint64_t m_most;
    std::uint64_t m_held = 0;
};

} // namespace framescope::net
