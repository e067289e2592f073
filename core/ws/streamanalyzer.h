#pragma once

#include "core/ws/finding.h"
#include "core/ws/frameparser.h"
#include "core/ws/messageassembler.h"
#include "core/ws/messageinflater.h"
#include "core/ws/plainframe.h"
#include "core/ws/sequencechecker.h"
#include "core/ws/streamstate.h"

#include <QtGlobal>

#include <vector>

namespace framescope::ws
{

/// What is known of a frame when its last octet was seen, or when its stream ended inside it.
struct AnalyzedFrame {
    FrameHeader header;
    StreamOffset offset;              ///< of the first header octet
    std::uint64_t payloadPresent = 0; ///< octets of payload that arrived; header.declared unless incomplete
    bool complete = false;
    bool beginsMessage = false; ///< text, binary, or an orphan continuation
    bool endsMessage = false;   ///< FIN of a data frame
    bool inMessage = false;     ///< a data frame (opcodes 0-2); the reserved 3-7 stand alone
    bool compressed = false;    ///< its message is compressed; what became of it: StreamAnalyzer::inflater()
    ByteView controlPayload;    ///< of a control frame: its first 125 payload octets, unmasked
};

/// Takes what a message carries as it is unmasked and inflated; used by whoever must answer with it (echo). Opcodes are
/// those of the message, Text or Binary; orphan continuations and control frames do not come here. A message that
/// cannot be inflated never ends, or does not come at all.
/// Thread: called inside StreamAnalyzer::step().
class MessageSink
{
public:
    virtual ~MessageSink() = default;
    /// A text or binary message begins; one that was open then never ends.
    virtual void messageBegin(Opcode opcode) { Q_UNUSED(opcode) }
    virtual void messageData(Opcode opcode, ByteView octets) = 0;
    virtual void messageEnd(Opcode opcode) = 0;
};

/// Takes what compressed messages inflate to, one message after the other.
/// Thread: called inside StreamAnalyzer::step().
class InflatedSink
{
public:
    virtual ~InflatedSink() = default;
    virtual void inflated(ByteView octets) = 0;
};

/// One direction's frames with their verdicts: parser, sequence checker, inflater and message assembler as one step
/// machine. Allocates nothing per frame.
class StreamAnalyzer
{
public:
    enum class Step : std::uint8_t {
        NeedMore, ///< all input taken
        Frame,    ///< frame() and findings() describe a whole frame; input may hold more
        Lost,     ///< as Frame, for the header that lost the framing; all further octets are raw and are not judged:
                  ///< the rest of input is left to the caller, later steps take all and return NeedMore
    };

    StreamAnalyzer(Role sender, Agreement agreement, StreamOffset start);

    /// What the handshake agreed on, when frames came before it was known; for messages that begin from now on. Only
    /// once, and not after an agreement on permessage-deflate.
    void setAgreement(Agreement agreement) noexcept;
    /// What the frames after the one that has begun depend on.
    StreamState state() const noexcept;
    /// The stream was not seen from its beginning: frames before the first one given here have led to this state. What
    /// is open of a message is judged and inflated no further; its next frame begins it here.
    void resume(const StreamState &state) noexcept;
    /// Takes octets from the front of `input`, at most to the end of one frame.
    Step step(ByteView &input);
    /// Takes frames from the front of `input` for as long as they are plain ones (see takePlainFrames()) and nobody
    /// wants what they carry, at most as many as `frames` holds, and returns how many. step() takes what is left, and
    /// would have said the same: a Frame each, without findings. frame() is that of the last step().
    std::size_t takePlain(ByteView &input, std::span<PlainFrame> frames) noexcept;
    /// takePlain() would take none; costs nothing.
    bool takesNoPlain(ByteView input) const noexcept
    {
        // RFC 6455 §5.2: FIN and opcode 1 or 2.
        return m_sink != nullptr || m_lost || insideFrame() || m_checker.messageOpen() || m_checker.closed() ||
               input.empty() || (input[0] != 0x81 && input[0] != 0x82);
    }
    /// The stream ended. True when it ended inside a frame or header; frame() and findings() then describe that frame
    /// (complete == false; when not even the header was whole, header fields hold what arrived, the rest zero).
    /// findings() also holds msg.unfinished when a fragmented message is open, and deflate.truncated when a compressed
    /// one is, in either case.
    bool finish();

    /// Valid until the next step().
    const AnalyzedFrame &frame() const noexcept { return m_frame; }
    const std::vector<Finding> &findings() const noexcept { return m_findings; }
    /// The close code that RFC 6455 asks a receiver to fail with for what was seen so far, also inside an unfinished
    /// frame; 0 when nothing is wrong. Stays at the first.
    std::uint16_t failureCode() const noexcept { return m_failureCode; }
    /// The finding that failureCode() comes from; meaningful when that is not 0.
    FindingId failureFinding() const noexcept { return m_failureFinding; }
    /// The framing is lost, or the stream has ended: what comes now is raw.
    bool lost() const noexcept { return m_lost; }
    /// Whether the last octet taken was neither a frame's last nor before the first.
    bool insideFrame() const noexcept { return m_inPayload || !m_parser.partialHeader().empty(); }
    const FrameParser &parser() const noexcept { return m_parser; }
    /// Who wants the data of whole messages that begin from now on, or nullptr.
    void setMessageSink(MessageSink *sink) noexcept;
    /// Who wants what is inflated, or nullptr.
    void setInflatedSink(InflatedSink *sink) noexcept { m_inflatedSink = sink; }
    void setInflateLimits(const InflateLimits &limits) noexcept { m_inflater.setLimits(limits); }
    /// The compressed message that began last. The finding deflate.unknown has no value here: who counts rows knows it.
    const MessageInflater &inflater() const noexcept { return m_inflater; }

private:
    void beginFrame();
    void beginInflating();
    void takePayload(ByteView chunk);
    void takeCompressed(ByteView slice, std::uint64_t position);
    void judgeInflated(ByteView octets);
    void reportInflating(StreamOffset offset);
    void endFrame(bool complete);
    void finishHeader();
    void report(FindingId id, StreamOffset offset, std::uint64_t value);
    void noteFailures(std::size_t from) noexcept;

    FrameParser m_parser;
    SequenceChecker m_checker;
    MessageAssembler m_assembler;
    MessageInflater m_inflater;
    AnalyzedFrame m_frame;
    std::vector<Finding> m_findings;
    std::vector<std::uint8_t> m_scratch; ///< unmasked octets on their way to who wants them; made when first needed
    MessageSink *m_sink = nullptr;
    InflatedSink *m_inflatedSink = nullptr;
    StreamOffset m_message; ///< first header octet of the open message
    FindingId m_failureFinding{};
    std::uint16_t m_failureCode = 0;
    bool m_inPayload = false;
    bool m_resumed = false;   ///< the open message began before what was seen, and no frame of it came yet
    bool m_sinkKnows = false; ///< the open message was begun at the sink
    bool m_toSink = false;    ///< the current frame's payload belongs to a message of the sink
    bool m_lost = false;
};

} // namespace framescope::ws
