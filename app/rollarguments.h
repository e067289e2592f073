#pragma once

#include "core/base/result.h"
#include "core/capture/rolllimits.h"

#include <QString>

namespace framescope::app
{

/// The values of the options that say when a recording goes on in a new file. Errors say what is allowed.

/// Octets: a whole number from 64K on, in units of 1024 with K, M, G or T behind it.
Result<std::uint64_t> parseRollSize(const QString &text);
/// A whole number from 1 on.
Result<std::uint64_t> parseRollFrames(const QString &text);
/// A whole number from 1 on: seconds, or with m, h or d behind it minutes, hours or days.
Result<std::chrono::seconds> parseRollAge(const QString &text);
/// How many files are kept: from 1 on.
Result<unsigned> parseKeep(const QString &text);

} // namespace framescope::app
