#pragma once

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/ws/frameheader.h"

namespace framescope::ws
{

/// Cuts a stream of octets into frames, whatever the pieces it arrives in (RFC 6455 §5.2). Shape only: it judges no
/// rule except the one without which there is no boundary (top bit of a 64-bit length). Holds at most 14 octets.
class FrameParser
{
public:
    enum class Status : std::uint8_t {
        NeedMore, ///< the input ended inside a header (or before one)
        Header,   ///< header() is set; take the payload next, until payloadRemaining() is 0
        Lost,     ///< a 64-bit length has its top bit set: no boundary can be known; header() is that header
    };

    /// `start` is the stream offset of the first octet that will be given.
    explicit FrameParser(StreamOffset start = StreamOffset(0)) noexcept : m_next(start) {}

    /// Takes header octets from the front of `input`. Call only when payloadRemaining() is 0. Once Lost it stays so
    /// and takes nothing more.
    Status readHeader(ByteView &input) noexcept;
    /// Takes as much of the current frame's payload as `input` has, as a view into it.
    ByteView takePayload(ByteView &input) noexcept;

    /// Whole frames of so many octets were taken by somebody else. Call only between frames.
    void pass(std::uint64_t octets) noexcept { m_next = m_next + octets; }

    const FrameHeader &header() const noexcept { return m_header; }
    std::uint64_t payloadRemaining() const noexcept { return m_remaining; }
    /// Offset of the current frame's first header octet.
    StreamOffset frameOffset() const noexcept { return m_frame; }
    /// Offset of the next octet expected.
    StreamOffset position() const noexcept { return m_next; }
    /// Octets of an unfinished header held back, and those octets.
    ByteView partialHeader() const noexcept { return {m_partial, m_partialSize}; }

private:
    Status headerDone() noexcept;

    FrameHeader m_header;
    StreamOffset m_frame;
    StreamOffset m_next;
    std::uint64_t m_remaining = 0;
    std::uint8_t m_partial[FrameHeader::maxSize] = {};
    std::uint8_t m_partialSize = 0;
    bool m_lost = false;
};

} // namespace framescope::ws
