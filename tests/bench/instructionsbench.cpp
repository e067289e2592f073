#include "tests/bench/childprocess.h"
#include "tests/bench/contest.h"
#include "tests/bench/counted.h"
#include "tests/bench/streams.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStandardPaths>

namespace framescope::bench
{

namespace
{
FrameStream streamOf(qsizetype payload, std::uint64_t frames)
{
    return {QByteArray::number(payload) + " octets of text", true, false, payload, frames};
}

/// What callgrind counts while the stream is read, divided by its frames.
double instructionsPerFrame(const QString &who, const FrameStream &stream)
{
    const ChildRun run = runChild({QStringLiteral("valgrind"), QStringLiteral("--tool=callgrind"),
                                   QStringLiteral("--callgrind-out-file=/dev/null"),
                                   QStringLiteral("--toggle-collect=framescopeBenchCounted"),
                                   QCoreApplication::applicationFilePath(), QStringLiteral("--callgrind-") + who,
                                   QString::number(stream.frames), QString::number(stream.payload)});
    static const QRegularExpression collected(QStringLiteral("Collected : (\\d+)"));
    const QRegularExpressionMatch match = collected.match(QString::fromLocal8Bit(run.output));
    const double count = match.captured(1).toDouble();
    return run.ok && count > 0 ? count / double(stream.frames) : -1;
}
} // namespace

extern "C" [[gnu::noinline]] bool framescopeBenchCounted(bool ours, const FrameStream &stream, const QByteArray &octets)
{
#ifdef FRAMESCOPE_BENCH_BEAST
    if (!ours)
        return beastPerFrame(stream, octets) > 0;
#endif
    return ours && oursPerFrame(stream, octets) > 0;
}

int runCounted(bool ours, std::uint64_t frames, qsizetype payload)
{
    const FrameStream stream = streamOf(payload, frames);
    return framescopeBenchCounted(ours, stream, stream.octets()) ? 0 : 1;
}

void benchInstructions(Contest &contest)
{
    for (const qsizetype payload : {16, 125}) {
        const FrameStream stream = streamOf(payload, contest.quick() ? 5'000 : 50'000);
        const QString name =
            QStringLiteral("instructions to parse, unmask, validate, index: %1").arg(QString::fromLatin1(stream.name));
#ifdef FRAMESCOPE_BENCH_BEAST
        if (QStandardPaths::findExecutable(QStringLiteral("valgrind")).isEmpty()) {
            contest.skip(name, QStringLiteral("valgrind is not there"));
            continue;
        }
        contest.run(
            name, QStringLiteral("instructions a frame"), Better::Lower,
            {{QStringLiteral("framescope"), [&] { return instructionsPerFrame(QStringLiteral("ours"), stream); }},
             {QStringLiteral("Boost.Beast, keeping nothing"),
              [&] { return instructionsPerFrame(QStringLiteral("beast"), stream); }, 0.35}},
            1);
#else
        contest.skip(name, QStringLiteral("it was built without Boost"));
#endif
    }
}

} // namespace framescope::bench
