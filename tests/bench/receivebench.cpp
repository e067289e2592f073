#include "tests/bench/childprocess.h"
#include "tests/bench/contest.h"
#include "tests/bench/receivers.h"

#include <QCoreApplication>

#include <algorithm>

namespace framescope::bench
{

namespace
{
ChildRun receiveInChild(const char *how, const FrameStream &stream)
{
    return runChild({QCoreApplication::applicationFilePath(), QStringLiteral("--receive"), QLatin1String(how),
                     QString::number(stream.frames), QString::number(stream.payload)});
}

double memoryOf(const char *how, const FrameStream &stream)
{
    const ChildRun run = receiveInChild(how, stream);
    return run.ok ? run.maxRssMiB : -1;
}

/// Against the promise of eight octets a frame.
double anonymousPerFrame(const FrameStream &stream)
{
    const ChildRun run = receiveInChild("recorded", stream);
    const qsizetype at = run.output.indexOf("anonymous: ");
    return run.ok && at >= 0 ? std::max(0.001, run.output.mid(at + 11).simplified().split(' ').front().toDouble()) : -1;
}

struct Race {
    FrameStream stream;
    std::optional<double> qt, qtKeeping, beast; ///< bars
};
} // namespace

void benchReceive(Contest &contest)
{
    const std::uint64_t scale = contest.quick() ? 10 : 1;
    const Race races[] = {
        {{"64 octets of text", true, false, 64, 4'000'000 / scale}, 1.0 / 8, {}, 0.6},
        {{"1 KiB of text", true, false, 1024, 500'000 / scale}, {}, {}, {}},
        {{"64 KiB of binary", false, false, 64 * 1024, 10'000 / scale}, {}, 0.55, {}},
    };
    for (const Race &race : races) {
        const FrameStream &stream = race.stream;
        std::vector<Contender> contenders{
            {QStringLiteral("framescope, recorded and judged"), [&] { return recordedPerFrame(stream); }},
            {QStringLiteral("QWebSocket, keeping nothing"), [&] { return qtPerFrame(stream, false); }, race.qt},
            {QStringLiteral("QWebSocket, keeping the messages"), [&] { return qtPerFrame(stream, true); },
             race.qtKeeping},
#ifdef FRAMESCOPE_BENCH_BEAST
            {QStringLiteral("Boost.Beast, keeping nothing"), [&] { return beastReceivePerFrame(stream); }, race.beast},
#endif
            {QStringLiteral("bare QTcpSocket, octets counted"), [&] { return socketPerFrame(stream); }}};
        contest.run(QStringLiteral("receive over loopback: %1").arg(QString::fromLatin1(stream.name)),
                    QStringLiteral("CPU ns a frame"), Better::Lower, contenders, contest.quick() ? 3 : 5);
    }

    const FrameStream large{"", false, false, 64 * 1024, contest.quick() ? 4'096u : 16'384u};
    contest.run(QStringLiteral("memory while %1 MiB are received").arg(large.frames / 16), QStringLiteral("MiB"),
                Better::Lower,
                {{QStringLiteral("framescope, recorded and judged"), [&] { return memoryOf("recorded", large); }},
                 promise(100),
                 {QStringLiteral("QWebSocket, keeping the messages"), [&] { return memoryOf("kept", large); }}},
                1);
    const FrameStream many{"", false, false, 16, 10'000'000 / scale};
    contest.run(QStringLiteral("anonymous memory for %1 frames").arg(many.frames), QStringLiteral("octets a frame"),
                Better::Lower, {{QStringLiteral("framescope"), [&] { return anonymousPerFrame(many); }}, promise(8)},
                1);
}

} // namespace framescope::bench
