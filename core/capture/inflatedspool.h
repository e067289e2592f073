#pragma once

#include "core/base/temporaryfile.h"
#include "core/capture/inflated.h"
#include "core/capture/segmenttable.h"
#include "core/ws/inflater.h"

#include <atomic>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace framescope::capture
{

/// What compressed messages inflate to, in a temporary file, and an entry for each of them in file-backed memory.
/// Derived like the index: it goes with the capture and is made again when the file is opened.
/// Thread: the writer's, where nothing else is said.
class InflatedSpool
{
    static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

public:
    /// All that one direction of one connection inflates to, message after message.
    class Stream
    {
    public:
        /// Octets so far, stored or not. Thread: the writer's.
        std::uint64_t size() const noexcept { return m_size; }

    private:
        friend class InflatedSpool;
        SegmentTable::Stream m_segments;
        std::uint64_t m_size = 0;
        std::atomic<std::uint64_t> m_lostFrom{never}; ///< nothing from this octet on was stored
    };

    /// A message that is in the spool.
    struct Message {
        std::uint64_t row = 0;   ///< of its first frame
        std::uint64_t start = 0; ///< its first octet in the stream
        std::uint64_t wire = 0, size = 0;
        std::uint64_t unknownSince = 0;
        Inflated::State state = Inflated::State::None;
        bool standsAlone = false; ///< compressed without context takeover
        bool over = false;        ///< no frame of it will follow
    };

    /// The next octets of the stream.
    void append(Stream &stream, ByteView octets);
    /// A message whose first frame became a row; rows grow. Returns its number. What was appended for it is there.
    std::uint64_t add(const Message &message);
    /// News of a message: wire, size and state.
    void update(std::uint64_t number, const Message &message);
    /// Makes visible what was appended, added and updated; octets go to the file first.
    void publish();

    // --- any thread ---
    void setLimits(const ws::InflateLimits &limits) noexcept;
    ws::InflateLimits limits() const noexcept;
    /// The message whose first frame is this row.
    std::optional<Message> find(RowIndex first) const;
    /// Whether this message, if it is compressed, has no entry because there was no space for it.
    bool lacks(RowIndex first) const noexcept { return first.value() >= m_lacksFrom.load(std::memory_order_acquire); }
    /// What can be read of a message, and its state as people must know it.
    Inflated describe(const Stream &stream, const Message &message) const;
    /// Octets [from, from+count) of a message; fewer where there are no more. Errors: the file cannot be read.
    Result<QByteArray> read(const Stream &stream, const Message &message, std::uint64_t from,
                            std::uint64_t count) const;
    /// The last octets of the stream before the message, at most `count`. Errors: they are not there.
    Result<QByteArray> before(const Stream &stream, const Message &message, std::uint64_t count) const;
    /// How many of the message's octets are in the spool.
    std::uint64_t storedSize(const Stream &stream, const Message &message) const;
    /// What inflating on gave: octets from `stored` on, in a file of their own.
    void setContinuation(const Message &message, std::uint64_t stored, std::shared_ptr<TemporaryFile> file,
                         const Inflated &result);
    /// Why inflated octets are not stored any more, or empty.
    QString failure() const;

private:
    struct Entry {
        std::uint64_t row = 0;
        std::uint64_t start = 0;
        std::uint64_t wire = 0;
        std::uint64_t size = 0;
        std::uint64_t rest = 0; ///< state in bits 0-7, standsAlone in bit 8, over in bit 9, unknownSince above 16
    };
    struct Piece {
        Stream *stream;
        std::uint64_t offset; ///< in the stream
        std::size_t size;
    };
    struct Update {
        std::uint64_t number;
        Entry entry;
    };
    struct Continuation {
        std::shared_ptr<TemporaryFile> file;
        std::uint64_t from = 0;
        Inflated result;
    };
    static constexpr std::size_t bufferSize = 256 * 1024; ///< room for one more slice than is flushed at

    static Entry packed(const Message &message) noexcept;
    void flush();
    void fail(const Error &error);
    std::optional<Continuation> continuation(std::uint64_t row) const;
    Result<void> readStream(const Stream &stream, std::uint64_t from, std::uint64_t count, QByteArray &to) const;

    std::unique_ptr<TemporaryFile> m_file; ///< made with the first octet; published with the first entry
    SegmentTable m_segments;
    FileBackedArray<Entry> m_entries;
    std::vector<std::uint8_t> m_buffer;
    std::vector<Piece> m_pieces; ///< of the buffer
    std::vector<Update> m_updates;
    std::uint64_t m_fileSize = 0;
    bool m_failed = false;
    std::atomic<std::uint64_t> m_lacksFrom{never}; ///< messages from this row on have no entry
    std::atomic<std::uint64_t> m_maxMessage{ws::InflateLimits().maxMessage};
    std::atomic<std::uint32_t> m_maxRatio{ws::InflateLimits().maxRatio};
    mutable std::mutex m_mutex; ///< of what follows
    QString m_failure;
    std::map<std::uint64_t, Continuation> m_continuations; ///< by the first frame's row
};

} // namespace framescope::capture
