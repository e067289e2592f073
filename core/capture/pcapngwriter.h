#pragma once

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/capture/synthetictcp.h"

#include <QByteArray>

namespace framescope::capture
{

/// Where a packet lies in the file.
struct PacketPlace {
    FileOffset block;   ///< first octet of its block
    FileOffset payload; ///< first octet of its TCP payload
};

/// Builds the blocks of a pcapng file (one LINKTYPE_RAW interface, nanoseconds) in a buffer that is used again and
/// again. Knows no file: whoever has one writes bytes() and calls written().
class PcapngWriter
{
public:
    /// Octets of TCP payload that fit an IPv4 packet with our headers.
    static constexpr std::size_t maxPayload = 65'495;
    /// Octets of a comment; a pcapng option has 16 bits for its length.
    static constexpr std::size_t maxComment = 65'532;

    /// `offset`: where in the capture the first octet will lie.
    explicit PcapngWriter(std::uint64_t offset = 0) : m_fileOffset(offset) {}

    /// Appends section header and interface description; the first thing in a file.
    void begin();
    /// Appends a packet of at most maxPayload octets. A comment longer than maxComment is left out.
    PacketPlace packet(Timestamp time, Direction direction, const TcpHeader &header, ByteView payload,
                       QByteArrayView comment = {});

    /// Octets not written yet.
    QByteArrayView bytes() const noexcept { return {m_buffer.constData(), m_size}; }
    /// The buffer's octets are in the file; it is empty again.
    void written() noexcept;
    /// Somebody else wrote so many octets to the capture, while the buffer was empty.
    void advance(std::uint64_t octets) noexcept { m_fileOffset += octets; }

private:
    std::uint8_t *extend(std::size_t size);

    QByteArray m_buffer;
    qsizetype m_size = 0;
    std::uint64_t m_fileOffset = 0; ///< of the buffer's first octet
};

} // namespace framescope::capture
