#pragma once

#include "core/capture/capture.h"
#include "core/capture/captureparts.h"
#include "core/capture/pcapngwriter.h"
#include "core/capture/pipeline.h"
#include "core/capture/rownotes.h"
#include "core/capture/segmenttable.h"

#include <QFile>

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <typeindex>

namespace framescope::capture
{

/// One connection of a capture: its pipeline, its synthetic TCP state and where its octets lie.
struct Connection {
    Connection(ConnectionId number, const ConnectionFacts &known, Timestamp time, RowStore &rows, SeenKeys &keys,
               InflatedSpool &spool)
        : id(number)
        , facts(known)
        , pipeline(number, known.ourRole, rows, &keys, &spool)
        , tcp(number, known.ourRole)
        , first(time)
        , last(time)
    {
    }

    const ConnectionId id;
    ConnectionFacts facts; ///< guarded by Capture::Private::mutex
    Ending ending;         ///< the same
    std::array<SegmentTable::Stream, 2> segments;

    // The writer's.
    Pipeline pipeline;
    SyntheticTcp tcp;
    Timestamp first, last;
    bool synWritten = false;
    bool established = false;
    bool finished[2] = {false, false};
    bool wasReset = false;
    bool closed = false;  ///< no more is to be expected
    bool touched = false; ///< totals to be published
    unsigned part = 1;    ///< of the capture's files, the last one that knows of this connection
    std::uint64_t framesCounted = 0;
    std::array<QByteArray, 2> heads; ///< by direction; once they were needed to go on in another file

    // Any thread.
    struct {
        std::atomic<std::uint64_t> frames[2] = {};
        std::atomic<std::uint64_t> octets[2] = {};
        std::atomic<std::uint64_t> compressed[2] = {};
        std::atomic<std::uint64_t> inflated[2] = {};
        std::atomic<std::uint64_t> errors{0};
        std::atomic<std::int64_t> first{0}, last{0};
    } totals;

    /// Counted since the beginning, stored or not; kept once nothing is stored any more.
    struct {
        std::atomic<std::uint64_t> frames[2] = {};
        std::atomic<std::uint64_t> octets[2] = {};
    } seen;

    bool over() const noexcept { return closed || wasReset || (finished[0] && finished[1]); }

    SegmentTable::Stream &stream(Direction d) noexcept { return segments[static_cast<std::size_t>(d)]; }
    const SegmentTable::Stream &stream(Direction d) const noexcept { return segments[static_cast<std::size_t>(d)]; }
};

/// Of the part that is written to.
struct RollState {
    unsigned number = 1;         ///< in its name
    std::uint64_t frames = 0;    ///< since limits were set, in the first part
    std::uint64_t beginning = 0; ///< octets that repeat what other parts have
    std::uint64_t dueAt = 0;     ///< its size when a limit was passed
    Timestamp began;
    std::int64_t nextTry = 0; ///< when a new part may be tried again, after that failed
    bool failureTold = false;
};

class Capture::Private
{
public:
    static constexpr std::size_t flushAt = 256 * 1024;
    /// Payloads of this size on go into the file from where they lie.
    static constexpr std::size_t borrowFrom = 4096;

    explicit Private(const QString &filePath)
        : path(filePath)
        , parts(filePath)
        , notes(filePath, [this](RowIndex row) -> const RowRecord & { return rows[row]; })
        , file(filePath)
    {
    }

    const QString path; ///< of the first part
    CaptureParts parts;
    RowNotes notes;
    QFile file;                    ///< the first part: the writer's, or the loader's
    std::unique_ptr<QFile> newest; ///< the part that is written to, once there are several
    std::uint64_t newestStart = 0; ///< offset of its first octet in the capture
    bool writable = false;

