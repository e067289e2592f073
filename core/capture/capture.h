#pragma once

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/filebackedarray.h"
#include "core/base/result.h"
#include "core/capture/captureparts.h"
#include "core/capture/ending.h"
#include "core/capture/event.h"
#include "core/capture/inflated.h"
#include "core/capture/rolllimits.h"
#include "core/capture/rowrecord.h"
#include "core/capture/unstored.h"
#include "core/ws/streamanalyzer.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <typeindex>
#include <vector>

namespace framescope::capture
{

class RowNotes;

/// What is known of a connection when it is opened; written as JSON into the comment of its first packet.
struct ConnectionFacts {
    QString url; ///< as asked for (secrets are the exporter's care)
    ws::Role ourRole = ws::Role::Client;
    QString localAddress, peerAddress; ///< numeric, empty while unknown
    std::uint16_t localPort = 0, peerPort = 0;
    bool tls = false;
    QString proxy; ///< "http 127.0.0.1:3128", "socks5 ..."; the peer is the proxy then
};

/// Counters of a connection. Thread: values are a snapshot, consistent each for itself.
struct ConnectionTotals {
    std::uint64_t framesOut = 0, framesIn = 0;
    std::uint64_t octetsOut = 0, octetsIn = 0; ///< stream octets, HTTP head included
    /// Payload octets of compressed messages, and what they inflate to; frames that are whole count.
    std::uint64_t compressedOut = 0, compressedIn = 0, inflatedOut = 0, inflatedIn = 0;
    std::uint64_t findings = 0; ///< of severity error
    Timestamp first, last;
};

/// What the pipeline tells the end that must answer, while append() runs. Calls come in stream order.
/// Thread: the capture thread. Do not call back into the Capture from here: queue, and write after append().
class PeerSink : public ws::MessageSink
{
public:
    virtual void upgraded(const QByteArray &subprotocol) = 0; ///< both heads seen, frames may follow
    virtual void pingReceived(ByteView payload) = 0;          ///< at most 125 octets
    virtual void pongReceived(ByteView payload) = 0;
    virtual void closeReceived(std::uint16_t code, ByteView reason) = 0; ///< code 1005 when there was none
    /// RFC 6455 asks to fail the connection with this code; at most once a direction. Sent frames never raise it.
    virtual void violation(std::uint16_t closeCode, ws::FindingId finding) = 0;
    /// A received frame is whole, and everything about it was told: what follows is about the next one. Not for every
    /// data frame when messages are not wanted.
    virtual void frameDone() {}
    /// The response was judged: what a strict client must refuse. `head` is the response head.
    virtual void responseJudged(bool upgraded, bool valid, int status) = 0;
    /// Whether messageData()/messageEnd() are wanted; asked once, at the upgrade.
    virtual bool wantsMessages() const { return false; }
};

/// One capture: the pcapng file that is the truth, and the index built from it. The writer appends what was read from
/// or written to sockets; the pipeline cuts it into rows; readers on any thread see rows once their octets are in the
/// file. A file that was opened is read by the same pipeline and takes no new octets.
///
/// Lifetime: PeerSinks must be taken out (setPeerSink(id, nullptr)) before they die.
class Capture
{
public:
    /// A new capture file. Errors: the path cannot be created or locked.
    static Result<std::unique_ptr<Capture>> create(const QString &path);
    /// An existing file, read-only; rows appear while load() runs. Errors: no such file, not pcapng, wrong link type.
    static Result<std::unique_ptr<Capture>> open(const QString &path);
    /// The files that one recording is in, in order, as one capture. Errors: as those of open(), of the first.
    static Result<std::unique_ptr<Capture>> open(const QStringList &paths);
    ~Capture();

    /// Of the first file; a recording with limits goes on in others, see parts().
    QString path() const;
    bool writable() const noexcept;

    // --- the writer's thread ------------------------------------------------------------------------------------
    enum class Follow { No, WhileRecorded };
    /// Reads an opened file to its end, publishing rows as it goes. Errors name block and file offset; rows before
    /// the error stay. A file cut inside its last block loads up to the cut and returns ok; see loadNote(). With
    /// WhileRecorded it waits at the end for more, for as long as another Framescope records to the file, and goes on in
    /// the files that this one goes on in; it fails when the file is cut or replaced meanwhile.
    Result<void> load(std::stop_token stop = {}, Follow follow = Follow::No);
    /// Before load(), for who wants totals() (but what was compressed), countedRows() and errorFindingCount() only: every frame is read and
    /// judged, and no index is made; there are no rows to look at.
    void keepTotalsOnly() noexcept;
    /// Begins the connection that reserveConnection() numbered.
    void beginConnection(ConnectionId id, const ConnectionFacts &facts, Timestamp time);
    /// Addresses that became known after beginConnection(); before the first append().
    void setFacts(ConnectionId id, const ConnectionFacts &facts);
    void setPeerSink(ConnectionId id, PeerSink *sink);
    /// Called before files are deleted by the limit on their number, all of whose rows are published: the last moment to
    /// read them. Nothing is to be recorded from there.
    void setBeforeDropping(std::function<void()> call);
    /// Octets read from (In) or written to (Out) the connection at `time`, in stream order. Rows are published when
    /// their octets are in the file. Errors: the file could not be written; see writeError().
    void append(ConnectionId id, Direction direction, Timestamp time, ByteView octets);
    /// While one is there, what append() takes may wait for the file and for its rows until the last of them goes, so
    /// that a read and the answers to it are one write, and the answers are on their way before it. Everything else that
    /// is recorded goes into the file at once, with all that waits.
    class Batch;
    /// What an open batch keeps waiting is written, and its rows are published, when this returns.
    void settle();
    void addEvent(ConnectionId id, Direction direction, Timestamp time, const Event &event);
    /// How far the frame that is coming has come; a parser that has seen nothing where there are no frames.
    ws::FrameParser arrival(ConnectionId id, Direction direction) const;
    /// FIN of one direction: an unfinished frame becomes an incomplete row.
    void endStream(ConnectionId id, Direction direction, Timestamp time);
    /// RST: both directions end; the event row says who reset.
    void reset(ConnectionId id, Direction by, Timestamp time);

