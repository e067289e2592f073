#pragma once

#include <QString>

namespace framescope::app
{

/// The exit codes of every mode.
enum ExitCode : int { ExitOk = 0, ExitFailed = 1, ExitUsage = 2 };

/// Writes "framescope: " and the message to standard error.
void reportError(const QString &message);

} // namespace framescope::app
