// The soak: the real window, without a display, with many connections and a restless person for as long as one wants.
// `./dev soak --minutes N` runs it.

#include "tests/bench/stopwatch.h"
#include "tests/bench/window/guiprobe.h"
#include "tests/soak/health.h"
#include "tests/soak/rowcheck.h"
#include "tests/soak/soakserver.h"
#include "tests/soak/traffic.h"
#include "tests/soak/visitor.h"
#include "tests/support/windowfixture.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

#include <cstdio>
#include <cstring>
#include <map>

using namespace framescope;

namespace
{

constexpr int reportEvery = 10; // seconds
/// A round of the event loop is too long when the GUI thread works for so long in it, or does not come round for so long
/// (which other processes and locks add to).
constexpr double longWorkMs = 100, longGapMs = 250;

/// The longest rounds of the event loop, by what was done in the window before.
struct Gaps {
    struct Worst {
        double gapMs = 0, workMs = 0;
        int tooLong = 0;
    };
    std::map<QString, Worst> byAction;
    double longest = 0, longestNow = 0;

    void note(const QString &action, double gap, double work)
    {
        Worst &worst = byAction[action];
        worst.gapMs = std::max(worst.gapMs, gap);
        worst.workMs = std::max(worst.workMs, work);
        worst.tooLong += gap > longGapMs || work > longWorkMs;
        longest = std::max(longest, gap);
        longestNow = std::max(longestNow, gap);
    }
    QStringList problems() const
    {
        QStringList found;
        for (const auto &[action, worst] : byAction) {
            if (worst.tooLong > 0)
                found
                    << QStringLiteral(
                           "%1 times the event loop took too long after \"%2\": up to %3 ms, with up to %4 ms of work")
                           .arg(worst.tooLong)
                           .arg(action)
                           .arg(worst.gapMs, 0, 'f', 0)
                           .arg(worst.workMs, 0, 'f', 0);
        }
        return found;
    }
    QJsonObject toJson() const
    {
        QJsonObject all;
        for (const auto &[action, worst] : byAction)
            all.insert(action, QJsonObject{{QStringLiteral("gapMs"), worst.gapMs},
                                           {QStringLiteral("workMs"), worst.workMs},
                                           {QStringLiteral("tooLong"), worst.tooLong}});
        return all;
    }
};

/// A program whose first line of output is wanted; it ends when its standard input does, or is told to.
class Helper
{
public:
    QString start(const QString &program, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program, arguments);
        while (m_process.waitForReadyRead(10'000) && !m_process.canReadLine()) {
        }
        const QString line = QString::fromUtf8(m_process.readLine()).trimmed();
        // What else it prints is not wanted, and must not fill the pipe or our memory.
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, [this] { m_process.readAllStandardOutput(); });
        m_process.readAllStandardOutput();
        return line;
    }
    ~Helper()
    {
        m_process.closeWriteChannel();
        m_process.terminate();
        if (!m_process.waitForFinished(10'000))
            m_process.kill();
        m_process.waitForFinished();
    }
    qint64 pid() const { return m_process.processId(); }

private:
    QProcess m_process;
};

struct Options {
    double minutes = 2;
    int connections = 200;
    double perSecond = 20; ///< what the server sends on each
    QString report;
};

std::optional<Options> optionsOf(const QStringList &arguments)
{
    Options options;
    for (qsizetype i = 0; i < arguments.size(); i += 2) {
        bool ok = i + 1 < arguments.size();
        if (!ok)
            return {};
        const QString value = arguments[i + 1];
        if (arguments[i] == QLatin1String("--minutes"))
            options.minutes = value.toDouble(&ok);
        else if (arguments[i] == QLatin1String("--connections"))
            options.connections = value.toInt(&ok);
        else if (arguments[i] == QLatin1String("--rate"))
            options.perSecond = value.toDouble(&ok);
        else if (arguments[i] == QLatin1String("--report"))
            options.report = value;
        else
            return {};
        if (!ok || options.minutes <= 0 || options.connections <= 0 || options.perSecond <= 0)
            return {};
    }
    return options;
}

int run(bench::GuiProbe &probe, const Options &options)
{
    Helper server, demo;
    const QString port = server.start(QCoreApplication::applicationFilePath(),
                                      {QStringLiteral("--serve"), QString::number(options.perSecond)});
    const QString demoUrl = demo.start(QCoreApplication::applicationDirPath() + QStringLiteral("/framescope"),
                                       {QStringLiteral("serve"), QStringLiteral("--demo")});
    if (port.toInt() == 0 || !demoUrl.startsWith(QLatin1String("ws://"))) {
        std::fputs("soak: a server did not start\n", stderr);
        return 1;
    }
    test::WindowFixture fixture;
    const auto window = fixture.makeWindow();
    if (!window) {
        std::fputs("soak: no window could be made\n", stderr);
        return 1;
    }
    window->resize(1440, 900);
    window->show();
    const ui::Workspace &workspace = window->workspace();
    const capture::Capture &capture = workspace.capture();

    soak::RowCheck check(capture);
    soak::Traffic traffic(*workspace.session(), QStringLiteral("ws://127.0.0.1:%1/soak").arg(port), demoUrl,
                          options.connections);
    auto visitor = std::make_unique<soak::Visitor>(*window);
    soak::Health ours(QStringLiteral("window")), theirs(QStringLiteral("framescope serve"));
    const soak::Sample atStart = soak::Sample::of(QCoreApplication::applicationPid());

    Gaps gaps;
    const double start = bench::wallNow();
    const auto seconds = [start] { return (bench::wallNow() - start) / 1e9; };
    const auto sample = [&] {
        soak::Sample now = soak::Sample::of(QCoreApplication::applicationPid());
        now.seconds = seconds();
        now.rows = capture.rowCount();
        now.connections = capture.connectionCount();
        now.live = traffic.live();
        ours.add(now);
        soak::Sample other = soak::Sample::of(demo.pid());
        other.seconds = now.seconds;
        other.connections = now.connections / 8;
        other.rows = now.rows / 8; // it has an eighth of the connections, and its own index of what they say
        other.live = traffic.liveAtDemo();
        theirs.add(other);
        std::printf(
            "%6.0f s  %9llu rows  %6u connections (%3zu live)  RSS %4.0f MiB, anonymous %4.0f  %4d fds  %2d threads  "
            "gap %4.0f ms  lost %llu\n",
            now.seconds, static_cast<unsigned long long>(now.rows), capture.connectionCount(), traffic.live(),
            now.residentMiB, now.anonymousMiB, now.descriptors, now.threads, gaps.longestNow,
            static_cast<unsigned long long>(check.lost()));
        std::fflush(stdout);
    };
    QString error;
    while (seconds() < options.minutes * 60 && error.isEmpty()) {
        const double until = seconds() + reportEvery;
        gaps.longestNow = 0;
        while (seconds() < until) {
            probe.restart();
            const double slice = seconds() + 0.05;
            probe.runUntil([&] { return seconds() >= slice; }, 1000);
            gaps.note(visitor->last(), probe.longestGap(), probe.longestWork());
        }
        error = capture.writeError();
        sample();
    }
    const std::uint64_t actions = visitor->actions();
    visitor.reset();
    traffic.end();
    const bool closed = probe.runUntil([&] { return traffic.ended(); }, 60'000);
    probe.runUntil([] { return false; }, 2'000);
    check.finish();
    const soak::Sample atEnd = soak::Sample::of(QCoreApplication::applicationPid());

    QStringList problems = ours.problems() + theirs.problems();
    if (!error.isEmpty())
        problems << QStringLiteral("the capture could not be written: ") + error;
    if (!closed)
        problems << QStringLiteral("%1 connections did not end").arg(workspace.session()->liveConnections().size());
    if (check.lost() > 0)
        problems
            << QStringLiteral("%1 messages lost or out of order; first: %2").arg(check.lost()).arg(check.firstLoss());
    if (check.messages() == 0 || check.closes() == 0)
        problems << QStringLiteral("nothing was checked");
    if (atEnd.descriptors > atStart.descriptors + 40)
        problems << QStringLiteral("%1 descriptors are open at the end, %2 were at the start")
                        .arg(atEnd.descriptors)
                        .arg(atStart.descriptors);
    problems += gaps.problems();
    const QJsonObject report{
        {QStringLiteral("minutes"), options.minutes},
        {QStringLiteral("connectionsAtOnce"), options.connections},
        {QStringLiteral("connections"), qint64(capture.connectionCount())},
        {QStringLiteral("rows"), qint64(capture.rowCount())},
        {QStringLiteral("fileOctets"), qint64(capture.fileSize())},
        {QStringLiteral("messagesChecked"), qint64(check.messages())},
        {QStringLiteral("answersChecked"), qint64(check.answers())},
        {QStringLiteral("countsConfirmedByClose"), qint64(check.closes())},
        {QStringLiteral("lost"), qint64(check.lost())},
        {QStringLiteral("actions"), qint64(actions)},
        {QStringLiteral("longestGapMs"), gaps.longest},
        {QStringLiteral("gaps"), gaps.toJson()},
        {QStringLiteral("descriptorsAtStart"), atStart.descriptors},
        {QStringLiteral("descriptorsAtEnd"), atEnd.descriptors},
        {QStringLiteral("flat"), problems.isEmpty()},
        {QStringLiteral("problems"), QJsonArray::fromStringList(problems)},
        {QStringLiteral("processes"), QJsonArray{ours.toJson(), theirs.toJson()}},
    };
    std::printf(
        "%llu messages and %llu answers checked on %u connections, %llu confirmed by a close; %llu actions in the "
        "window; longest gap %.0f ms; %d descriptors at the start, %d at the end\n",
        static_cast<unsigned long long>(check.messages()), static_cast<unsigned long long>(check.answers()),
        capture.connectionCount(), static_cast<unsigned long long>(check.closes()),
        static_cast<unsigned long long>(actions), gaps.longest, atStart.descriptors, atEnd.descriptors);
    for (const QString &problem : problems)
        std::printf("NOT FLAT: %s\n", qPrintable(problem));
    if (problems.isEmpty())
        std::printf("flat\n");
    if (!options.report.isEmpty()) {
        QFile file(options.report);
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(report).toJson()) < 0) {
            std::fprintf(stderr, "soak: cannot write %s: %s\n", qPrintable(options.report),
                         qPrintable(file.errorString()));
            return 1;
        }
    }
    return problems.isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc == 3 && std::strcmp(argv[1], "--serve") == 0)
        return soak::runServer(std::atof(argv[2]));
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_LOGGING_RULES", "qt.qpa.*=false");
    bench::GuiProbe probe(argc, argv);
    const std::optional<Options> options = optionsOf(probe.arguments().mid(1));
    if (!options) {
        std::fputs("usage: framescope_soak [--minutes N] [--connections N] [--rate N] [--report FILE]\n"
                   "  --minutes N      how long (2)\n"
                   "  --connections N  how many at once (200)\n"
                   "  --rate N         what the server sends on each, a second (20)\n",
                   stderr);
        return 2;
    }
    return run(probe, *options);
}
