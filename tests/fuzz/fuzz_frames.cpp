// Any octets, whole and in pieces: frames, findings, and what a message's owner is told must be the same.

#include "core/ws/findings.h"
#include "core/ws/mask.h"
#include "core/ws/streamanalyzer.h"
#include "tests/fuzz/fuzzinput.h"

using namespace framescope;
using namespace framescope::ws;
using fuzz::require;

namespace
{
/// Notes the calls; pieces of one run of data are joined, for where they are cut is nobody's promise.
struct Sink final : MessageSink {
    std::vector<std::vector<std::uint8_t>> calls;
    bool inData = false;

    void call(std::uint8_t kind, Opcode opcode)
    {
        calls.push_back({kind, static_cast<std::uint8_t>(opcode)});
        inData = false;
    }
    void messageBegin(Opcode opcode) override { call('b', opcode); }
    void messageData(Opcode opcode, ByteView data) override
    {
        if (data.empty())
            return;
        if (!inData)
            call('d', opcode);
        inData = true;
        require(calls.back()[1] == static_cast<std::uint8_t>(opcode));
        calls.back().insert(calls.back().end(), data.begin(), data.end());
    }
    void messageEnd(Opcode opcode) override { call('e', opcode); }
};

/// What compressed messages inflate to; it may be too much to keep.
struct Inflating final : InflatedSink {
    std::uint64_t hash = 0xCBF29CE484222325u;
    std::uint64_t size = 0;

    void inflated(ByteView data) override
    {
        require(!data.empty());
        for (const std::uint8_t octet : data)
            hash = (hash ^ octet) * 0x100000001B3u;
        size += data.size();
    }
};

/// What the handshake tells a receiver, and when.
struct Terms {
    Role sender = Role::Server;
    Agreement agreement;
    bool late = false; ///< the agreement is known after the first frame
    InflateLimits limits;
};

struct Frame {
    FrameHeader header;
    StreamOffset offset;
    std::uint64_t present;
    bool complete, begins, ends, inMessage, compressed;
    MessageInflater::State state;
    std::uint64_t wire, size; ///< of the compressed message so far
    std::vector<std::uint8_t> control;
    std::vector<Finding> findings;
    bool operator==(const Frame &) const = default;
};

struct Run {
    std::vector<Frame> frames;
    std::vector<std::vector<std::uint8_t>> calls;
    std::uint16_t failure = 0;
    FindingId why{};
    std::uint64_t inflatedHash = 0, inflatedSize = 0;
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
                          f.compressed,
                          analyzer.inflater().state(),
                          analyzer.inflater().wire(),
                          analyzer.inflater().size(),
                          {f.controlPayload.begin(), f.controlPayload.end()},
                          analyzer.findings()});
}

Run analyze(ByteView stream, const Terms &terms, const std::vector<std::size_t> &cuts)
{
    Run run;
    Sink sink;
    Inflating inflating;
    StreamAnalyzer analyzer(terms.sender, terms.late ? Agreement() : terms.agreement, StreamOffset(0));
    analyzer.setMessageSink(&sink);
    analyzer.setInflatedSink(&inflating);
    analyzer.setInflateLimits(terms.limits);
    fuzz::inPieces(stream, cuts, [&](ByteView input) {
        while (analyzer.step(input) != StreamAnalyzer::Step::NeedMore) {
            record(analyzer, run);
            require(analyzer.inflater().size() <= terms.limits.maxMessage);
            if (terms.late && run.frames.size() == 1)
                analyzer.setAgreement(terms.agreement);
        }
        require(input.empty());
        return true;
    });
    if (analyzer.finish())
        record(analyzer, run);
    run.calls = sink.calls;
    run.inflatedHash = inflating.hash;
    run.inflatedSize = inflating.size;
    run.failure = analyzer.failureCode();
    if (run.failure != 0)
        run.why = analyzer.failureFinding();
    return run;
}

/// What is told of the frames when those that are plain go past the machine; nobody wants the messages then.
void checkPlain(ByteView stream, const Terms &terms, const std::vector<std::size_t> &cuts, const Run &whole)
{
    StreamAnalyzer analyzer(terms.sender, terms.agreement, StreamOffset(0));
    analyzer.setInflateLimits(terms.limits);
    std::size_t next = 0;
    fuzz::inPieces(stream, cuts, [&](ByteView input) {
        for (;;) {
            PlainFrame frames[5];
            const std::size_t count = analyzer.takePlain(input, frames);
            for (std::size_t i = 0; i < count; ++i) {
                const Frame &same = whole.frames.at(next++);
                require(same.offset.value() == frames[i].offset && same.header.first == frames[i].first &&
                        same.header.second == frames[i].second && same.header.declared == frames[i].length);
                require(same.complete && same.begins && same.ends && !same.compressed && same.findings.empty());
            }
            if (analyzer.step(input) == StreamAnalyzer::Step::NeedMore)
                break;
            require(whole.frames.at(next).offset == analyzer.frame().offset);
            require(whole.frames.at(next++).findings == analyzer.findings());
        }
        return true;
    });
    if (analyzer.finish())
        require(whole.frames.at(next++).findings == analyzer.findings());
    require(next == whole.frames.size() && analyzer.failureCode() == whole.failure);
}

/// Every octet belongs to one frame, in order, or comes after the framing is lost; findings point into their frame.
void checkPlaces(const Run &run, ByteView stream)
{
    std::uint64_t next = 0;
    for (const Frame &frame : run.frames) {
        require(frame.offset == StreamOffset(next));
        const std::uint64_t payload = next + frame.header.size();
        next = payload + frame.present;
        if (frame.complete)
            require(frame.present == frame.header.declared && next <= stream.size());
        for (const Finding &finding : frame.findings)
            require(finding.offset.value() <= stream.size() && info(finding.id).id == finding.id);
        if (!isControl(frame.header.opcode()) || !frame.complete)
            continue;
        const std::size_t kept = std::min<std::size_t>(125, static_cast<std::size_t>(frame.present));
        std::vector<std::uint8_t> plain(stream.begin() + std::ptrdiff_t(payload),
                                        stream.begin() + std::ptrdiff_t(payload + kept));
        if (frame.header.masked())
            maskPlain(plain, frame.header.key, 0);
        require(plain == frame.control);
    }
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const std::uint8_t choice = input.octet();
    Terms terms;
    terms.sender = (choice & 1) != 0 ? Role::Client : Role::Server;
    Agreement &agreement = terms.agreement;
    agreement.deflate = (choice & 2) != 0;
    agreement.server.contextTakeover = agreement.client.contextTakeover = (choice & 4) == 0;
    agreement.server.windowBits = agreement.client.windowBits = static_cast<std::uint8_t>(15 - ((choice >> 3) & 7));
    const std::uint8_t limit = input.octet();
    constexpr std::uint64_t sizes[] = {256u << 20, 0, 1, 7, 100, 1000, 5000, 65536};
    constexpr std::uint32_t ratios[] = {1000, 0, 1, 50};
    terms.limits = {sizes[limit & 7], ratios[(limit >> 3) & 3]};
    terms.late = (limit & 32) != 0;
    const std::vector<std::size_t> cuts = fuzz::cutsFrom(input);
    const ByteView stream = input.rest();
    const Run whole = analyze(stream, terms, {});
    require(analyze(stream, terms, {1}) == whole);
    if (!cuts.empty())
        require(analyze(stream, terms, cuts) == whole);
    if (!terms.late)
        checkPlain(stream, terms, cuts, whole);
    checkPlaces(whole, stream);
    return 0;
}
