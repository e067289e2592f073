#pragma once

#include <QByteArray>

#include <cstdint>

namespace framescope::app
{

/// What the program was asked to be.
enum class Mode : std::uint8_t { Window, Capture, Read, Echo, Serve };

/// The word on the command line: "capture" ...; empty for the window.
QByteArray modeWord(Mode mode);
/// The text of --help: of the whole program for the window, else of that mode. UTF-8, ends with a newline.
QByteArray usage(Mode mode);
/// The line of --version.
QByteArray versionLine();

} // namespace framescope::app
