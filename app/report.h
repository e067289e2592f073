#pragma once

#include <QString>

#include <cstdint>

namespace framescope::app
{

/// The exit codes of every mode.
enum ExitCode : int { ExitOk = 0, ExitFailed = 1, ExitUsage = 2 };

/// Writes "framescope: " and the message to standard error.
void reportError(const QString &message);
/// Tells of rows that a filter did not decide; nothing where there are none.
void reportUndecided(std::uint64_t rows);

} // namespace framescope::app
