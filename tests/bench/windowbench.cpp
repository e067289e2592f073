#include "tests/bench/childprocess.h"
#include "tests/bench/contest.h"
#include "tests/bench/floodserver.h"
#include "tests/bench/window/memory.h"
#include "tests/support/bigcapture.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

namespace framescope::bench
{

namespace
{

QString beside(const QString &program) { return QCoreApplication::applicationDirPath() + u'/' + program; }

/// What framescope_bench_window says. Empty, and told, when it found no figures.
QJsonObject windowFigures(Contest &contest, const QString &name, const QStringList &arguments)
{
    const ChildRun run = runChild(QStringList{beside(QStringLiteral("framescope_bench_window"))} + arguments);
    QJsonObject figures;
    for (const QByteArray &line : run.output.split('\n')) {
        if (line.startsWith('{'))
            figures = QJsonDocument::fromJson(line).object();
    }
    if (run.ok && !figures.isEmpty())
        return figures;
    std::printf("%s\n", run.output.constData());
    Outcome outcome;
    outcome.name = name;
    outcome.wrong = QStringLiteral("the window (%1)")
                        .arg(figures[QStringLiteral("error")].toString(QStringLiteral("it ended too early")));
    contest.add(outcome);
    return {};
}

void atMost(Contest &contest, const QString &name, const char *unit, double figure, double promised)
{
    contest.addPromise(name, QString::fromLatin1(unit), Better::Lower, figure, promised);
}

} // namespace

void benchIdle(Contest &contest)
{
    const QString name = QStringLiteral("memory of an idle window");
    QTemporaryDir home;
    QProcess window;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("qt.qpa.*=false"));
    for (const char *variable : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        environment.insert(QString::fromLatin1(variable), home.path());
    window.setProcessEnvironment(environment);
    window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    window.start(beside(QStringLiteral("framescope")), QStringList());
    window.waitForStarted();
    // It is idle when it has not worked for a while: a fixed time would be short on a busy machine.
    const auto worked = [&] {
        QFile file(QStringLiteral("/proc/%1/schedstat").arg(window.processId()));
        return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(0).toDouble() : -1;
    };
    double before = -1, memory = -1;
    for (int i = 0; i < 60 && window.state() != QProcess::NotRunning; ++i) {
        QThread::msleep(500);
        const double now = worked();
        if (i > 3 && now - before < 25e6)
            break;
        before = now;
    }
    if (window.state() == QProcess::Running)
        memory = Memory::of(window.processId()).resident / 1048576;
    window.terminate();
    if (!window.waitForFinished(10'000))
        window.kill();
    window.waitForFinished();
    atMost(contest, name, "MiB", memory, 120);
}

void benchFlood(Contest &contest)
{
    const int seconds = contest.quick() ? 5 : 60;
    constexpr double offered = 1'050'000; // a second
    const std::uint64_t frames = std::uint64_t(offered * seconds);
    const QString name = QStringLiteral("the window follows a flood of %1 frames of 64 octets").arg(frames);
    QJsonObject figures;
    double perSecond = 0;
    {
        FloodServer server(frames, offered);
        figures = windowFigures(contest, name, {QStringLiteral("flood"), server.url()});
        perSecond = double(frames) / server.seconds();
    }
    if (figures.isEmpty())
        return;
    const QString path = figures[QStringLiteral("path")].toString();
    // The close frame is one more.
    const bool counted = figures[QStringLiteral("frames")].toInteger() == qint64(frames) + 1 &&
                         figures[QStringLiteral("findings")].toInteger() == 0 &&
                         figures[QStringLiteral("following")].toBool();
    const ChildRun read = runChild({beside(QStringLiteral("framescope")), QStringLiteral("read"), path,
                                    QStringLiteral("--summary"), QStringLiteral("--json")});
    const QJsonObject told = QJsonDocument::fromJson(read.output).object();
    const std::uint64_t inFile = numberedFramesIn(path);
    // Out goes the close frame that answers.
    const bool whole =
        counted && read.ok && told[QStringLiteral("frames")].toInteger() == qint64(frames) + 2 && inFile == frames;
    if (!whole)
        std::printf("of %llu frames the window counted %lld, read %lld, and the file has %llu in order\n",
                    static_cast<unsigned long long>(frames), figures[QStringLiteral("frames")].toInteger() - 1,
                    told[QStringLiteral("frames")].toInteger() - 2, static_cast<unsigned long long>(inFile));
    QDir(figures[QStringLiteral("folder")].toString()).removeRecursively();
    const auto figure = [&](const char *key) { return whole ? figures[QLatin1String(key)].toDouble() : -1; };
    contest.addPromise(name + QStringLiteral(", none lost"), QStringLiteral("frames a second"), Better::Higher,
                       whole ? perSecond : -1, 1e6);
    atMost(contest, name + QStringLiteral(": work a tick, 99 of 100"), "ms", figure("tickP99"), 16);
    atMost(contest, name + QStringLiteral(": CPU time a tick, 99 of 100"), "ms", figure("tickCpuP99"), 16);
    atMost(contest, name + QStringLiteral(": longest gap of the event loop"), "ms", figure("gap"), 100);
}

void benchOpen(Contest &contest)
{
    const std::uint64_t frames = 10'000'000;
    const QString name = QStringLiteral("open a capture of %1 frames").arg(frames);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("frames.pcapng"));
    test::BigCapture big;
    big.frames = frames;
    if (const auto written = big.write(path); !written) {
        contest.skip(name, written.error().message);
        return;
    }
    std::vector<double> painted, loaded, gap, resident, anonymous;
    for (int round = 0; round < (contest.quick() ? 1 : 3); ++round) {
        const QJsonObject figures = windowFigures(contest, name, {QStringLiteral("open"), path});
        if (figures.isEmpty())
            return;
        const bool right = figures[QStringLiteral("frames")].toInteger() == qint64(frames) &&
                           figures[QStringLiteral("findings")].toInteger() == 0;
        const auto take = [&](std::vector<double> &into, const char *key) {
            into.push_back(right ? figures[QLatin1String(key)].toDouble() : -1);
        };
        take(painted, "paintedMs");
        take(loaded, "loadedMs");
        take(gap, "gap");
        take(resident, "residentMiB");
        take(anonymous, "anonymousPerFrame");
    }
    const auto told = [&](const char *what, const char *unit, std::vector<double> &figures, double promised) {
        Outcome outcome{name + QString::fromLatin1(what), QString::fromLatin1(unit), Better::Lower, {}, {}, {}};
        if (std::ranges::any_of(figures, [](double value) { return value < 0; }) && unit[0] == 'm')
            outcome.wrong = QStringLiteral("framescope");
        outcome.sides = {{QStringLiteral("framescope"), figures, {}}, {promise(0).name, {promised}, 1}};
        contest.add(outcome);
    };
    told(": first rows painted", "ms", painted, 300);
    told(": all indexed", "ms", loaded, 1000);
    told(": longest gap of the event loop", "ms", gap, 100);
    told(": memory", "MiB", resident, 450);
    told(": anonymous memory", "octets a frame", anonymous, 8);
}

void benchList(Contest &contest)
{
    const int rows = contest.quick() ? 10'000'000 : 100'000'000;
    const QString name = QStringLiteral("a list of %1 rows").arg(rows);
    const QJsonObject figures = windowFigures(contest, name, {QStringLiteral("list"), QString::number(rows)});
    if (figures.isEmpty())
        return;
    constexpr int heads = 2;
    const bool right = figures[QStringLiteral("rows")].toInteger() == rows + heads &&
                       figures[QStringLiteral("selected")].toInteger() == rows + heads &&
                       figures[QStringLiteral("copiedLines")].toInteger() > 0;
    const auto figure = [&](const char *key) { return right ? figures[QLatin1String(key)].toDouble() : -1; };
    atMost(contest, name + QStringLiteral(": scroll a page and repaint, 99 of 100"), "ms", figure("pageP99"), 8);
    atMost(contest, name + QStringLiteral(": jump anywhere and repaint, 99 of 100"), "ms", figure("jumpP99"), 8);
    atMost(contest, name + QStringLiteral(": jump to the end and repaint, 99 of 100"), "ms", figure("endP99"), 8);
    atMost(contest, name + QStringLiteral(": select all, longest gap of the event loop"), "ms", figure("selectGap"),
           100);
    atMost(contest, name + QStringLiteral(": copy, longest gap of the event loop"), "ms", figure("copyGap"), 100);
}

} // namespace framescope::bench
