#pragma once

#include "core/base/bytes.h"

#include <QString>

#include <array>
#include <optional>

namespace framescope::capture
{

/// One end of a TCP connection in a capture file; IPv4 addresses are mapped (::ffff:a.b.c.d).
struct TcpEnd {
    std::array<std::uint8_t, 16> address{};
    std::uint16_t port = 0;

    auto operator<=>(const TcpEnd &) const = default;
    QString addressText() const;
};

/// What a recorded packet says, if it is TCP.
struct TcpPacket {
    TcpEnd source, destination;
    std::uint32_t sequence = 0;
    std::uint8_t flags = 0;
    std::size_t payloadOffset = 0; ///< in the packet's data
    ByteView payload;              ///< what was recorded of it
};

/// Whether packets of this pcap link type can be read.
bool isSupportedLinkType(std::uint32_t linkType) noexcept;
/// "LINKTYPE_ETHERNET (1)"; the number alone when the type has no name here.
QString linkTypeName(std::uint32_t linkType);

/// Link layer, IPv4 or IPv6, TCP. Nothing for packets that are something else, broken, or later IP fragments.
std::optional<TcpPacket> decodeTcpPacket(std::uint32_t linkType, ByteView data);

/// decodeTcpPacket() for the packets of a file one after the other. Most have the same two ends as one shortly before:
/// those of the last two pairs (one connection's two directions) are not read again.
class TcpDecoder
{
public:
    /// Nothing as for decodeTcpPacket(). Lifetime: until the next call.
    const TcpPacket *decode(std::uint32_t linkType, ByteView data);
    /// Where the ends of the last packet are remembered, below places; `sameEnds` says whether the packet decoded
    /// there before had the same.
    std::size_t place() const noexcept { return m_place; }
    bool sameEnds() const noexcept { return m_sameEnds; }
    static constexpr std::size_t places = 2;

private:
    /// Addresses and ports as they stand in a packet; no addresses (a version of 0) are those of no packet.
    struct Ends {
        std::uint64_t addresses[4] = {0, 0, 0, 0};
        std::uint32_t ports = 0;
        std::uint32_t version = 0; ///< of IP

        bool operator==(const Ends &other) const noexcept
        {
            std::uint64_t differ = (ports ^ other.ports) | (version ^ other.version);
            for (std::size_t i = 0; i < 4; ++i)
                differ |= addresses[i] ^ other.addresses[i];
            return differ == 0;
        }
    };
    struct Known {
        Ends ends;
        TcpPacket packet;
    };
    static Ends endsOf(const std::uint8_t *ip, std::size_t left) noexcept;

    Known m_known[places];
    std::size_t m_place = 0;
    bool m_sameEnds = false;
};

} // namespace framescope::capture
