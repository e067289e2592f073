#include "core/statistics/statisticsjob.h"
#include "tests/bench/contest.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/bigcapture.h"

#include <QTemporaryDir>

namespace framescope::bench
{

namespace
{
std::uint64_t frames(const statistics::RowStatistics &rows) { return rows.traffic[0].frames + rows.traffic[1].frames; }

/// Milliseconds on one thread; -1 when something else was counted.
double countedIndex(const capture::Capture &capture, std::uint64_t expected)
{
    const double start = wallNow();
    statistics::RowStatistics rows;
    rows.add(capture, RowIndex(0), static_cast<std::size_t>(capture.rowCount()));
    const double took = (wallNow() - start) / 1e6;
    return frames(rows) == expected ? took : -1;
}

double readMessages(const capture::Capture &capture, std::uint64_t expected)
{
    const double start = wallNow();
    exchange::RoundTrips trips(capture);
    if (!trips.readTo(RowIndex(capture.rowCount())))
        return -1;
    statistics::MessageStatistics messages;
    messages.add(capture, trips, RowIndex(0), RowIndex(capture.rowCount()));
    const double took = (wallNow() - start) / 1e6;
    std::uint64_t counted = 0;
    for (const auto &type : messages.types)
        counted += type.messages[0] + type.messages[1];
    return counted == expected ? took : -1;
}
} // namespace

void benchStatistics(Contest &contest)
{
    const double scale = contest.quick() ? 0.1 : 1;
    test::BigCapture big;
    big.frames = static_cast<std::uint64_t>(10'000'000 * scale);
    const QString name = QStringLiteral("%1 of %2 frames of 64 octets");
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("big.pcapng"));
    if (auto written = big.write(path); !written) {
        contest.skip(name.arg(QStringLiteral("statistics")).arg(big.frames), written.error().message);
        return;
    }
    const auto opened = capture::Capture::open(path);
    if (!opened || !(*opened)->load()) {
        contest.skip(name.arg(QStringLiteral("statistics")).arg(big.frames), QStringLiteral("it could not be opened"));
        return;
    }
    const std::uint64_t texts = big.frames - big.count(big.binaryEvery);
    contest.run(
        name.arg(QStringLiteral("statistics")).arg(big.frames), QStringLiteral("ms"), Better::Lower,
        {{QStringLiteral("framescope"), [&] { return countedIndex(**opened, big.frames); }}, promise(1000 * scale)},
        contest.quick() ? 3 : 5);
    contest.run(
        name.arg(QStringLiteral("types and answers of messages")).arg(big.frames), QStringLiteral("ms"), Better::Lower,
        {{QStringLiteral("framescope"), [&] { return readMessages(**opened, texts); }}, promise(10'000 * scale)}, 3);
}

} // namespace framescope::bench
