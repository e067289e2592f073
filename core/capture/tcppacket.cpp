#include "core/capture/tcppacket.h"

#include <QHostAddress>
#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace framescope::capture
{

namespace
{
// Numbers from the list of link-layer header types of tcpdump.org.
constexpr std::uint32_t linkNull = 0;
constexpr std::uint32_t linkEthernet = 1;
constexpr std::uint32_t linkRaw = 101;
constexpr std::uint32_t linkLoop = 108;
constexpr std::uint32_t linkCooked = 113;
constexpr std::uint32_t linkIpv4 = 228;
constexpr std::uint32_t linkIpv6 = 229;
constexpr std::uint32_t linkCooked2 = 276;

struct LinkName {
    std::uint32_t type;
    const char *name;
    bool supported;
};
constexpr LinkName linkNames[] = {
    {linkNull, "LINKTYPE_NULL", true},
    {linkEthernet, "LINKTYPE_ETHERNET", true},
    {linkRaw, "LINKTYPE_RAW", true},
    {linkLoop, "LINKTYPE_LOOP", true},
    {linkCooked, "LINKTYPE_LINUX_SLL", true},
    {linkIpv4, "LINKTYPE_IPV4", true},
    {linkIpv6, "LINKTYPE_IPV6", true},
    {linkCooked2, "LINKTYPE_LINUX_SLL2", true},
    {9, "LINKTYPE_PPP", false},
    {105, "LINKTYPE_IEEE802_11", false},
    {127, "LINKTYPE_IEEE802_11_RADIOTAP", false},
    {189, "LINKTYPE_USB_LINUX", false},
    {220, "LINKTYPE_USB_LINUX_MMAPPED", false},
    {239, "LINKTYPE_NFLOG", false},
    {252, "LINKTYPE_WIRESHARK_UPPER_PDU", false},
};

constexpr std::uint8_t protocolTcp = 6;
constexpr std::size_t notIp = static_cast<std::size_t>(-1);
constexpr std::size_t ipv4Size = 20; ///< header without options
constexpr std::size_t ipv6Size = 40;

std::uint16_t big16(const std::uint8_t *at) noexcept { return qFromBigEndian<quint16>(at); }

/// Octets of header and payload as declared; 0: left to the network card, take what is there.
std::size_t totalOfIpv6(const std::uint8_t *ip) noexcept { return big16(ip + 4) == 0 ? 0 : ipv6Size + big16(ip + 4); }

// Octets of link-layer header before the IP header.
std::size_t linkSize(std::uint32_t linkType, ByteView data) noexcept
{
    switch (linkType) {
    case linkRaw:
    case linkIpv4:
    case linkIpv6:
        return 0;
    case linkNull:
    case linkLoop:
        return 4; // the address family differs between systems; the IP version octet decides
    case linkCooked:
        return 16;
    case linkCooked2:
        return 20;
    case linkEthernet: {
        std::size_t type = 12;
        // IEEE 802.1Q and 802.1ad: each tag is four octets before the type.
        while (data.size() >= type + 2 && (big16(&data[type]) == 0x8100 || big16(&data[type]) == 0x88A8))
            type += 4;
        if (data.size() < type + 2 || (big16(&data[type]) != 0x0800 && big16(&data[type]) != 0x86DD))
            return notIp;
        return type + 2;
    }
    default:
        return notIp;
    }
}

void mapIpv4(TcpEnd &end, const std::uint8_t *address) noexcept
{
    end.address[10] = 0xFF;
    end.address[11] = 0xFF;
    std::memcpy(&end.address[12], address, 4);
}

/// All of a TCP segment but its ports. `left` octets are there from the IP header on, of which `ipTotal` are the
/// packet's by its header (0: not known). False: it is cut or broken.
bool takeSegment(const std::uint8_t *ip, std::size_t left, std::size_t ipSize, std::size_t ipTotal, std::size_t link,
                 TcpPacket &packet) noexcept
{
    if (left < ipSize + 20)
        return false;
    const std::uint8_t *const tcp = ip + ipSize;
    const std::size_t tcpSize = (tcp[12] >> 4) * 4u;
    if (tcpSize < 20 || left < ipSize + tcpSize)
        return false;
    packet.sequence = qFromBigEndian<quint32>(tcp + 4);
    packet.flags = tcp[13];
    packet.payloadOffset = link + ipSize + tcpSize;
    packet.payload = {};
    // Ethernet pads short frames, so the IP length decides where it is known.
    std::size_t end = left;
    if (ipTotal != 0 && ipTotal < left)
        end = ipTotal;
    if (end > ipSize + tcpSize)
        packet.payload = {ip + ipSize + tcpSize, end - ipSize - tcpSize};
    return true;
}
} // namespace

QString TcpEnd::addressText() const
{
    const QHostAddress host(address.data());
    bool ipv4 = false;
    const quint32 number = host.toIPv4Address(&ipv4);
    return ipv4 ? QHostAddress(number).toString() : host.toString();
}

bool isSupportedLinkType(std::uint32_t linkType) noexcept
{
    return std::any_of(std::begin(linkNames), std::end(linkNames),
                       [&](const LinkName &link) { return link.type == linkType && link.supported; });
}

QString linkTypeName(std::uint32_t linkType)
{
    for (const LinkName &link : linkNames) {
        if (link.type == linkType)
            return u"%1 (%2)"_qs.arg(QLatin1String(link.name)).arg(linkType);
    }
    return u"link type %1"_qs.arg(linkType);
}

std::optional<TcpPacket> decodeTcpPacket(std::uint32_t linkType, ByteView data)
{
    const std::size_t link = linkSize(linkType, data);
    if (link == notIp || data.size() < link + 20)
        return std::nullopt;
    const std::uint8_t *const ip = data.data() + link;
    const std::size_t left = data.size() - link;
    TcpPacket packet;
    std::size_t ipSize = 0;  // header
    std::size_t ipTotal = 0; // header and payload as declared; 0: left to the network card, take what is there
    if ((ip[0] >> 4) == 4) {
        // RFC 791 §3.1
        ipSize = (ip[0] & 0xFu) * 4u;
        ipTotal = big16(ip + 2);
        if (ipSize < 20 || ip[9] != protocolTcp || (big16(ip + 6) & 0x1FFF) != 0)
            return std::nullopt;
        mapIpv4(packet.source, ip + 12);
        mapIpv4(packet.destination, ip + 16);
    } else if ((ip[0] >> 4) == 6 && left >= 40) {
        // RFC 8200 §3, §4: hop-by-hop, routing and destination options may stand before TCP.
        std::uint8_t nextHeader = ip[6];
        ipSize = ipv6Size;
        ipTotal = totalOfIpv6(ip);
        while ((nextHeader == 0 || nextHeader == 43 || nextHeader == 60) && left >= ipSize + 8) {
            nextHeader = ip[ipSize];
            ipSize += 8u + ip[ipSize + 1] * 8u;
        }
        if (nextHeader != protocolTcp)
            return std::nullopt;
        std::memcpy(packet.source.address.data(), ip + 8, 16);
        std::memcpy(packet.destination.address.data(), ip + 24, 16);
    } else {
        return std::nullopt;
    }
    if (!takeSegment(ip, left, ipSize, ipTotal, link, packet))
        return std::nullopt;
    const std::uint8_t *const tcp = ip + ipSize;
    packet.source.port = big16(tcp);
    packet.destination.port = big16(tcp + 2);
    return packet;
}

/// Of a packet whose TCP header stands behind an IP header without options.
TcpDecoder::Ends TcpDecoder::endsOf(const std::uint8_t *ip, std::size_t left) noexcept
{
    Ends ends;
    if (ip[0] == 0x45 && ip[9] == protocolTcp && (big16(ip + 6) & 0x1FFF) == 0 && left >= ipv4Size + 20) {
        ends.version = 4;
        std::memcpy(&ends.addresses[0], ip + 12, 8);
        std::memcpy(&ends.ports, ip + ipv4Size, 4);
    } else if ((ip[0] >> 4) == 6 && left >= ipv6Size + 20 && ip[6] == protocolTcp) {
        ends.version = 6;
        std::memcpy(ends.addresses, ip + 8, 32);
        std::memcpy(&ends.ports, ip + ipv6Size, 4);
    }
    return ends;
}

const TcpPacket *TcpDecoder::decode(std::uint32_t linkType, ByteView data)
{
    const std::size_t link = linkSize(linkType, data);
    if (link == notIp || data.size() < link + ipv4Size)
        return nullptr;
    const std::uint8_t *const ip = data.data() + link;
    const std::size_t left = data.size() - link;
    const Ends ends = endsOf(ip, left);
    for (std::size_t i = 0; ends.version != 0 && i < places; ++i) {
        Known &known = m_known[i];
        if (known.ends != ends)
            continue;
        const bool four = ends.version == 4;
        const std::size_t total = four ? big16(ip + 2) : totalOfIpv6(ip);
        if (!takeSegment(ip, left, four ? ipv4Size : ipv6Size, total, link, known.packet))
            return nullptr;
        m_place = i;
        m_sameEnds = true;
        return &known.packet;
    }
    const std::optional<TcpPacket> packet = decodeTcpPacket(linkType, data);
    if (!packet)
        return nullptr;
    m_place = (m_place + 1) % places;
    m_sameEnds = false;
    m_known[m_place] = {ends, *packet};
    return &m_known[m_place].packet;
}

} // namespace framescope::capture
