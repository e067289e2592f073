#include "core/ws/streamanalyzer.h"

#include "core/ws/findings.h"
#include "core/ws/mask.h"

#include <algorithm>

namespace framescope::ws
{

namespace
{
/// Fits the first-level cache beside its source.
constexpr std::size_t scratchSize = 16384;
} // namespace

StreamAnalyzer::StreamAnalyzer(Role sender, Agreement agreement, StreamOffset start)
    : m_parser(start), m_checker(sender, agreement), m_assembler(agreement), m_inflater(agreement.of(sender))
{
}

void StreamAnalyzer::setAgreement(Agreement agreement) noexcept
{
    m_checker.setAgreement(agreement);
    m_assembler.setAgreement(agreement);
    m_inflater.setSide(agreement.of(m_checker.sender()));
}

StreamState StreamAnalyzer::state() const noexcept
{
    return {m_checker.messageOpen(), m_checker.closed(), m_inflater.contextLost() || m_inflater.hasContext()};
}

void StreamAnalyzer::resume(const StreamState &state) noexcept
{
    m_checker.resume(state.messageOpen, state.closed);
    m_resumed = state.messageOpen;
    m_message = m_parser.position();
    if (state.contextLost)
        m_inflater.loseContext();
}

void StreamAnalyzer::setMessageSink(MessageSink *sink) noexcept
{
    m_sinkKnows = m_sinkKnows && sink == m_sink;
    m_toSink = m_toSink && m_sinkKnows;
    m_sink = sink;
}

StreamAnalyzer::Step StreamAnalyzer::step(ByteView &input)
{
    if (!m_inPayload) {
        m_findings.clear();
        if (m_lost) {
            input = {};
            return Step::NeedMore;
        }
        switch (m_parser.readHeader(input)) {
        case FrameParser::Status::NeedMore:
            return Step::NeedMore;
        case FrameParser::Status::Header:
            beginFrame();
            break;
        case FrameParser::Status::Lost:
            beginFrame();
            endFrame(false);
            m_inflater.abandon();
            m_inflater.takeFault();
            m_lost = true;
            return Step::Lost;
        }
    }
    const ByteView chunk = m_parser.takePayload(input);
    if (!chunk.empty())
        takePayload(chunk);
    if (m_parser.payloadRemaining() != 0)
        return Step::NeedMore;
    endFrame(true);
    return Step::Frame;
}

std::size_t StreamAnalyzer::takePlain(ByteView &input, std::span<PlainFrame> frames) noexcept
{
    // Between messages a plain frame leaves everything as it was but the place and the key.
    if (takesNoPlain(input))
        return 0;
    m_findings.clear();
    const std::size_t before = input.size();
    const std::size_t count =
        takePlainFrames(input, m_parser.position(), m_checker.sender(), m_checker.lastKey(), frames);
    m_parser.pass(before - input.size());
    return count;
}

bool StreamAnalyzer::finish()
{
    if (!m_inPayload)
        m_findings.clear();
    if (m_lost)
        return false;
    const bool inside = insideFrame();
    if (m_inPayload) {
        report(FindingId::FrameTruncated, m_parser.frameOffset(), m_parser.payloadRemaining());
        endFrame(false);
    } else if (inside) {
        finishHeader();
    }
    if (m_checker.messageOpen())
        report(FindingId::MsgUnfinished, m_message, 0);
    m_inflater.abandon();
    if (m_inflater.takeFault())
        report(FindingId::DeflateTruncated, m_message, m_inflater.size());
    m_lost = true;
    return inside;
}

void StreamAnalyzer::beginFrame()
{
    const FrameHeader &header = m_parser.header();
    const Opcode opcode = header.opcode();
    const bool open = m_checker.messageOpen();
    m_checker.check(header, m_parser.frameOffset(), m_findings);
    noteFailures(0);
    m_assembler.beginFrame(header, m_parser.frameOffset());

    m_frame.header = header;
    m_frame.offset = m_parser.frameOffset();
    m_frame.payloadPresent = 0;
    m_frame.complete = false;
    m_frame.inMessage = !isControl(opcode) && !isReserved(opcode);
    m_frame.beginsMessage = m_frame.inMessage && (opcode != Opcode::Continuation || !open || m_resumed);
    m_resumed = m_resumed && !m_frame.inMessage;
    m_frame.endsMessage = m_frame.inMessage && header.fin();
    m_frame.controlPayload = {};
    const bool belongs = m_frame.inMessage && (open || opcode != Opcode::Continuation);
    m_frame.compressed = belongs && m_assembler.compressed();
    if (m_frame.beginsMessage) {
        m_message = m_frame.offset;
        if (m_frame.compressed || m_inflater.running()) [[unlikely]]
            beginInflating();
        m_sinkKnows =
            m_sink != nullptr && opcode != Opcode::Continuation && (!m_frame.compressed || m_inflater.running());
        if (m_sinkKnows)
            m_sink->messageBegin(opcode);
    }
    m_toSink = belongs && m_sinkKnows;
    m_inPayload = true;
}

void StreamAnalyzer::beginInflating()
{
    if (m_inflater.running()) {
        // That the message which was open is broken is said by msg.interleaved.
        m_inflater.abandon();
        m_inflater.takeFault();
    }
    if (m_frame.compressed) {
        m_inflater.begin();
        reportInflating(m_frame.offset);
    }
}

void StreamAnalyzer::takePayload(ByteView chunk)
{
    const std::size_t from = m_findings.size();
    const std::uint64_t phase = m_frame.payloadPresent;
    m_frame.payloadPresent += chunk.size();
    const bool masked = m_frame.header.masked();
    for (std::size_t done = 0; done < chunk.size();) {
        ByteView slice = chunk.subspan(done);
        // Nobody looks at the rest: only its size counts.
        const bool wanted = m_frame.compressed ? m_inflater.running() : m_toSink || m_assembler.wantsPayload();
        if (masked && wanted) {
            if (m_scratch.empty())
                m_scratch.resize(scratchSize);
            const std::size_t size = std::min(scratchSize, slice.size());
            mask(slice.data(), m_scratch.data(), size, m_frame.header.key, phase + done);
            slice = ByteView(m_scratch.data(), size);
        }
        m_assembler.payload(slice, m_findings);
        if (m_frame.compressed) [[unlikely]]
            takeCompressed(slice, phase + done);
        else if (m_toSink)
            m_sink->messageData(m_assembler.messageOpcode(), slice);
        done += slice.size();
    }
    if (m_findings.size() != from)
        noteFailures(from);
}

/// Octets of a compressed message, `position` octets into the frame's payload.
void StreamAnalyzer::takeCompressed(ByteView slice, std::uint64_t position)
{
    m_inflater.count(slice.size());
    ByteView input = slice;
    for (;;) {
        const ByteView octets = m_inflater.inflate(input);
        judgeInflated(octets);
        if (octets.empty())
            break;
        if (m_toSink)
            m_sink->messageData(m_assembler.messageOpcode(), octets);
        if (m_inflatedSink != nullptr)
            m_inflatedSink->inflated(octets);
    }
    const std::uint64_t taken = slice.size() - input.size();
    if (taken != 0)
        reportInflating(m_frame.offset + (m_frame.header.size() + position + taken - 1));
}

/// What was inflated last. A reference beyond the window is told in its place among the findings about the text, so that
/// their order does not depend on how the octets came.
void StreamAnalyzer::judgeInflated(ByteView octets)
{
    if (const std::optional<std::uint64_t> place = m_inflater.takeWindowFault()) {
        const std::uint64_t start = m_inflater.size() - octets.size();
        const std::size_t before =
            static_cast<std::size_t>(std::min<std::uint64_t>(*place - std::min(*place, start), octets.size()));
        m_assembler.inflated(octets.first(before), m_findings);
        report(FindingId::DeflateWindow, m_frame.offset, *place);
        octets = octets.subspan(before);
    }
    m_assembler.inflated(octets, m_findings);
}

/// What became wrong with the compressed message; `offset` is the last octet taken of it, where a bad one shows.
void StreamAnalyzer::reportInflating(StreamOffset offset)
{
    const std::optional<FindingId> fault = m_inflater.takeFault();
    if (!fault)
        return;
    m_assembler.inflatingStopped();
    if (*fault == FindingId::DeflateData || *fault == FindingId::DeflateContext)
        m_findings.push_back({*fault, 0, 8, offset, m_inflater.size()});
    else if (*fault == FindingId::DeflateUnknown)
        m_findings.push_back({*fault, 1, 1, m_frame.offset, 0});
    else
        report(*fault, m_frame.offset, m_inflater.size());
}

void StreamAnalyzer::endFrame(bool complete)
{
    const std::size_t from = m_findings.size();
    const Opcode message = m_assembler.messageOpcode();
    if (complete && m_frame.compressed && m_frame.endsMessage) [[unlikely]] {
        m_inflater.end();
        reportInflating(m_frame.offset);
        m_toSink = m_toSink && m_inflater.state() == MessageInflater::State::Whole;
    }
    m_assembler.endFrame(complete, m_findings);
    noteFailures(from);
    m_frame.complete = complete;
    if (isControl(m_frame.header.opcode()))
        m_frame.controlPayload = m_assembler.controlPayload();
    if (complete && m_toSink && m_frame.endsMessage)
        m_sink->messageEnd(message);
    m_inPayload = false;
}

/// The stream ended inside a header: its octets so far are all there is to say.
void StreamAnalyzer::finishHeader()
{
    const ByteView partial = m_parser.partialHeader();
    std::uint8_t octets[FrameHeader::maxSize] = {};
    std::copy(partial.begin(), partial.end(), octets);
    m_frame = {};
    m_frame.offset = m_parser.frameOffset();
    m_frame.header = decodeHeader(octets);
    m_frame.header.key = {};
    if (partial.size() < FrameHeader::sizeFor(octets[1] & 0x7F))
        m_frame.header.declared = 0;
    if (m_checker.closed())
        report(FindingId::AfterClose, m_frame.offset, static_cast<std::uint64_t>(m_frame.header.opcode()));
    report(FindingId::FrameHeaderTruncated, m_frame.offset, partial.size());
}

void StreamAnalyzer::report(FindingId id, StreamOffset offset, std::uint64_t value)
{
    m_findings.push_back({id, 0, 0, offset, value});
}

void StreamAnalyzer::noteFailures(std::size_t from) noexcept
{
    for (std::size_t i = from; m_failureCode == 0 && i < m_findings.size(); ++i) {
        m_failureCode = info(m_findings[i].id).closeCode;
        m_failureFinding = m_findings[i].id;
    }
}

} // namespace framescope::ws
