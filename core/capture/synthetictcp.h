#pragma once

#include "core/base/ids.h"
#include "core/ws/role.h"

#include <cstdint>

namespace framescope::capture
{

/// TCP header flags (RFC 9293 §3.1).
namespace tcpflag
{
inline constexpr std::uint8_t fin = 0x01;
inline constexpr std::uint8_t syn = 0x02;
inline constexpr std::uint8_t rst = 0x04;
inline constexpr std::uint8_t psh = 0x08;
inline constexpr std::uint8_t ack = 0x10;
} // namespace tcpflag

/// What a packet of the capture file says in its IPv4 and TCP headers.
struct TcpHeader {
    std::uint32_t source = 0, destination = 0; ///< IPv4 addresses
    std::uint16_t sourcePort = 0, destinationPort = 0;
    std::uint32_t sequence = 0, acknowledgement = 0;
    std::uint8_t flags = 0;

    /// A SYN carries the window scale option, so that readers do not report full windows.
    std::size_t size() const noexcept { return (flags & tcpflag::syn) != 0 ? 24 : 20; }
};

/// Makes the headers of one connection's packets: a client address of its own for each connection, port 80 at the
/// server (Wireshark takes other dissectors for other ports), sequence numbers that count every octet.
class SyntheticTcp
{
public:
    SyntheticTcp(ConnectionId id, ws::Role ourRole) noexcept;

    /// The same connection at another place of its streams: these are the sequence numbers of its SYNs, by direction.
    SyntheticTcp(ConnectionId id, ws::Role ourRole, std::uint32_t out, std::uint32_t in) noexcept;

    /// The header of the next packet of this direction; its payload, SYN and FIN are counted.
    TcpHeader next(Direction direction, std::uint8_t flags, std::size_t payloadSize) noexcept;

    /// Of the next octet.
    std::uint32_t sequence(Direction direction) const noexcept
    {
        return m_sequence[static_cast<std::size_t>(direction)];
    }

private:
    std::uint32_t m_clientAddress;
    std::uint16_t m_clientPort;
    Direction m_fromClient;
    std::uint32_t m_sequence[2] = {0, 0}; ///< by direction; the SYN is octet 0
};

} // namespace framescope::capture
