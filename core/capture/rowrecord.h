#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/ws/finding.h"
#include "core/ws/frameheader.h"
#include "core/ws/plainframe.h"
#include "core/ws/role.h"

#include <cstdint>
#include <type_traits>

namespace framescope::capture
{

/// What a row is (JSON key "kind").
enum class RowKind : std::uint8_t {
    Frame = 0,
    HandshakeRequest = 1,
    HandshakeResponse = 2,
    Event = 3, ///< offset() is the file offset of the packet whose comment describes it
    Raw = 4,   ///< octets outside any frame: after framing was lost, or the body of a refused upgrade
};

/// The index entry of one row: 32 octets, written once, never changed after it was published.
/// The octets themselves are in the capture file; CaptureReader fetches them.
class RowRecord
{
public:
    static constexpr std::uint64_t maxStored = (std::uint64_t(1) << 48) - 1;
    static constexpr std::uint32_t noMessage = 0xFFFFFFFF;

    Timestamp time;                    ///< when the last octet of the row was read or written
    std::uint32_t message = noMessage; ///< row of the first frame of this frame's message (low 32 bits)
    std::uint8_t first = 0;  ///< a frame's first header octet: FIN, RSV, opcode; of an event row its EventKind
    std::uint8_t second = 0; ///< a frame's second header octet: MASK, 7-bit length

    RowKind kind() const noexcept { return static_cast<RowKind>(m_bits & 0x7); }
    Direction direction() const noexcept { return static_cast<Direction>((m_bits >> 3) & 1); }
    ws::Severity severity() const noexcept { return static_cast<ws::Severity>((m_bits >> 4) & 3); }
    bool hasFindings() const noexcept { return (m_bits & 0x40) != 0; }
    /// The stream ended inside the frame: fewer payload octets are there than declared.
    bool incomplete() const noexcept { return (m_bits & 0x80) != 0; }
    bool endsMessage() const noexcept { return (m_bits & 0x100) != 0; }
    ConnectionId connection() const noexcept { return ConnectionId(m_connection); }
    StreamOffset offset() const noexcept { return StreamOffset(m_offsetLow | (std::uint64_t(m_offsetHigh) << 32)); }
    /// Octets: the declared payload length of a frame (cut at maxStored: then read the header), the size of other rows.
    std::uint64_t length() const noexcept { return m_lengthLow | (std::uint64_t(m_lengthHigh) << 32); }

    /// The row that the message of this frame begins with; this record is that of `row`, and in a message.
    RowIndex messageStart(RowIndex row) const noexcept
    {
        // The record keeps the low 32 bits; the message began at or before the row.
        constexpr std::uint64_t span = std::uint64_t(1) << 32;
        const std::uint64_t start = (row.value() & ~(span - 1)) | message;
        return RowIndex(start > row.value() && start >= span ? start - span : start);
    }

    bool isFrame() const noexcept { return kind() == RowKind::Frame; }
    bool fin() const noexcept { return (first & 0x80) != 0; }
    std::uint8_t rsv() const noexcept { return static_cast<std::uint8_t>((first >> 4) & 7); }
    bool rsv1() const noexcept { return (first & 0x40) != 0; }
    ws::Opcode opcode() const noexcept { return static_cast<ws::Opcode>(first & 0xF); }
    bool masked() const noexcept { return (second & 0x80) != 0; }
    std::size_t headerSize() const noexcept { return isFrame() ? ws::FrameHeader::sizeFor(second) : 0; }
    /// Octets of the whole row on the wire, when it is complete.
    std::uint64_t wireSize() const noexcept { return headerSize() + length(); }

    void setKind(RowKind kind, Direction direction) noexcept
    {
        m_bits = static_cast<std::uint16_t>((m_bits & ~0xFu) | static_cast<unsigned>(kind) |
                                            (static_cast<unsigned>(direction) << 3));
    }
    void setFindings(ws::Severity worst) noexcept
    {
        m_bits = static_cast<std::uint16_t>((m_bits & ~0x70u) | (static_cast<unsigned>(worst) << 4) | 0x40u);
    }
    void setIncomplete() noexcept { m_bits = static_cast<std::uint16_t>(m_bits | 0x80u); }
    void setEndsMessage() noexcept { m_bits = static_cast<std::uint16_t>(m_bits | 0x100u); }
    void setConnection(ConnectionId id) noexcept { m_connection = id.value(); }
    void setOffset(StreamOffset offset) noexcept
    {
        m_offsetLow = static_cast<std::uint32_t>(offset.value());
        m_offsetHigh = static_cast<std::uint16_t>(offset.value() >> 32);
    }
    /// Makes it row `row` of its capture: a frame without findings that is a message of its own. Nothing is read of what
    /// stood there: a record that is put together of small parts and then copied in large ones costs a stall.
    void setPlainFrame(std::uint64_t row, Direction direction, ConnectionId connection, Timestamp when,
                       const ws::PlainFrame &frame) noexcept
    {
        time = when;
        message = static_cast<std::uint32_t>(row);
        first = frame.first;
        second = frame.second;
        m_bits = static_cast<std::uint16_t>((static_cast<unsigned>(direction) << 3) | 0x100u);
        setOffset(StreamOffset(frame.offset));
        setLength(frame.length);
        m_connection = connection.value();
    }
    void setLength(std::uint64_t octets) noexcept
    {
        const std::uint64_t stored = octets < maxStored ? octets : maxStored;
        m_lengthLow = static_cast<std::uint32_t>(stored);
        m_lengthHigh = static_cast<std::uint16_t>(stored >> 32);
    }

private:
    std::uint16_t m_bits = 0; ///< kind 0-2, direction 3, severity 4-5, has findings 6, incomplete 7, ends message 8
    std::uint32_t m_offsetLow = 0;
    std::uint32_t m_lengthLow = 0;
    std::uint16_t m_offsetHigh = 0;
    std::uint16_t m_lengthHigh = 0;
    std::uint32_t m_connection = 0;
};

static_assert(sizeof(RowRecord) == 32, "ten million rows are 320 MB; a wider record breaks the memory promise");
static_assert(std::is_trivially_copyable_v<RowRecord>);

} // namespace framescope::capture