    // --- any thread ---------------------------------------------------------------------------------------------
    /// When the recording goes on in a new file, from its next octets on; an event's row tells each time. A file that
    /// cannot be begun is tried again later, and the old one goes on.
    void setRolling(const RollLimits &limits);
    RollLimits rolling() const;
    /// The files of the capture in order, dropped ones included.
    std::vector<CaptureParts::Part> parts() const;
    /// The octets of rows before this one were dropped with their files.
    std::uint64_t firstKeptRow() const noexcept;
    /// Whether octets of this row were: also of a frame that began in a file that was dropped and ended in the next.
    /// To be asked after reading failed, too: its file may have gone meanwhile.
    bool octetsDropped(RowIndex row) const;
    /// How far compressed messages are inflated; holds for messages that begin from now on (or are loaded then).
    void setInflateLimits(const ws::InflateLimits &limits);
    ws::InflateLimits inflateLimits() const;
    /// Told how many compressed octets of a message were taken, of how many, and how many octets they gave.
    using InflateProgress = std::function<void(std::uint64_t taken, std::uint64_t wire, std::uint64_t inflated)>;
    /// Inflates the message of this row, which stopped at a limit, to its end or to new limits; what it gives goes to
    /// the disk, and readers have it when this returns. Errors: nothing more to inflate, disk full, `stop` was asked
    /// for, the messages it refers to are not there; nothing is changed then. A message that still arrives is inflated as
    /// far as its frames are there, and keeps its state: it can be gone on with again.
    Result<Inflated> continueInflating(RowIndex row, const ws::InflateLimits &limits, std::stop_token stop = {},
                                       const InflateProgress &progress = {});
    /// Why inflated messages are not kept any more (a full disk), or empty. Recording goes on all the same.
    QString inflateError() const;
    /// Set once writing failed: what and why. Nothing is recorded after it; the connection may go on.
    QString writeError() const;
    /// What was not stored since writing failed; empty while all is well.
    std::optional<Unstored> unstored() const;
    /// The number the next connection will have; beginConnection() makes it real.
    ConnectionId reserveConnection() noexcept;
    std::uint64_t rowCount() const noexcept;
    const RowRecord &row(RowIndex row) const noexcept;
    /// Rows from this one on that lie together in memory, for who looks at many; empty from rowCount() on.
    std::span<const RowRecord> rows(RowIndex from) const noexcept;
    /// Rows that were looked at and will not be soon may leave memory; they come again when they are touched.
    void releaseRows(RowIndex from, std::uint64_t count) const noexcept;
    /// Findings of a row in order of offset; empty when it has none.
    std::vector<ws::Finding> findings(RowIndex row) const;
    /// One more than the highest number of a connection that began; numbers before it may be unused.
    std::uint32_t connectionCount() const noexcept;
    /// Those that began, in order.
    std::vector<ConnectionId> connections() const;
    ConnectionFacts facts(ConnectionId id) const;
    ConnectionTotals totals(ConnectionId id) const;
    /// How it ended; its rows are published.
    Ending ending(ConnectionId id) const;
    std::uint64_t countedRows() const noexcept;       ///< rowCount(), or what it would be after keepTotalsOnly()
    std::uint64_t errorFindingCount() const noexcept; ///< rows with severity error
    std::uint64_t fileSize() const noexcept;          ///< octets whose rows are published
    double loadProgress() const noexcept;             ///< 0 to 1; 1 for a capture that was created
    /// Whether another program records to the opened file, as open() and then load() saw it last; false once load() has
    /// ended.
    bool recordedElsewhere() const noexcept;
    /// What was odd about an opened file ("cut in the middle of its last packet, 17 octets ignored"), or empty.
    QString loadNote() const;
    /// What people noted of rows. It is kept beside the capture and is no part of what was recorded.
    RowNotes &notes() const noexcept;
    /// Why load() failed, or empty; told before recordedElsewhere() ends.
    QString loadError() const;

    /// What somebody derives from the capture, so that all who ask share one T, made from the capture when first asked
    /// for. Lifetime: ends before the capture's.
    template <typename T> T &derived() const
    {
        const auto make = [](const Capture &capture) -> std::shared_ptr<void> { return std::make_shared<T>(capture); };
        return *static_cast<T *>(derived(typeid(T), make));
    }

private:
    void *derived(std::type_index type, std::shared_ptr<void> (*make)(const Capture &)) const;
    friend class CaptureLoader;
    friend class CaptureReader;
    friend class PayloadCursor;
    class Private;
    explicit Capture(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

/// Lifetime: shorter than the capture's. Thread: the writer's.
class Capture::Batch
{
public:
    explicit Batch(Capture &capture);
    ~Batch();
    Batch(const Batch &) = delete;
    Batch &operator=(const Batch &) = delete;

private:
    Private &m_d;
};

} // namespace framescope::capture
