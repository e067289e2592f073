#include "app/readcommand.h"

#include "app/report.h"
#include "app/rowprinter.h"
#include "app/stopsignal.h"
#include "app/summary.h"

namespace framescope::app
{

int runRead(const CommandLine &line)
{
    const auto opened = capture::Capture::open(line.file);
    if (!opened) {
        reportError(opened.error().message);
        return ExitFailed;
    }
    capture::Capture &capture = **opened;
    const Result<void> loaded = capture.load();

    // Rows before an error are worth as much as they were.
    RowPrinter printer(capture, line.json, stdout);
    if (line.summary)
        printer.printLine(summary(capture, line.json));
    else
        printer.printNew();
    if (printer.output() == RowPrinter::Output::Failed) {
        reportError(printer.error());
        return ExitFailed;
    }
    if (printer.output() == RowPrinter::Output::Gone)
        return ExitOk;
    if (!capture.inflateError().isEmpty())
        reportError(capture.inflateError());
    if (!loaded) {
        reportError(loaded.error().message);
        return ExitFailed;
    }
    if (!capture.loadNote().isEmpty())
        reportError(capture.loadNote());
    return ExitOk;
}

} // namespace framescope::app
