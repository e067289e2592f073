#include "tests/bench/childprocess.h"
#include "tests/bench/contest.h"
#include "tests/bench/counted.h"
#include "tests/bench/receivers.h"
#include "tests/bench/report.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringList>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <unistd.h>

using namespace framescope::bench;

namespace
{

/// The pieces of work in the order they run; a name on the command line chooses one.
constexpr std::pair<const char *, void (*)(Contest &)> suites[] = {
    {"mask", benchMask},                 //
    {"utf8", benchUtf8},                 //
    {"parse", benchParse},               //
    {"instructions", benchInstructions}, //
    {"inflate", benchInflate},           //
    {"receive", benchReceive},           //
    {"echo", benchEcho},                 //
    {"tshark", benchShark},              //
    {"idle", benchIdle},                 //
    {"flood", benchFlood},               //
    {"open", benchOpen},                 //
    {"filter", benchFilter},             //
    {"statistics", benchStatistics},     //
    {"list", benchList},                 //
};

int usage()
{
    std::fputs("usage: framescope_bench [--quick] [--strict] [--json FILE] [--markdown FILE]", stderr);
    for (const auto &[name, function] : suites)
        std::fprintf(stderr, " [%s]", name);
    std::fputs("\n  --quick   less of everything: three minutes\n"
               "  --strict  a missed bar is an error, as a wrong count is\n",
               stderr);
    return 2;
}

bool save(const QString &path, const QByteArray &text)
{
    if (path.isEmpty())
        return true;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.flush()) {
        std::fprintf(stderr, "cannot write %s: %s\n", qPrintable(path), qPrintable(file.errorString()));
        return false;
    }
    std::printf("written: %s\n", qPrintable(path));
    return true;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments().mid(1);
    const QString first = arguments.value(0);
    if (first == QLatin1String("--measure"))
        return measureChild(arguments.mid(1));
    if (first == QLatin1String("--receive"))
        return runReceiver(arguments.mid(1));
    if (first == QLatin1String("--callgrind-ours") || first == QLatin1String("--callgrind-beast"))
        return runCounted(first == QLatin1String("--callgrind-ours"), arguments.value(1).toULongLong(),
                          arguments.value(2, QStringLiteral("125")).toInt());

    bool quick = false, strict = false;
    QString jsonPath, markdownPath;
    QStringList wanted;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const auto known = [&] {
            return std::any_of(std::begin(suites), std::end(suites),
                               [&](const auto &suite) { return arguments[i] == QLatin1String(suite.first); });
        };
        if (arguments[i] == QLatin1String("--quick"))
            quick = true;
        else if (arguments[i] == QLatin1String("--strict"))
            strict = true;
        else if (arguments[i] == QLatin1String("--json") && i + 1 < arguments.size())
            jsonPath = arguments[++i];
        else if (arguments[i] == QLatin1String("--markdown") && i + 1 < arguments.size())
            markdownPath = arguments[++i];
        else if (known())
            wanted << arguments[i];
        else
            return usage();
    }

    std::string program = "framescope_bench", order = "--benchmark_enable_random_interleaving=true";
    char *benchmarkArguments[] = {program.data(), order.data(), nullptr};
    int benchmarkCount = 2;
    benchmark::Initialize(&benchmarkCount, benchmarkArguments);

    Contest contest(quick);
    for (const auto &[name, function] : suites) {
        if (!wanted.isEmpty() && !wanted.contains(QLatin1String(name)))
            continue;
        // What the contests before have left for the disk is no work of this one.
        ::sync();
        function(contest);
    }
    printSummary(contest);
    if (!save(jsonPath, toJson(contest)) || (!markdownPath.isEmpty() && !save(markdownPath, toMarkdown(contest))))
        return 1;
    return contest.failed() || (strict && contest.missed() > 0) ? 1 : 0;
}
