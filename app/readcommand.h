#pragma once

#include "app/commandline.h"

namespace framescope::app
{

/// Runs the mode "read" to its end and gives the exit code. Needs a QCoreApplication.
int runRead(const CommandLine &line);

} // namespace framescope::app
