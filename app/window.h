#pragma once

#include <QString>

namespace framescope::app
{

/// What the window mode was asked for on the command line.
struct WindowArguments {
    bool demo = false;   ///< connect to the built-in demo server
    QString file;        ///< open this capture
    QString theme;       ///< "light" or "dark" for this start, empty for the remembered choice
};

/// Runs the window until its last one closes. Gives the exit code.
int runWindow(int &argc, char **argv, const WindowArguments &arguments);

} // namespace framescope::app
