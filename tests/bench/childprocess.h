#pragma once

#include <QByteArray>
#include <QStringList>

namespace framescope::bench
{

/// What a program that ran to its end has used and said.
struct ChildRun {
    bool ok = false; ///< it was there, and ended with exit code 0
    double cpuNs = 0;
    double wallNs = 0;
    double maxRssMiB = 0;
    QByteArray output; ///< standard output and, behind it, standard error
};

/// Runs `command` to its end; the first word is found on PATH. A small process of its own stands between, because the
/// memory figure of a child would begin with ours.
ChildRun runChild(const QStringList &command);

/// The part of that small process: runs what `arguments` says and writes what it used to the file that comes first.
/// Gives the exit code.
int measureChild(const QStringList &arguments);

} // namespace framescope::bench
