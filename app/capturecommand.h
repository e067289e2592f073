#pragma once

#include "app/commandline.h"

namespace framescope::app
{

/// Runs the mode "capture" to its end and gives the exit code. Needs a QCoreApplication.
int runCapture(const CommandLine &line);

} // namespace framescope::app
