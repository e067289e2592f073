#include "core/capture/synthetictcp.h"

namespace framescope::capture
{

namespace
{
constexpr std::uint32_t serverAddress = 0xC0000201; // 192.0.2.1, for documentation (RFC 5737): no real host
constexpr std::uint16_t serverPort = 80;
constexpr std::uint32_t clientNetwork = 0x0A000000; // 10.0.0.0/8 has room for 2^24 connections a port
constexpr std::uint16_t firstClientPort = 49152;
} // namespace

SyntheticTcp::SyntheticTcp(ConnectionId id, ws::Role ourRole) noexcept
    : m_clientAddress(clientNetwork | ((id.value() + 1) & 0xFFFFFF))
    , m_clientPort(static_cast<std::uint16_t>(firstClientPort + ((id.value() + 1) >> 24)))
    , m_fromClient(ourRole == ws::Role::Client ? Direction::Out : Direction::In)
{
}

SyntheticTcp::SyntheticTcp(ConnectionId id, ws::Role ourRole, std::uint32_t out, std::uint32_t in) noexcept
    : SyntheticTcp(id, ourRole)
{
    m_sequence[static_cast<std::size_t>(Direction::Out)] = out;
    m_sequence[static_cast<std::size_t>(Direction::In)] = in;
}

TcpHeader SyntheticTcp::next(Direction direction, std::uint8_t flags, std::size_t payloadSize) noexcept
{
    TcpHeader header;
    const bool fromClient = direction == m_fromClient;
    header.source = fromClient ? m_clientAddress : serverAddress;
    header.destination = fromClient ? serverAddress : m_clientAddress;
    header.sourcePort = fromClient ? m_clientPort : serverPort;
    header.destinationPort = fromClient ? serverPort : m_clientPort;
    std::uint32_t &own = m_sequence[static_cast<std::size_t>(direction)];
    header.sequence = own;
    header.acknowledgement =
        (flags & tcpflag::ack) != 0 ? m_sequence[static_cast<std::size_t>(opposite(direction))] : 0;
    header.flags = flags;
    own += static_cast<std::uint32_t>(payloadSize);
    if ((flags & (tcpflag::syn | tcpflag::fin)) != 0)
        ++own;
    return header;
}

} // namespace framescope::capture
