#include "core/net/framewatch.h"

#include "core/ws/closecode.h"
#include "core/ws/mask.h"

#include <algorithm>

namespace framescope::net
{

bool ArrivalWatch::insideFrame() const noexcept
{
    return m_parser.payloadRemaining() > 0 || !m_parser.partialHeader().empty();
}

std::uint64_t ArrivalWatch::present() const noexcept
{
    const ByteView partial = m_parser.partialHeader();
    return partial.empty() ? m_parser.header().size() + payloadPresent() : partial.size();
}

std::uint64_t ArrivalWatch::needed() const noexcept
{
    const ByteView partial = m_parser.partialHeader();
    if (!partial.empty())
        return partial.size() < 2 ? 2 : ws::FrameHeader::sizeFor(partial[1]);
    const std::uint64_t header = m_parser.header().size();
    const std::uint64_t most = ~std::uint64_t(0) - header;
    return header + std::min(m_parser.header().declared, most);
}

std::uint64_t ArrivalWatch::payloadPresent() const noexcept
{
    return m_parser.payloadRemaining() > 0 ? m_parser.header().declared - m_parser.payloadRemaining() : 0;
}

std::uint64_t ArrivalWatch::payloadDeclared() const noexcept
{
    return m_parser.payloadRemaining() > 0 ? m_parser.header().declared : 0;
}

void SentWatch::feed(ByteView octets, Timestamp time)
{
    while (!octets.empty() && !m_lost) {
        if (m_parser.payloadRemaining() == 0) {
            const auto status = m_parser.readHeader(octets);
            m_lost = status == ws::FrameParser::Status::Lost;
            if (status != ws::FrameParser::Status::Header)
                return;
            if (m_parser.header().rsv1() && !ws::isControl(m_parser.header().opcode()))
                ++m_compressedFrames;
            m_control.clear();
            if (m_parser.payloadRemaining() > 0)
                continue;
        } else {
            const ByteView part = m_parser.takePayload(octets);
            const std::size_t room = 125 - static_cast<std::size_t>(m_control.size());
            if (ws::isControl(m_parser.header().opcode()))
                m_control.append(qbyteView(part.first(std::min(room, part.size()))));
        }
        if (m_parser.payloadRemaining() == 0)
            endControl(time);
    }
}

void SentWatch::endControl(Timestamp time)
{
    const ws::FrameHeader &header = m_parser.header();
    if (!ws::isControl(header.opcode()))
        return;
    if (header.masked()) {
        ws::maskInPlace(
            {reinterpret_cast<std::uint8_t *>(m_control.data()), static_cast<std::size_t>(m_control.size())},
            header.key, 0);
    }
    if (header.opcode() == ws::Opcode::Ping) {
        if (m_pings.size() == maxPings)
            m_pings.pop_front();
        m_pings.push_back({m_control, time});
    } else if (header.opcode() == ws::Opcode::Close && !m_closeCode) {
        m_closeCode = ws::closeCodeOf(byteView(m_control));
    }
}

std::optional<std::int64_t> SentWatch::roundTrip(const QByteArray &pongPayload, Timestamp time)
{
    for (std::size_t i = m_pings.size(); i-- > 0;) {
        if (m_pings[i].payload != pongPayload)
            continue;
        const std::int64_t nanoseconds = time.value() - m_pings[i].sent.value();
        m_pings.erase(m_pings.begin(), m_pings.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        return nanoseconds;
    }
    return std::nullopt;
}

} // namespace framescope::net