    RowStore rows;
    SeenKeys keys;
    SegmentTable segments;
    InflatedSpool inflated;
    std::atomic<std::uint64_t> storedSize{0};
    std::atomic<std::uint64_t> loadSize{0}; ///< of the file when load() last looked
    std::atomic<bool> loaded{false};
    std::atomic<bool> recordedElsewhere{false};
    std::atomic<std::uint32_t> reserved{0};

    mutable std::mutex mutex; ///< of the table below as others see it, facts, what loading told and writeError
    std::vector<std::unique_ptr<Connection>> connections; ///< by number; empty where a number was never used
    QString loadNote, loadError;

    std::mutex derivedMutex; ///< of what others derive from the capture
    std::map<std::type_index, std::shared_ptr<void>> derived;

    RollLimits rollLimits;
    std::atomic<bool> rolling{false}; ///< there are any

    // The writer's.
    PcapngWriter writer;
    RollState roll;
    std::function<void()> beforeDropping;
    std::uint64_t spaceEnd = 0; ///< of the space taken in the newest file
    int batches = 0;            ///< that are open
    struct {
        Connection *connection = nullptr;
        Direction direction{};
        Timestamp time;
    } unsettled;             ///< the last append() that the open batch keeps waiting
    QString writeError;      ///< others read it under the mutex
    Timestamp bufferedSince; ///< time of the writer's first packet; of the first that was not stored, as writeError
    std::vector<Connection *> touched;

    Connection *find(ConnectionId id) const noexcept; ///< the writer's
    const Connection *findLocked(ConnectionId id) const noexcept;
    Connection &add(ConnectionId id, const ConnectionFacts &facts, Timestamp time);
    void touch(Connection &connection, Timestamp time);
    void publish(std::uint64_t fileSize);
    /// A compressed message by any of its rows, and its stream. Thread: any.
    std::optional<std::pair<InflatedSpool::Message, const InflatedSpool::Stream *>> inflatedMessage(RowIndex row) const;

    /// Whether the row is in a compressed message that nothing is known of: there was no space for its entry.
    /// Thread: any.
    bool lacksInflated(RowIndex row) const;
    /// Whether no more rows will come. Thread: any.
    bool isComplete() const;

    // Writing.
    bool recording() const noexcept { return writable && writeError.isEmpty(); }
    QFile &out() noexcept { return newest ? *newest : file; }
    void fail(const QString &why);
    /// What goes by while nothing is recorded.
    static void countUnstored(Connection &c);
    /// The file will be written up to `end`, and then some more: its space is taken in large pieces, beforehand.
    void takeSpace(std::uint64_t end);
    /// What of it was not needed.
    void giveSpaceBack();
    void flush();
    FileOffset writePacket(Connection &c, Direction d, Timestamp time, std::uint8_t flags, ByteView payload,
                           QByteArrayView comment = {});
    void begin(Connection &c, Timestamp time);
    void establish(Connection &c, Timestamp time);

    // Going on in another file: captureroll.cpp.
    /// After something of this connection was recorded: writes it, and begins a new part when a limit was passed.
    void settle(Connection &c, Direction direction, Timestamp time);
    /// The same of what an open batch keeps waiting.
    void settleBatch();
    void rollIfDue(Connection &c, Direction direction, Timestamp time);
    /// A part that introduces every connection that is not over. Errors: it cannot be made; nothing has changed then.
    /// The old one says in the end where the recording goes on.
    Result<void> beginPart(Connection &c, Direction direction, Timestamp time);
    void keepHeads(Connection &c);
    /// Writes what a reader of the file with this name must know of a connection that began in another part.
    void introduce(PcapngWriter &to, const Connection &c, Timestamp time, const QString &name) const;
    /// Of a connection that was over when the part began, and has something more to say.
    void introduceLate(Connection &c, Timestamp time);
    /// Drops old parts, and tells about it and the new one.
    void announcePart(Connection &c, Direction direction, Timestamp time, unsigned keepParts);
    void addRow(Connection &c, Direction direction, Timestamp time, const Event &event);
};

} // namespace framescope::capture
