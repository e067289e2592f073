#include "core/base/filebackedarray.h"
#include "core/capture/rowrecord.h"
#include "core/ws/streamanalyzer.h"
#include "tests/bench/contest.h"
#include "tests/bench/streams.h"

namespace framescope::bench
{

namespace
{

constexpr std::size_t readSize = 256 * 1024;

} // namespace

double oursPerFrame(const FrameStream &stream, const QByteArray &octets)
{
    const double start = threadCpu();
    ws::StreamAnalyzer analyzer(stream.masked ? ws::Role::Client : ws::Role::Server, {}, StreamOffset(0));
    FileBackedArray<capture::RowRecord> index;
    std::uint64_t payload = 0;
    bool sound = true;
    const ByteView all = byteView(octets);
    for (std::size_t at = 0; at < all.size(); at += readSize) {
        ByteView input = all.subspan(at, std::min(readSize, all.size() - at));
        while (analyzer.step(input) == ws::StreamAnalyzer::Step::Frame) {
            const ws::AnalyzedFrame &frame = analyzer.frame();
            capture::RowRecord record;
            record.first = frame.header.first;
            record.second = frame.header.second;
            record.setKind(capture::RowKind::Frame, Direction::In);
            record.setOffset(frame.offset);
            record.setLength(frame.header.declared);
            sound = index.append(record).ok() && analyzer.failureCode() == 0 && sound;
            payload += frame.payloadPresent;
        }
        index.publish();
    }
    const double took = threadCpu() - start;
    if (!sound || index.size() != stream.frames || payload != stream.frames * std::uint64_t(stream.payload))
        return -1;
    return took / double(stream.frames);
}

void benchParse(Contest &contest)
{
    const std::uint64_t scale = contest.quick() ? 10 : 1;
    const struct {
        FrameStream stream;
        double bar;
    } races[] = {
        {{"16 octets of text", true, false, 16, 4'000'000 / scale}, 2.5},
        {{"125 octets of text", true, false, 125, 2'000'000 / scale}, 2.5},
        {{"16 KiB of text, masked", true, true, 16 * 1024, 20'000 / scale}, 1.2},
    };
    for (const auto &[stream, bar] : races) {
        const QByteArray octets = stream.octets();
        std::vector<Work> works{{QStringLiteral("framescope"), [&] { return oursPerFrame(stream, octets) > 0; }}};
#ifdef FRAMESCOPE_BENCH_BEAST
        works.push_back(
            {QStringLiteral("Boost.Beast, keeping nothing"), [&] { return beastPerFrame(stream, octets) > 0; }, bar});
#else
        works.push_back({QStringLiteral("octets touched once"), [&] {
                             std::uint64_t sum = 0;
                             for (const char c : octets)
                                 sum += std::uint8_t(c);
                             use(sum);
                             return true;
                         }});
#endif
        contest.runInMemory(
            QStringLiteral("parse, unmask, validate, index in memory: %1").arg(QString::fromLatin1(stream.name)),
            QStringLiteral("M frames a CPU second"), double(stream.frames) * 1000, works);
    }
}

} // namespace framescope::bench
