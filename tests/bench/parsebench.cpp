#include "core/capture/pipeline.h"
#include "tests/bench/contest.h"
#include "tests/bench/streams.h"

namespace framescope::bench
{

namespace
{

constexpr std::size_t readSize = 256 * 1024;
/// Rows are shown after so many reads at most, as connections do it.
constexpr std::size_t readsATurn = 4;

} // namespace

// Parse, unmask, validate and index, as the capture does between socket and file: the same pipeline.
double oursPerFrame(const FrameStream &stream, const QByteArray &octets)
{
    const double start = threadCpu();
    capture::RowStore rows;
    const ws::Role ourRole = stream.masked ? ws::Role::Server : ws::Role::Client;
    capture::Pipeline pipeline(ConnectionId(0), ourRole, rows);
    pipeline.feed(stream.masked ? Direction::In : Direction::Out, Timestamp(1), byteView(upgradeRequest()));
    pipeline.feed(stream.masked ? Direction::Out : Direction::In, Timestamp(2),
                  byteView(upgradeAnswer(upgradeRequest())));
    const std::uint64_t heads = rows.nextRow();
    const ByteView all = byteView(octets);
    std::size_t reads = 0;
    for (std::size_t at = 0; at < all.size(); at += readSize) {
        ByteView input = all.subspan(at, std::min(readSize, all.size() - at));
        while (!input.empty())
            input = input.subspan(pipeline.feed(Direction::In, Timestamp(3), input));
        if (++reads % readsATurn == 0)
            rows.publish();
    }
    rows.publish();
    const double took = threadCpu() - start;
    const capture::RowRecord &last = rows[RowIndex(rows.size() - 1)];
    const bool sound = rows.size() == heads + stream.frames && rows.errorRows() == 0 && rows.failure().isEmpty() &&
                       pipeline.counters().frames[1] == stream.frames &&
                       last.length() == std::uint64_t(stream.payload) &&
                       last.offset().value() + last.wireSize() == pipeline.counters().octets[1];
    if (!sound)
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
