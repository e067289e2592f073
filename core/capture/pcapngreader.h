#pragma once

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"

#include <QFile>
#include <QtEndian>

#include <vector>

namespace framescope::capture
{

/// One packet of a capture file. Views are valid until the reader's next step.
struct Packet {
    Timestamp time;
    std::uint32_t linkType = 0;
    std::uint32_t originalSize = 0; ///< octets on the wire; more than data has when it was recorded in part
    ByteView data;
    QByteArrayView comment; ///< the first, or empty
    ByteView options;       ///< of the block, as they stand there
    FileOffset block;       ///< of the packet's block
    FileOffset dataOffset;  ///< of data's first octet
};

/// Walks the blocks of a pcapng file, of either byte order and any number of sections. Believes no length: memory is
/// one window and a packet block of at most maxBlock octets.
class PcapngReader
{
public:
    enum class Step : std::uint8_t {
        Packet, ///< packet() is set
        End,    ///< the file's end; cutOctets() says whether it ends inside a block
        Failed, ///< error() names what is wrong and where; position() is where the good part ends
    };
    static constexpr std::uint32_t maxBlock = 16u << 20;

    /// The file is open for reading, unbuffered. `start`: what offsets of packets begin with, where the file is a later
    /// part of a capture. Lifetime: it outlives the reader.
    explicit PcapngReader(QFile &file, std::uint64_t start = 0);

    Step next();
    /// Reads to the first interface description, for a look at the file; as next() when there is something else.
    /// Link types seen so far are in linkTypes().
    Step peekInterfaces();

    /// After End: what is written to the file from now on will be read, from the last whole block on.
    void resume() noexcept;

    const Packet &packet() const noexcept { return m_packet; }
    /// All comments of the packet, in order.
    std::vector<QByteArrayView> comments() const;
    const QString &error() const noexcept { return m_error; }
    /// File offset of the next block.
    std::uint64_t position() const noexcept { return m_windowOffset + m_at; }
    /// Octets at the end that are no whole block.
    std::uint64_t cutOctets() const noexcept { return m_cut; }
    std::vector<std::uint32_t> linkTypes() const;

private:
    struct Interface {
        std::uint32_t linkType = 0;
        std::uint8_t resolution = 6;
        std::int64_t offsetSeconds = 0;
    };
    enum class Have : std::uint8_t { Yes, No, Broken };

    Have have(std::size_t size);
    Step skip(std::uint32_t size);
    Step fail(const QString &what);
    Step cut();
    Step step(bool stopAtInterface);
    bool takeSection(const std::uint8_t *block, std::uint32_t size);
    bool takeInterface(const std::uint8_t *block, std::uint32_t size);
    bool takePacket(const std::uint8_t *block, std::uint32_t size);
    Timestamp toTime(const Interface &interface, std::uint64_t ticks) const noexcept;
    std::uint16_t u16(const std::uint8_t *at) const noexcept
    {
        return m_bigEndian ? qFromBigEndian<quint16>(at) : qFromLittleEndian<quint16>(at);
    }
    std::uint32_t u32(const std::uint8_t *at) const noexcept
    {
        return m_bigEndian ? qFromBigEndian<quint32>(at) : qFromLittleEndian<quint32>(at);
    }

    QFile &m_file;
    std::uint64_t m_start;
    std::vector<std::uint8_t> m_window;
    std::size_t m_at = 0;             ///< next octet in the window
    std::size_t m_end = 0;            ///< octets of the window that are filled
    std::uint64_t m_windowOffset = 0; ///< file offset of the window's first octet
    std::uint64_t m_cut = 0;
    std::vector<Interface> m_interfaces;
    Packet m_packet;
    QString m_error;
    bool m_bigEndian = false;
    bool m_sectionSeen = false;
};

} // namespace framescope::capture
