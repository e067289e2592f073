#include "core/capture/capture.h"
#include "core/filter/filterjob.h"
#include "core/filter/language/filterparser.h"
#include "tests/bench/contest.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/bigcapture.h"

#include <QTemporaryDir>

#include <cstdio>
#include <semaphore>

namespace framescope::bench
{

namespace
{
using filter::RowTest;

/// Milliseconds until every row was tested and what was found was collected; -1 when something else was found.
double testedAll(const capture::Capture &capture, const RowTest &test, std::uint64_t expected)
{
    std::counting_semaphore<> news(0);
    filter::FilterJob job(capture, [&] { news.release(); });
    filter::RowBitmap rows;
    const double start = wallNow();
    job.start(test, RowIndex(0), RowIndex(capture.rowCount()));
    filter::FilterJob::Progress progress;
    progress.total = 1;
    while (progress.running()) {
        news.acquire();
        progress = job.collect(rows);
    }
    const double took = (wallNow() - start) / 1e6;
    if (progress.failure.isEmpty() && rows.size() == capture.rowCount() && rows.count() == expected)
        return took;
    std::printf("found %llu rows of %llu, and not %llu; %s\n", static_cast<unsigned long long>(rows.count()),
                static_cast<unsigned long long>(rows.size()), static_cast<unsigned long long>(expected),
                qPrintable(progress.failure));
    return -1;
}

} // namespace

void benchFilter(Contest &contest)
{
    const double scale = contest.quick() ? 0.1 : 1;
    test::BigCapture big;
    big.frames = static_cast<std::uint64_t>(10'000'000 * scale);
    const QString name = QStringLiteral("%1 of %2 frames of 64 octets");
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("big.pcapng"));
    if (auto written = big.write(path); !written) {
        contest.skip(name.arg(QStringLiteral("filter")).arg(big.frames), written.error().message);
        return;
    }
    const auto opened = capture::Capture::open(path);
    if (!opened || !(*opened)->load()) {
        contest.skip(name.arg(QStringLiteral("filter")).arg(big.frames), QStringLiteral("it could not be opened"));
        return;
    }
    const QString word = QString::fromLatin1(test::BigCapture::word).replace(u'"', QLatin1String("\\\""));
    const struct {
        const char *name;
        QString filter;
        std::uint64_t expected;
        double milliseconds; ///< for ten million
    } filters[] = {
        {"opcode filter", QStringLiteral("opcode == binary"), big.count(big.binaryEvery), 50},
        {"length filter", QStringLiteral("kind == frame and length in {1..64}"), big.frames, 50},
        {"search for 18 octets in the payloads", QStringLiteral("payload contains \"%1\"").arg(word),
         big.count(big.wordEvery), 400},
        {"search for 8 digits in the payloads", QStringLiteral("payload contains \"00999999\""), 1, 400},
    };
    for (const auto &each : filters) {
        const filter::ParsedFilter parsed = filter::parseFilter(each.filter);
        contest.run(name.arg(QLatin1String(each.name)).arg(big.frames), QStringLiteral("ms"), Better::Lower,
                    {{QStringLiteral("framescope"), [&] { return testedAll(**opened, parsed.test, each.expected); }},
                     promise(each.milliseconds * scale)},
                    contest.quick() ? 3 : 5);
    }
}

} // namespace framescope::bench
