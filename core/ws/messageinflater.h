#pragma once

#include "core/ws/finding.h"
#include "core/ws/inflater.h"
#include "core/ws/windowchecker.h"

#include <optional>
#include <vector>

namespace framescope::ws
{

/// The compressed messages of one direction: inflates each as its octets come, and knows what a broken one means for
/// those after it (RFC 7692 §7.1.1). Costs nothing until the first compressed message.
class MessageInflater
{
public:
    enum class State : std::uint8_t {
        None,      ///< no compressed message was seen yet
        Open,      ///< fine so far, and not at its end
        Whole,     ///< inflated to its end
        Truncated, ///< it ended inside a block, or never ended
        Corrupt,   ///< not DEFLATE, or a reference to what it may not refer to
        Limited,   ///< stopped at a limit
        Unknown,   ///< not inflated: what it refers to was lost with an earlier message
    };

    explicit MessageInflater(DeflateSide side) noexcept;

    /// How the sender compresses, when that was not known from the beginning; before its first compressed message.
    void setSide(DeflateSide side) noexcept;
    /// Limits of the messages that begin from now on.
    void setLimits(const InflateLimits &limits) noexcept { m_limits = limits; }
    /// A compressed message begins. One that was open never ends: see abandon().
    void begin();
    /// So many octets of the message arrived, whether they can be inflated or not.
    void count(std::uint64_t wire) noexcept { m_wire += wire; }
    /// Whether inflate() has any use for octets.
    bool running() const noexcept { return m_state == State::Open; }
    /// Takes octets of the message from the front of `input` and gives what they inflate to, valid until the next call.
    /// Empty when all was taken, or when the message turned out to be broken; see takeFault().
    ByteView inflate(ByteView &input);
    /// The message's last octet was given.
    void end();
    /// The open message will never end: the stream did, or another message began.
    void abandon() noexcept;
    /// What became wrong with the message, once.
    std::optional<FindingId> takeFault() noexcept;
    /// How many inflated octets lie before the message's first reference beyond the agreed window (RFC 7692 §7.1.2),
    /// once: when inflate() gave the octet it stands for, or stopped at it as a bad one. Inflating goes on all the same:
    /// what the sender meant can be told.
    std::optional<std::uint64_t> takeWindowFault() noexcept;

    /// Of the message that began last.
    State state() const noexcept { return m_state; }
    std::uint64_t wire() const noexcept { return m_wire; } ///< compressed octets
    std::uint64_t size() const noexcept;                   ///< inflated octets
    /// What came before is not known: messages that may refer to it cannot be inflated.
    void loseContext() noexcept { m_contextLost = true; }
    /// Whether a message that begins now may refer to earlier ones.
    bool hasContext() const noexcept { return m_side.contextTakeover && m_state != State::None; }
    /// Compressed messages can no longer be inflated in this direction.
    bool contextLost() const noexcept { return m_contextLost; }

private:
    void noteFault() noexcept;

    std::optional<Inflater> m_inflater;
    std::optional<WindowChecker> m_window; ///< not for the largest window: there is no distance beyond it
    std::vector<std::uint8_t> m_slice;
    InflateLimits m_limits;
    std::optional<FindingId> m_fault;
    std::optional<std::uint64_t> m_windowFault; ///< seen in what was taken, not told yet
    std::uint64_t m_wire = 0;
    DeflateSide m_side;
    State m_state = State::None;
    bool m_contextLost = false;
};

} // namespace framescope::ws
