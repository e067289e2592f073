#pragma once

#include "core/capture/capture.h"
#include "core/capture/continuation.h"
#include "core/capture/inflatedrecorder.h"
#include "core/capture/rowstore.h"
#include "core/capture/seenkeys.h"
#include "core/http/handshake.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace framescope::capture
{

/// Makes rows and findings of one connection's octets and events, whatever pieces they come in. Knows no file and no
/// clock: the same object works for live traffic and for a file that is opened, so both give the same rows.
/// Thread: the writer's.
class Pipeline
{
public:
    /// Wireshark gives up on a packet with more than 495 frames.
    static constexpr std::size_t maxFramesPerFeed = 256;

    /// Counted since the beginning.
    struct Counters {
        std::uint64_t frames[2] = {0, 0}; ///< by direction
        std::uint64_t octets[2] = {0, 0};
        std::uint64_t compressed[2] = {0, 0}; ///< payload octets of compressed messages
        std::uint64_t inflated[2] = {0, 0};   ///< what they inflate to
        std::uint64_t errors = 0;             ///< findings of severity error
    };

    /// Without a spool what is inflated is judged and not kept. Lifetime: the store, and the keys and the spool of the
    /// whole capture when they are given, outlive the pipeline.
    Pipeline(ConnectionId id, ws::Role ourRole, RowStore &rows, SeenKeys *keys = nullptr,
             InflatedSpool *spool = nullptr);
    ~Pipeline();

    /// Takes octets from the front and returns how many: to the end of a head, of maxFramesPerFeed frames, or all.
    /// What it took belongs in one packet. At least one octet is taken.
    std::size_t feed(Direction direction, Timestamp time, ByteView octets);
    /// So many octets of the stream were not recorded: framing is lost, what follows is raw.
    void skip(Direction direction, Timestamp time, std::uint64_t missing);
    /// An event, with what it means for the streams: Finished ends one, Reset and Closed both.
    /// `packet` is where the file describes it.
    /// `details` may tell findings, see tell().
    void event(EventKind kind, Direction direction, Timestamp time, FileOffset packet, const QJsonObject &details = {});
    /// The stream ends: what is unfinished becomes an incomplete row.
    void endStream(Direction direction, Timestamp time);
    /// The same of a recording that goes on elsewhere: nothing broke off, so nothing is found about it.
    void leaveStream(Direction direction, Timestamp time);

    /// Where the streams stand, for a file that goes on from here.
    Continuation continuation() const;
    /// Goes on from such a place: heads were fed, what lies between was recorded elsewhere. Adds the event's row, which
    /// the file describes at `packet`.
    void continueAt(const Continuation &places, Direction direction, Timestamp time, FileOffset packet);
    /// Whether nothing of this direction is unfinished.
    bool betweenFrames(Direction direction) const noexcept;

    void setPeerSink(PeerSink *sink);
    const Counters &counters() const noexcept { return m_counters; }
    /// Rows that are kept only.
    const Ending &ending() const noexcept { return m_ending; }
    /// What compressed messages inflate to. Thread: any, for messages of the spool that are published.
    const InflatedSpool::Stream &inflated(Direction direction) const noexcept
    {
        return m_inflated[static_cast<std::size_t>(direction)].stream();
    }
    /// Where the frame that is coming stands; a parser that has seen nothing where there are no frames.
    ws::FrameParser parser(Direction direction) const noexcept
    {
        const auto &analyzer = stream(direction).analyzer;
        return analyzer ? analyzer->parser() : ws::FrameParser();
    }
    /// Octets of the direction so far, missing ones included.
    std::uint64_t position(Direction direction) const noexcept { return stream(direction).position; }

private:
    using Phase = StreamPlace::Phase;
    /// Small once it has ended: a capture has any number of connections.
    struct Stream {
        explicit Stream(http::HeadKind kind) : head(std::make_unique<http::HeadParser>(kind)) {}
        std::unique_ptr<http::HeadParser> head; ///< of a request until the response was judged
        std::unique_ptr<ws::StreamAnalyzer> analyzer;
        std::uint64_t position = 0;
        std::uint64_t headStart = 0; ///< where the head that is read began: after the interim answers
        std::uint64_t headEnd = 0;   ///< where the last head that became a row ended
        std::uint64_t messageRow = 0;
        std::uint64_t rest = 0, restSize = 0; ///< octets to come of a frame that began in another file, and seen of it
        std::uint64_t missing = 0;            ///< octets to report on the next raw row
        std::optional<std::uint16_t> closeCode;
        Phase phase = Phase::Head;
        bool badHead = false; ///< raw because what came was no head
        bool violationReported = false;
    };
    struct Ping {
        std::array<std::uint8_t, 125> payload{};
        std::size_t size = 0;
    };
    static constexpr std::size_t maxPings = 32;

    Stream &stream(Direction d) noexcept { return m_streams[static_cast<std::size_t>(d)]; }
    const Stream &stream(Direction d) const noexcept { return m_streams[static_cast<std::size_t>(d)]; }
    bool fromClient(Direction d) const noexcept { return ws::senderOf(d, m_ourRole) == ws::Role::Client; }

    void feedHead(Direction d, Timestamp time, ByteView &input);
    void feedFrames(Direction d, Timestamp time, ByteView &input);
    void feedRest(Direction d, Timestamp time, ByteView &input);
    void addRestRow(Direction d, Timestamp time, std::uint64_t end);
    void forgetEnd();
    void continueStream(Direction d, const StreamPlace &place, Timestamp time, RowIndex since);
    bool mayBePlain(Direction d) const noexcept;
    std::size_t takePlain(Direction d, Timestamp time, ByteView &input, std::size_t limit);
    void requestDone(Direction d, Timestamp time, std::uint64_t end);
    void responseDone(Direction d, Timestamp time, std::uint64_t end);
    /// An accept that is wrong here, and right for a request of another connection.
    void recogniseReplay(const http::Head &response, std::vector<ws::Finding> &findings) const;
    /// The parser's findings, and then these, become those of the next row; heads are judged from their first octet.
    void findInHead(const Stream &s, const std::vector<ws::Finding> &judged = {});
    /// No frames will follow: both directions go on as raw octets.
    void refuse(Timestamp time);
    void toRaw(Direction d, Timestamp time);
    /// Both streams have ended: what was kept for judging goes.
    void release();
    void startFrames(Direction d);
    /// A head of this direction ends at this place of its stream.
    void addHeadRow(Direction d, Timestamp time, std::uint64_t end, const std::vector<ws::Finding> &judged);
    void addPartialHeadRow(Direction d, Timestamp time);
    void addHeadRow(Direction d, RowRecord &row, Timestamp time, std::uint64_t end);
    /// An upgrade was agreed on although the client's head is no whole head: what it sends from here on is frames.
    void startFramesAnyway(Direction client, Timestamp time);
    void addFrameRow(Direction d, Timestamp time, const Stream &s);
    void recordInflated(Direction d, const Stream &s);
    void addRawRow(Direction d, Timestamp time, std::uint64_t offset, std::uint64_t size);
    void add(RowRecord &row);
    void judgeControl(Direction d, const ws::AnalyzedFrame &frame);
    void judgePong(const ws::AnalyzedFrame &frame);
    void judgeClose(Direction d, const ws::AnalyzedFrame &frame);
    void setOpened();
    void noteEnd();
    void report(ws::FindingId id, StreamOffset offset, std::uint64_t value = 0);
    void tellPeer(const ws::AnalyzedFrame &frame);
    void checkViolation(Direction d);
    void attachSink();

    InflatedRecorder &inflatedOf(Direction d) noexcept { return m_inflated[static_cast<std::size_t>(d)]; }

    RowStore &m_rows;
    SeenKeys *m_keys;
    InflatedSpool *m_spool;
    PeerSink *m_sink = nullptr;
    std::array<Stream, 2> m_streams; ///< by direction
    std::array<InflatedRecorder, 2> m_inflated;
    std::vector<Ping> m_pings;        ///< sent and not answered, oldest first
    std::vector<ws::Finding> m_found; ///< of the row being made
    Counters m_counters;
    Ending m_ending;
    ws::Agreement m_agreement;
    StreamOffset m_earlyEnd; ///< of the client: what lies before came before the upgrade was agreed on
    ConnectionId m_id;
    ws::Role m_ourRole;
    bool m_upgraded = false;
    bool m_refused = false;
    bool m_earlyReported = false;
    bool m_endReported = false;
    bool m_pingsForgotten = false;
    bool m_leaving = false; ///< what is unfinished goes on elsewhere
};

} // namespace framescope::capture
