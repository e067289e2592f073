#pragma once

#include "core/base/bytes.h"
#include "core/ws/agreement.h"

#include <cstdint>
#include <memory>
#include <span>

struct z_stream_s;

namespace framescope::ws
{

/// When inflating one message stops, although its data is fine (RFC 6455 §10.4).
struct InflateLimits {
    std::uint64_t maxMessage = 256u << 20; ///< inflated octets of a message
    std::uint32_t maxRatio = 1000;         ///< inflated octets for each compressed one; 0: any

    /// A message that inflates to no more than this is never stopped by its ratio.
    static constexpr std::uint64_t ratioFloor = 1u << 20;
    /// The ratio is looked at after each so many compressed octets, so that it does not depend on how they arrive.
    static constexpr std::uint64_t ratioStep = 1024;

    bool operator==(const InflateLimits &) const = default;
};

/// Inflates what one end sends under permessage-deflate, message after message, slice by slice (RFC 7692 §7.2.2).
/// Whatever pieces the octets come in, slices, sizes and faults are those of the whole. Allocates once, about 50 KiB.
class Inflater
{
public:
    enum class Fault : std::uint8_t {
        None,
        Data,      ///< not DEFLATE
        Context,   ///< a back-reference before the message, and each message was to stand alone (§7.1.1)
        Truncated, ///< the message ended inside a block, or without the empty block that must end it
        Limit,     ///< the size or ratio limit: more would come
    };

    explicit Inflater(DeflateSide side);
    ~Inflater();
    Inflater(Inflater &&) noexcept;
    Inflater &operator=(Inflater &&) noexcept;

    /// The next message begins; without context takeover, or after a fault that lost the context, with nothing before
    /// it to refer to.
    void begin(const InflateLimits &limits);
    /// Forgets all messages so far; the next one may refer to `context` (of which the last 32 KiB count).
    void setContext(ByteView context);
    /// Takes compressed octets from the front of `input` and gives what they inflate to, a view into `slice`. Empty
    /// when all input was taken, or after a fault: then what remains of `input` is not part of anything.
    ByteView inflate(ByteView &input, std::span<std::uint8_t> slice);
    /// The message's last octet was given, and all slices taken. Returns fault().
    Fault finish();

    /// Why the message cannot be inflated further. What was given before stands.
    Fault fault() const noexcept { return m_fault; }
    /// Compressed octets of the message taken, and octets they gave.
    std::uint64_t wire() const noexcept { return m_wire; }
    std::uint64_t size() const noexcept { return m_size; }
    /// After the fault of a message: whether the next one has lost what it may refer to. Never without context
    /// takeover; a message that only lacks its last empty block loses nothing.
    bool contextLost() const noexcept;

private:
    struct End {
        void operator()(z_stream_s *stream) const noexcept;
    };
    void run(ByteView &input, std::span<std::uint8_t> room);
    bool ratioExceeded() const noexcept;

    std::unique_ptr<z_stream_s, End> m_stream;
    InflateLimits m_limits;
    std::uint64_t m_wire = 0;
    std::uint64_t m_size = 0;
    DeflateSide m_side;
    Fault m_fault = Fault::None;
    bool m_full = false;   ///< the last slice was filled: more may come without input
    bool m_between = true; ///< between two blocks, on an octet's border
    bool m_ended = false;  ///< finish() was called
};

} // namespace framescope::ws
