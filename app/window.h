#pragma once

#include "app/commandline.h"

namespace framescope::app
{

/// Runs the window until its last one closes. Gives the exit code.
int runWindow(int &argc, char **argv, const CommandLine &line);

} // namespace framescope::app
