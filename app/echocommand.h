#pragma once

#include "app/commandline.h"

namespace framescope::app
{

/// Runs the mode "echo" to its end and gives the exit code. Needs a QCoreApplication.
int runEcho(const CommandLine &line);

} // namespace framescope::app
