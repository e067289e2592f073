#include "app/readcommand.h"

#include "app/fieldlist.h"
#include "app/report.h"
#include "app/rowprinter.h"
#include "app/statisticsreport.h"
#include "app/stopsignal.h"
#include "app/summary.h"

#include <QEventLoop>
#include <QTimer>

#include <cstdio>
#include <functional>
#include <optional>
#include <thread>

namespace framescope::app
{

namespace
{

constexpr int printInterval = 50; // ms

/// Loads, while the main thread prints what is new, until no program records to the file any more, or somebody wants
/// the end. `printSome` says whether more can be printed.
Result<void> loadFollowing(capture::Capture &capture, const std::function<bool()> &printSome, bool &stopped)
{
    QEventLoop loop;
    std::optional<Result<void>> loaded;
    std::jthread loader([&](std::stop_token stop) {
        Result<void> result = capture.load(stop, capture::Capture::Follow::WhileRecorded);
        QMetaObject::invokeMethod(
            &loop, [&loaded, result] { loaded = result; }, Qt::QueuedConnection);
    });
    StopSignal stopSignal;
    const auto stop = [&] {
        stopped = true;
        loader.request_stop();
    };
    QObject::connect(&stopSignal, &StopSignal::requested, &loop, stop);
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (!printSome())
            stop();
    });
    timer.start(printInterval);
    while (!loaded)
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    return *loaded;
}

/// `undecided`: rows that the filter did not decide. Errors: the file cannot be read any more; what was counted before is
/// printed.
Result<void> printStatistics(const capture::Capture &capture, const CommandLine &line, RowPrinter &printer,
                             std::uint64_t &undecided)
{
    const statistics::Snapshot snapshot = statistics::StatisticsJob::make(capture, line.filter);
    printer.printLine(statisticsReport(snapshot, line.json));
    undecided = snapshot.undecided;
    return snapshot.failure.isEmpty() ? Result<void>() : Result<void>(Error{snapshot.failure});
}

} // namespace

int runRead(const CommandLine &line)
{
    if (line.fields) {
        std::puts(fieldList(line.json).constData());
        return ExitOk;
    }
    const auto opened = capture::Capture::open(line.file);
    if (!opened) {
        reportError(opened.error().message);
        return ExitFailed;
    }
    capture::Capture &capture = **opened;
    if (line.summary)
        capture.keepTotalsOnly();
    RowPrinter printer(capture, line.json, stdout);
    if (line.filter)
        printer.setFilter(*line.filter);
    bool stopped = false;
    const bool totals = line.summary || line.statistics;
    const auto printSome = [&] { return totals || printer.printSome() == RowPrinter::Output::Open; };
    const Result<void> loaded = line.follow ? loadFollowing(capture, printSome, stopped) : capture.load();

    Result<void> printed;
    std::uint64_t undecided = 0;
    // Rows before an error are worth as much as they were.
    if (line.summary)
        printer.printLine(summary(capture, line.json));
    else if (line.statistics)
        printed = printStatistics(capture, line, printer, undecided);
    else
        printer.printNew();
    if (printer.output() == RowPrinter::Output::Failed) {
        reportError(printer.error());
        return ExitFailed;
    }
    if (printer.output() == RowPrinter::Output::Gone)
        return ExitOk;
    reportUndecided(undecided + printer.undecided());
    if (!printed) {
        reportError(printed.error().message);
        return ExitFailed;
    }
    if (!capture.inflateError().isEmpty())
        reportError(capture.inflateError());
    if (!loaded) {
        reportError(loaded.error().message);
        return ExitFailed;
    }
    if (!stopped && !capture.loadNote().isEmpty())
        reportError(capture.loadNote());
    return ExitOk;
}

} // namespace framescope::app
