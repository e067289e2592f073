#include "app/capturecommand.h"

#include "app/clientrun.h"
#include "app/recording.h"
#include "app/report.h"

namespace framescope::app
{

int runCapture(const CommandLine &line)
{
    const auto recording = Recording::create(line.writePath, line.roll);
    if (!recording) {
        reportError(recording.error().message);
        return ExitFailed;
    }
    RowPrinter printer((*recording)->capture(), line.json, stdout);
    if (line.count)
        printer.stopAfterReceived(*line.count);
    if (line.filter)
        printer.setFilter(*line.filter);
    // Their payloads are in the file.
    (*recording)->capture().setBeforeDropping([&printer] { printer.printNew(); });
    const int code = ClientRun(line, (*recording)->capture(), &printer).exec();
    reportUndecided(printer.undecided());
    return code;
}

} // namespace framescope::app
