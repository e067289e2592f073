#pragma once

#include "app/usage.h"
#include "core/base/result.h"
#include "core/capture/rolllimits.h"
#include "core/craft/framespec.h"
#include "core/filter/rowtest.h"
#include "core/net/admission.h"
#include "core/net/settings.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace framescope::app
{

/// One thing to send when the connection is open.
struct Send {
    craft::FrameSpec frame;
    bool message = false; ///< a text message, compressed where that was agreed; else the frame as it is described
};

/// What the command line asks for, checked.
struct CommandLine {
    Mode mode = Mode::Window;
    bool help = false;
    bool version = false;
    QString file;                          ///< window and read: the capture to show; may be empty for the window
    std::optional<filter::RowTest> filter; ///< capture and read: rows to print; all without one
    bool summary = false;                  ///< read: totals instead of rows
    bool fields = false;                   ///< read: the fields of filters instead of a file
    bool statistics = false;               ///< read: what the rows add up to, instead of them
    bool follow = false;                   ///< read: go on while another program records to the file
    bool demo = false;                     ///< window and serve
    net::ConnectionSettings connection;    ///< capture and echo
    QString passwordFile, bearerFile;      ///< see clientSettings()
    QString requestFile;                   ///< sent instead of the request; "-" is standard input
    int followRedirects = 0;               ///< at most so many, one after the other
    std::vector<Send> sends;
    std::optional<std::uint64_t> count;                ///< end after this many received frames
    std::optional<std::chrono::milliseconds> duration; ///< end after this time
    QString writePath;                                 ///< empty: the capture is temporary
    capture::RollLimits roll;                          ///< capture, echo and serve
    bool json = false;
    std::uint16_t port = 0;                    ///< serve; 0: any free one
    bool echo = false;                         ///< serve
    net::DeflateSettings deflate;              ///< serve; capture and echo have theirs in connection
    net::Admission admission;                  ///< serve
    net::Policy policy = net::Policy::Observe; ///< serve; capture and echo have theirs in connection
};

/// The mode that the arguments (without the program's name) begin with.
Mode modeOf(const QStringList &arguments);
/// Errors: which argument is wrong, and what is allowed there.
Result<CommandLine> parseCommandLine(const QStringList &arguments);

} // namespace framescope::app
