#pragma once

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/capture/synthetictcp.h"

#include <QByteArray>

#include <vector>

namespace framescope::capture
{

/// Where a packet lies in the file.
struct PacketPlace {
    FileOffset block;   ///< first octet of its block
    FileOffset payload; ///< first octet of its TCP payload
};

/// Builds the blocks of a pcapng file (one LINKTYPE_RAW interface, nanoseconds) in a buffer that is used again and
/// again. Knows no file: whoever has one writes pieces() and calls written().
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
    /// Whether a packet's payload is copied, or only pointed at: then it must stay where it is until written().
    enum class Payload : std::uint8_t { Copied, Borrowed };
    /// Appends a packet of at most maxPayload octets. A comment longer than maxComment is left out.
    PacketPlace packet(Timestamp time, Direction direction, const TcpHeader &header, ByteView payload,
                       QByteArrayView comment = {}, Payload how = Payload::Copied);

    /// Octets not written yet, in order: those of the buffer, with borrowed payloads between them. Valid until the next
    /// change.
    const std::vector<ByteView> &pieces();
    std::size_t size() const noexcept { return m_size + m_borrowedSize; }
    bool borrows() const noexcept { return !m_borrowed.empty(); }
    /// The same in one array.
    QByteArray bytes() const;
    /// All pieces are in the file; there are none now.
    void written() noexcept;
    /// Somebody else wrote so many octets to the capture, while the buffer was empty.
    void advance(std::uint64_t octets) noexcept { m_fileOffset += octets; }

private:
    std::uint8_t *extend(std::size_t size);
    void collect(std::vector<ByteView> &pieces) const;

    struct Borrowed {
        std::size_t at; ///< octets of the buffer before it
        ByteView payload;
    };
    std::vector<std::uint8_t> m_buffer;
    std::vector<Borrowed> m_borrowed;
    std::vector<ByteView> m_pieces;
    std::size_t m_size = 0; ///< octets used of the buffer
    std::size_t m_borrowedSize = 0;
    std::uint64_t m_fileOffset = 0; ///< of the first piece
};

} // namespace framescope::capture
