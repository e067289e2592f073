#pragma once

#include "core/ws/finding.h"
#include "core/ws/frameparser.h"
#include "core/ws/messageassembler.h"
#include "core/ws/sequencechecker.h"

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
    ByteView controlPayload;    ///< of a control frame: its first 125 payload octets, unmasked
};

/// Takes what a message carries as it is unmasked; used by whoever must answer with it (echo).
/// Thread: called inside StreamAnalyzer::step().
class MessageSink
{
public:
    virtual ~MessageSink() = default;
    virtual void messageData(Opcode opcode, ByteView unmasked) = 0;
    virtual void messageEnd(Opcode opcode) = 0;
};

/// One direction's frames with their verdicts: parser, sequence checker and message assembler as one step machine.
/// Allocates nothing per frame.
class StreamAnalyzer
{
public:
    enum class Step : std::uint8_t {
        NeedMore, ///< all input taken
        Frame,    ///< frame() and findings() describe a whole frame; input may hold more
        Lost,     ///< as Frame, for the header that lost the framing; all further octets are raw
    };

    StreamAnalyzer(Role sender, Agreement agreement, StreamOffset start);

    /// Takes octets from the front of `input`, at most to the end of one frame.
    Step step(ByteView &input);
    /// The stream ended. True when it ended inside a frame or header; frame() and findings() then describe that frame
    /// (complete == false; when not even the header was whole, header fields hold what arrived, the rest zero).
    bool finish();

    const AnalyzedFrame &frame() const noexcept { return m_frame; }
    const std::vector<Finding> &findings() const noexcept { return m_findings; }
    /// The close code that RFC 6455 asks a receiver to fail with for what was seen so far, also inside an unfinished
    /// frame; 0 when nothing is wrong. Stays at the first.
    std::uint16_t failureCode() const noexcept { return m_failureCode; }
    FindingId failureFinding() const noexcept { return m_failureFinding; }
    /// Progress of the frame being received: 0 of 0 between frames.
    bool insideFrame() const noexcept { return m_inPayload || !m_parser.partialHeader().empty(); }
    const FrameParser &parser() const noexcept { return m_parser; }
    /// Who wants the data of whole messages, or nullptr.
    void setMessageSink(MessageSink *sink) noexcept { m_sink = sink; }

private:
    void beginFrame();
    void takePayload(ByteView chunk);
    void endFrame(bool complete);
    void noteFailures(std::size_t from) noexcept;

    FrameParser m_parser;
    SequenceChecker m_checker;
    MessageAssembler m_assembler;
    AnalyzedFrame m_frame;
    std::vector<Finding> m_findings;
    MessageSink *m_sink = nullptr;
    FindingId m_failureFinding{};
    std::uint16_t m_failureCode = 0;
    bool m_inPayload = false;
    bool m_lost = false;
};

} // namespace framescope::ws
