#include "tests/bench/childprocess.h"
#include "tests/bench/contest.h"
#include "tests/support/bigcapture.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace framescope::bench
{

namespace
{

/// One run of each reader: the memory figure is of the same run as the CPU figure.
struct Used {
    double cpuMs = -1, rssMiB = -1;
};

QString ourProgram() { return QCoreApplication::applicationDirPath() + QStringLiteral("/framescope"); }

Used ours(const QString &path, std::uint64_t frames)
{
    const ChildRun run =
        runChild({ourProgram(), QStringLiteral("read"), path, QStringLiteral("--summary"), QStringLiteral("--json")});
    const QJsonObject told = QJsonDocument::fromJson(run.output).object();
    if (!run.ok || told[QStringLiteral("frames")].toInteger() != qint64(frames) ||
        told[QStringLiteral("errors")].toInt(-1) != 0)
        return {};
    return {run.cpuNs / 1e6, run.maxRssMiB};
}

/// Fields of every packet; a packet's frames stand between commas.
Used theirs(const QString &path, std::uint64_t frames)
{
    const ChildRun run = runChild({QStringLiteral("tshark"), QStringLiteral("-r"), path, QStringLiteral("-T"),
                                   QStringLiteral("fields"), QStringLiteral("-e"), QStringLiteral("websocket.opcode")});
    std::uint64_t found = 0;
    for (const QByteArray &line : run.output.split('\n')) {
        if (!line.isEmpty() && (line[0] == '1' || line[0] == '2'))
            found += std::uint64_t(line.count(',')) + 1;
    }
    return run.ok && found == frames ? Used{run.cpuNs / 1e6, run.maxRssMiB} : Used{};
}

} // namespace

void benchShark(Contest &contest)
{
    const std::uint64_t frames = 1'000'000; // of fewer, what it costs to start would be all there is to see
    const struct {
        const char *name;
        std::size_t perSegment;
        double lessCpu;
        std::optional<double> memory;
    } races[] = {{"20 to a segment", 20, 40, {}}, {"one to a segment", 1, 300, 1.0 / 8}};
    for (const auto &[text, perSegment, lessCpu, memoryBar] : races) {
        const QString name =
            QStringLiteral("read a capture of %1 frames, %2").arg(frames).arg(QString::fromLatin1(text));
        if (QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty()) {
            contest.skip(name, QStringLiteral("tshark is not there"));
            continue;
        }
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("frames.pcapng"));
        test::BigCapture big;
        big.frames = frames;
        big.framesPerSegment = perSegment;
        if (const auto written = big.write(path); !written) {
            contest.skip(name, written.error().message);
            continue;
        }
        // The memory figures are of the runs whose CPU time is told.
        const QString us = QStringLiteral("framescope read"), them = QStringLiteral("tshark");
        Outcome memory{name + QStringLiteral(": memory"),
                       QStringLiteral("MiB at most"),
                       Better::Lower,
                       {{us, {}, {}}, {them, {}, memoryBar}},
                       {},
                       {}};
        const auto cpuOf = [&memory](const Used &used, std::size_t side) {
            memory.sides[side].figures.push_back(used.rssMiB);
            return used.cpuMs;
        };
        contest.run(name, QStringLiteral("CPU ms"), Better::Lower,
                    {{us, [&] { return cpuOf(ours(path, frames), 0); }},
                     {them, [&] { return cpuOf(theirs(path, frames), 1); }, 1 / lessCpu}},
                    contest.quick() ? 1 : 3);
        memory.wrong = contest.outcomes().back().wrong;
        contest.add(memory);
    }
}

} // namespace framescope::bench
