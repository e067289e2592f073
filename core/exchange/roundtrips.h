#pragma once

#include "core/base/appendedarray.h"
#include "core/exchange/batch.h"
#include "core/exchange/messagereader.h"
#include "core/exchange/messagetype.h"
#include "core/exchange/pairing.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace framescope::exchange
{

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

/// A message of a batch, and the row that the batch ends with.
struct BatchPart {
    RowIndex row;
    std::uint32_t type = 0;
    Role role = Role::Notice;
};

/// Requests of a capture, what answered them and when, and the type of every text message. Reads on as rows are
/// published; what it found lies in temporary files, two octets a row, 32 a round trip and 16 a
/// message of a batch.
/// Thread: any. Lifetime: that of the capture, which it is a part of: see of().
class RoundTrips
{
public:
    static constexpr std::size_t mostTypes = 1024;
    static constexpr std::size_t longestName = 64;
    /// Rows are read so many at a time.
    static constexpr std::uint64_t batchRows = 8192;
    /// An answer is looked for among so many round trips.
    static constexpr std::uint64_t mostLookedThrough = 1'000'000;

    explicit RoundTrips(const capture::Capture &capture);
    /// Those of the capture, which all who ask share.
    static RoundTrips &of(const capture::Capture &capture) { return capture.derived<RoundTrips>(); }

    /// Reads up to `end`, which is published; what somebody else read is not read again. Stopped early the rest waits.
    /// Errors: a file cannot be read, the disk is full.
    Result<void> readTo(RowIndex end, const std::stop_token &stop = {});
    /// Reads up to the row and some further, for who asks for many rows one by one; as readTo().
    Result<void> readAround(RowIndex row, const std::stop_token &stop = {});
    /// Rows before this one were read; of others nothing is known.
    RowIndex end() const noexcept { return RowIndex(m_tags.size()); }

    RowTag tag(RowIndex row) const noexcept { return m_tags[row.value()]; }
    /// The first is none; what has no name stands next, by protocol.
    std::vector<MessageType> types() const;
    MessageType type(std::uint32_t number) const;
    /// In one text, see messageTypeText().
    QString typeText(std::uint32_t number) const;

    std::uint64_t tripCount() const noexcept { return m_trips.size(); }
    /// In the order of their answers.
    const RoundTrip &trip(std::uint64_t number) const noexcept { return m_trips[number]; }
    /// The first that was answered at this row or later.
    std::uint64_t firstTripFrom(RowIndex answer) const noexcept;

    /// Messages of batches that were looked at, in the order of the rows.
    std::uint64_t partCount() const noexcept { return m_parts.size(); }
    const BatchPart &part(std::uint64_t number) const noexcept { return m_parts[number]; }
    /// The first of this row or of a later one.
    std::uint64_t firstPartFrom(RowIndex row) const noexcept;

    /// What is known of the message of one row.
    struct Found {
        std::vector<RoundTrip> trips;   ///< that it is part of, one for each row at the other end
        std::vector<MessageType> batch; ///< types of the messages in it, where it is a batch
        bool inPart = false;            ///< of the batch only the beginning was looked at
        bool open = false;              ///< a request in it has no answer so far
    };
    /// For who looks at one row: reads up to it, and for an answer some way on. Nothing where more than `farthest` rows
    /// would have to be read first, or the file cannot be read.
    Found findFor(RowIndex row, const std::stop_token &stop = {}, std::uint64_t farthest = 2'000'000);

private:
    Result<void> readBatch(RowIndex end, const std::stop_token &stop);
    Result<void> take(RowIndex row, const capture::RowRecord &record, const MessageReader::Octets &octets);
    Result<void> takeParts(const Pairing::Message &message);
    void addAnswers(Found &found, RowIndex row, const std::stop_token &stop);
    std::uint32_t typeOf(const MessageHead &head);
    Dialect &dialectOf(ConnectionId id);

    const capture::Capture &m_capture;
    std::timed_mutex m_reading; ///< of what reads
    MessageReader m_reader;
    capture::CaptureReader m_handshakes;
    Pairing m_pairing;
    Batch m_batch;                                  ///< the last that was read
    std::vector<std::optional<Dialect>> m_dialects; ///< by connection
    std::string m_typeKey;
    std::unordered_map<std::string, std::uint32_t> m_typeNumbers;
    mutable std::mutex m_typesMutex;
    std::vector<MessageType> m_types;
    std::vector<QString> m_typeTexts;
    AppendedArray<RowTag> m_tags;
    AppendedArray<RoundTrip> m_trips;
    AppendedArray<BatchPart> m_parts;
};

} // namespace framescope::exchange
