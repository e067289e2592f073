#pragma once

#include "app/commandline.h"

namespace framescope::app
{

/// Runs the mode "serve" to its end and gives the exit code. Needs a QCoreApplication.
int runServe(const CommandLine &line);

} // namespace framescope::app
