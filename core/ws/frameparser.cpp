#include "core/ws/frameparser.h"

#include <algorithm>

namespace framescope::ws
{

FrameParser::Status FrameParser::readHeader(ByteView &input) noexcept
{
    if (m_lost)
        return Status::Lost;
    if (input.empty())
        return Status::NeedMore;

    if (m_partialSize == 0) {
        m_frame = m_next;
        // The usual case: the whole header lies in the input.
        if (input.size() >= 2) {
            const std::size_t size = FrameHeader::sizeFor(input[1]);
            if (input.size() >= size) {
                m_header = decodeHeader(input.data());
                input = input.subspan(size);
                m_next = m_next + size;
                return headerDone();
            }
        }
    }
    // Two octets tell how many there are in all.
    while (m_partialSize < 2 || m_partialSize < FrameHeader::sizeFor(m_partial[1])) {
        if (input.empty())
            return Status::NeedMore;
        const std::size_t wanted = m_partialSize < 2 ? 1 : FrameHeader::sizeFor(m_partial[1]) - m_partialSize;
        const std::size_t size = std::min(wanted, input.size());
        std::copy_n(input.data(), size, m_partial + m_partialSize);
        m_partialSize = static_cast<std::uint8_t>(m_partialSize + size);
        m_next = m_next + size;
        input = input.subspan(size);
    }
    m_header = decodeHeader(m_partial);
    m_partialSize = 0;
    return headerDone();
}

FrameParser::Status FrameParser::headerDone() noexcept
{
    // RFC 6455 §5.2: a 64-bit length whose "most significant bit MUST be 0"; with it set there is no length to trust.
    if (m_header.declared >> 63 != 0) {
        m_lost = true;
        m_remaining = 0;
        return Status::Lost;
    }
    m_remaining = m_header.declared;
    return Status::Header;
}

ByteView FrameParser::takePayload(ByteView &input) noexcept
{
    const std::size_t size = m_remaining < input.size() ? static_cast<std::size_t>(m_remaining) : input.size();
    const ByteView taken = input.first(size);
    input = input.subspan(size);
    m_remaining -= size;
    m_next = m_next + size;
    return taken;
}

} // namespace framescope::ws
