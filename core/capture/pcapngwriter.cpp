#include "core/capture/pcapngwriter.h"

#include "core/capture/checksum.h"

#include <QtEndian>

#include <cstring>
#include <string_view>

namespace framescope::capture
{

namespace
{
constexpr std::size_t ipHeaderSize = 20;
constexpr std::size_t packetHeaderSize = 28;
constexpr std::size_t flagsOptionSize = 8;
constexpr std::size_t endOfOptionsSize = 4;
constexpr std::size_t trailerSize = 4;

constexpr std::string_view application = "Framescope " FRAMESCOPE_VERSION;
constexpr std::string_view fileComment =
    "Recorded by Framescope. IP and TCP headers are synthetic; true addresses are in the comment of each connection's "
    "first packet. What wss: connections carried is stored without its encryption.";

constexpr std::size_t padded(std::size_t size) noexcept { return (size + 3) & ~std::size_t(3); }

/// Writes little-endian numbers one after the other.
class Out
{
public:
    explicit Out(std::uint8_t *at) noexcept : m_at(at) {}
    Out &u16(std::size_t value) noexcept { return put(qToLittleEndian(static_cast<quint16>(value))); }
    Out &u32(std::uint64_t value) noexcept { return put(qToLittleEndian(static_cast<quint32>(value))); }
    /// An option's code, length and value, padded.
    Out &option(std::size_t code, ByteView value) noexcept
    {
        u16(code).u16(value.size());
        return bytes(value);
    }
    /// Octets, then zeros up to a multiple of four.
    Out &bytes(ByteView value) noexcept
    {
        if (!value.empty())
            std::memcpy(m_at, value.data(), value.size());
        m_at += value.size();
        return zeros(padded(value.size()) - value.size());
    }
    Out &zeros(std::size_t count) noexcept
    {
        std::memset(m_at, 0, count);
        m_at += count;
        return *this;
    }

private:
    template <typename T> Out &put(T value) noexcept
    {
        std::memcpy(m_at, &value, sizeof value);
        m_at += sizeof value;
        return *this;
    }
    std::uint8_t *m_at;
};

ByteView text(std::string_view s) noexcept { return {reinterpret_cast<const std::uint8_t *>(s.data()), s.size()}; }

void putBig16(std::uint8_t *at, std::size_t value) noexcept { qToBigEndian(static_cast<quint16>(value), at); }

void putBig32(std::uint8_t *at, std::uint32_t value) noexcept { qToBigEndian(quint32(value), at); }

// RFC 791 §3.1 and RFC 9293 §3.1, with the checksums of both.
void putHeaders(std::uint8_t *ip, const TcpHeader &header, ByteView payload) noexcept
{
    const std::size_t tcpSize = header.size();
    const std::size_t total = ipHeaderSize + tcpSize + payload.size();
    std::memset(ip, 0, ipHeaderSize + tcpSize);
    ip[0] = 0x45;
    putBig16(ip + 2, total);
    putBig16(ip + 6, 0x4000); // don't fragment
    ip[8] = 64;               // time to live
    ip[9] = 6;                // TCP
    putBig32(ip + 12, header.source);
    putBig32(ip + 16, header.destination);
    Checksum ipSum;
    ipSum.add({ip, ipHeaderSize});
    const std::uint16_t ipValue = ipSum.value();
    std::memcpy(ip + 10, &ipValue, 2);

    std::uint8_t *const tcp = ip + ipHeaderSize;
    putBig16(tcp, header.sourcePort);
    putBig16(tcp + 2, header.destinationPort);
    putBig32(tcp + 4, header.sequence);
    putBig32(tcp + 8, header.acknowledgement);
    tcp[12] = static_cast<std::uint8_t>((tcpSize / 4) << 4);
    tcp[13] = header.flags;
    putBig16(tcp + 14, 0xFFFF);
    if (tcpSize > 20) {
        // RFC 7323 §2.2: no-operation, then kind 3, length 3, shift 14: a window of 1 GiB.
        const std::uint8_t windowScale[4] = {1, 3, 3, 14};
        std::memcpy(tcp + 20, windowScale, sizeof windowScale);
    }
    std::uint8_t pseudo[4] = {0, 6, 0, 0};
    putBig16(pseudo + 2, tcpSize + payload.size());
    Checksum tcpSum;
    tcpSum.add({ip + 12, 8});
    tcpSum.add(pseudo);
    tcpSum.add({tcp, tcpSize});
    tcpSum.add(payload);
    const std::uint16_t tcpValue = tcpSum.value();
    std::memcpy(tcp + 16, &tcpValue, 2);
}
} // namespace

std::uint8_t *PcapngWriter::extend(std::size_t size)
{
    const std::size_t at = m_size;
    m_size += size;
    // Room is kept between writes; it grows in steps so that small packets do not move it each time.
    if (m_size > m_buffer.size())
        m_buffer.resize(std::max(m_size, 2 * m_buffer.size()));
    return m_buffer.data() + at;
}

void PcapngWriter::begin()
{
    const std::size_t sectionSize =
        24 + 4 + padded(fileComment.size()) + 4 + padded(application.size()) + endOfOptionsSize + trailerSize;
    Out(extend(sectionSize))
        .u32(0x0A0D0D0A)
        .u32(sectionSize)
        .u32(0x1A2B3C4D)
        .u16(1)
        .u16(0)
        .u32(0xFFFFFFFF) // section length: not known
        .u32(0xFFFFFFFF)
        .option(1, text(fileComment)) // opt_comment
        .option(4, text(application)) // shb_userappl
        .u32(0)
        .u32(sectionSize);
    constexpr std::size_t interfaceSize = 16 + 8 + endOfOptionsSize + trailerSize;
    const std::uint8_t nanoseconds[1] = {9};
    Out(extend(interfaceSize))
        .u32(1)
        .u32(interfaceSize)
        .u16(101) // LINKTYPE_RAW
        .u16(0)
        .u32(0)                 // no limit to a packet's size
        .option(9, nanoseconds) // if_tsresol
        .u32(0)
        .u32(interfaceSize);
}

PacketPlace PcapngWriter::packet(Timestamp time, Direction direction, const TcpHeader &header, ByteView payload,
                                 QByteArrayView comment, Payload how)
{
    if (comment.size() > qsizetype(maxComment))
        comment = {};
    const auto commentSize = static_cast<std::size_t>(comment.size());
    const std::size_t headers = ipHeaderSize + header.size();
    const std::size_t captured = headers + payload.size();
    const std::size_t total = packetHeaderSize + padded(captured) + (commentSize > 0 ? 4 + padded(commentSize) : 0) +
                              flagsOptionSize + endOfOptionsSize + trailerSize;
    const std::uint64_t start = m_fileOffset + size();
    const std::size_t before = m_size;
    const std::size_t borrowed = how == Payload::Borrowed ? payload.size() : 0;
    std::uint8_t *const block = extend(total - borrowed);
    const auto ns = static_cast<std::uint64_t>(time.value());
    Out(block).u32(6).u32(total).u32(0).u32(ns >> 32).u32(ns).u32(captured).u32(captured);
    putHeaders(block + packetHeaderSize, header, payload);
    Out rest(block + packetHeaderSize + headers);
    // The headers' size is a multiple of four, so the padding after the payload is the packet's.
    if (borrowed > 0) {
        m_borrowed.push_back({before + packetHeaderSize + headers, payload});
        m_borrowedSize += borrowed;
        rest.zeros(padded(borrowed) - borrowed);
    } else {
        rest.bytes(payload);
    }
    if (commentSize > 0)
        rest.option(1, byteView(comment));
    rest.u16(2).u16(4).u32(direction == Direction::In ? 1 : 2); // epb_flags
    rest.u32(0).u32(total);
    return {FileOffset(start), FileOffset(start + packetHeaderSize + headers)};
}

void PcapngWriter::collect(std::vector<ByteView> &pieces) const
{
    std::size_t done = 0;
    for (const Borrowed &borrowed : m_borrowed) {
        pieces.push_back(ByteView(m_buffer).subspan(done, borrowed.at - done));
        pieces.push_back(borrowed.payload);
        done = borrowed.at;
    }
    if (done < m_size)
        pieces.push_back(ByteView(m_buffer).subspan(done, m_size - done));
}

const std::vector<ByteView> &PcapngWriter::pieces()
{
    m_pieces.clear();
    collect(m_pieces);
    return m_pieces;
}

QByteArray PcapngWriter::bytes() const
{
    std::vector<ByteView> pieces;
    collect(pieces);
    QByteArray all;
    for (const ByteView piece : pieces)
        all.append(qbyteView(piece));
    return all;
}

void PcapngWriter::written() noexcept
{
    m_fileOffset += size();
    m_size = 0;
    m_borrowedSize = 0;
    m_borrowed.clear();
}

} // namespace framescope::capture
