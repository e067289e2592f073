#pragma once

#include "core/base/appendedarray.h"
#include "core/exchange/messagereader.h"
#include "core/exchange/pairing.h"

#include <QByteArray>

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace framescope::exchange
{

/// What messages are told apart by: the method, event or type that they name.
struct MessageType {
    Protocol protocol = Protocol::Text;
    bool quoted = false;
    QByteArray key;  ///< the member of a JSON object that names it; empty elsewhere
    QByteArray name; ///< as it is written, at most RoundTrips::longestName octets; empty for what has none
    bool cut = false;

    bool operator==(const MessageType &) const = default;
};

/// What is known of a row: the message that ends there.
class RowTag
{
public:
    constexpr RowTag() noexcept = default;
    constexpr RowTag(std::uint32_t type, Role role) noexcept
        : m_bits(static_cast<std::uint16_t>(type | static_cast<unsigned>(role) << 14))
    {
    }
    /// Index into RoundTrips::types(); 0: no ping, no pong, no end of a text message.
    constexpr std::uint32_t type() const noexcept { return m_bits & 0x3FFFu; }
    constexpr Role role() const noexcept { return static_cast<Role>(m_bits >> 14); }

private:
    std::uint16_t m_bits = 0;
};

/// Requests of a capture, what answered them and when, and the type of every text message. Reads on as rows are
/// published; what it found lies in temporary files, two octets a row and 32 a round trip.
/// Thread: any. Lifetime: that of the capture, which it is a part of: see of().
class RoundTrips
{
public:
    static constexpr std::size_t mostTypes = 1024;
    static constexpr std::size_t longestName = 64;
    /// Rows are read so many at a time.
    static constexpr std::uint64_t batchRows = 8192;

    explicit RoundTrips(const capture::Capture &capture);
    /// Those of the capture, which all who ask share.
    static RoundTrips &of(const capture::Capture &capture) { return capture.derived<RoundTrips>(); }

    /// Reads up to `end`, which is published; what somebody else read is not read again. Stopped early the rest waits.
    /// Errors: a file cannot be read, the disk is full.
    Result<void> readTo(RowIndex end, const std::stop_token &stop = {});
    /// Rows before this one were read; of others nothing is known.
    RowIndex end() const noexcept { return RowIndex(m_tags.size()); }

    RowTag tag(RowIndex row) const noexcept { return m_tags[row.value()]; }
    /// The first is none; what has no name stands next, by protocol.
    std::vector<MessageType> types() const;
    MessageType type(std::uint32_t number) const;

    std::uint64_t tripCount() const noexcept { return m_trips.size(); }
    /// In the order of their answers.
    const RoundTrip &trip(std::uint64_t number) const noexcept { return m_trips[number]; }
    /// The first that was answered at this row or later.
    std::uint64_t firstTripFrom(RowIndex answer) const noexcept;
    /// The one whose answer ends with this row.
    std::optional<RoundTrip> answeredBy(RowIndex row) const;
    /// The one whose request ends with this row; the answer is looked for among the next `most`.
    std::optional<RoundTrip> askedBy(RowIndex row, std::uint64_t most = 1'000'000) const;
    /// The one that the message of this row is part of, for who looks at one row: reads up to it, and for an answer some
    /// way on. None where more than `farthest` rows would have to be read first, or the file cannot be read.
    std::optional<RoundTrip> findFor(RowIndex row, const std::stop_token &stop = {},
                                     std::uint64_t farthest = 2'000'000);

private:
    Result<void> readBatch(RowIndex end, const std::stop_token &stop);
    Result<void> take(RowIndex row, const capture::RowRecord &record, const MessageReader::Octets &octets);
    std::uint32_t typeOf(const MessageHead &head);
    Dialect &dialectOf(ConnectionId id);

    const capture::Capture &m_capture;
    std::timed_mutex m_reading; ///< of what reads
    MessageReader m_reader;
    capture::CaptureReader m_handshakes;
    Pairing m_pairing;
    std::vector<std::optional<Dialect>> m_dialects; ///< by connection
    std::string m_typeKey;
    std::unordered_map<std::string, std::uint32_t> m_typeNumbers;
    mutable std::mutex m_typesMutex;
    std::vector<MessageType> m_types;
    AppendedArray<RowTag> m_tags;
    AppendedArray<RoundTrip> m_trips;
};

} // namespace framescope::exchange
