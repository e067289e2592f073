#include "app/echocommand.h"

#include "app/clientrun.h"
#include "app/recording.h"
#include "app/report.h"

namespace framescope::app
{

int runEcho(const CommandLine &line)
{
    const auto recording = Recording::create(line.writePath, line.roll);
    if (!recording) {
        reportError(recording.error().message);
        return ExitFailed;
    }
    return ClientRun(line, (*recording)->capture(), nullptr).exec();
}

} // namespace framescope::app
