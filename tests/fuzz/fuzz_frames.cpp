// Any octets, whole and in pieces: frames, findings and messages must be the same.

#include "core/ws/findings.h"
#include "core/ws/streamanalyzer.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

using namespace framescope;
using namespace framescope::ws;

namespace
{
struct Sink final : MessageSink {
    std::vector<std::uint8_t> octets;
    void messageBegin(Opcode opcode) override { octets.push_back(static_cast<std::uint8_t>(opcode)); }
    void messageData(Opcode, ByteView unmasked) override
    {
        octets.insert(octets.end(), unmasked.begin(), unmasked.end());
    }
    void messageEnd(Opcode opcode) override { octets.push_back(static_cast<std::uint8_t>(opcode)); }
};

struct Frame {
    FrameHeader header;
    StreamOffset offset;
    std::uint64_t present;
    bool complete, begins, ends, inMessage;
    std::vector<std::uint8_t> control;
    std::vector<Finding> findings;
    bool operator==(const Frame &) const = default;
};

struct Run {
    std::vector<Frame> frames;
    std::vector<std::uint8_t> messages;
    std::uint16_t failure = 0;
    bool operator==(const Run &) const = default;
};

void record(const StreamAnalyzer &analyzer, Run &run)
{
    const AnalyzedFrame &f = analyzer.frame();
    run.frames.push_back({f.header,
                          f.offset,
                          f.payloadPresent,
                          f.complete,
                          f.beginsMessage,
                          f.endsMessage,
                          f.inMessage,
                          {f.controlPayload.begin(), f.controlPayload.end()},
                          analyzer.findings()});
}

Run analyze(ByteView stream, Role sender, Agreement agreement, std::size_t first, std::size_t size)
{
    Run run;
    Sink sink;
    StreamAnalyzer analyzer(sender, agreement, StreamOffset(0));
    analyzer.setMessageSink(&sink);
    for (std::size_t at = 0, n = first; at < stream.size(); at += n, n = size) {
        n = std::min(n, stream.size() - at);
        // Of its own, so that reading beyond its end is seen.
        const std::vector<std::uint8_t> piece(stream.begin() + std::ptrdiff_t(at),
                                              stream.begin() + std::ptrdiff_t(at + n));
        ByteView input(piece);
        while (analyzer.step(input) != StreamAnalyzer::Step::NeedMore)
            record(analyzer, run);
        if (!input.empty())
            std::abort();
    }
    if (analyzer.finish())
        record(analyzer, run);
    run.messages = sink.octets;
    run.failure = analyzer.failureCode();
    return run;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const Role sender = (data[0] & 1) != 0 ? Role::Client : Role::Server;
    const Agreement agreement{(data[0] & 2) != 0};
    const ByteView stream(data + 2, size - 2);
    const Run whole = analyze(stream, sender, agreement, stream.size(), stream.size());
    const std::size_t cut = 1 + data[1];
    if (!(analyze(stream, sender, agreement, 1, 1) == whole) ||
        !(analyze(stream, sender, agreement, cut, stream.size()) == whole) ||
        !(analyze(stream, sender, agreement, cut, cut) == whole))
        std::abort();
    // Every octet belongs to one frame, in order, or comes after the framing is lost.
    std::uint64_t next = 0;
    for (const Frame &frame : whole.frames) {
        if (frame.offset != StreamOffset(next))
            std::abort();
        next += frame.header.size() + frame.present;
    }
    return 0;
}
