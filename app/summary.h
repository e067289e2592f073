#pragma once

#include "core/capture/capture.h"

#include <QByteArray>

namespace framescope::app
{

/// What a capture holds, in numbers: a line for the file and one for each connection, or one JSON object in one line:
///
///     rows         all rows: frames, heads, events
///     frames       of these, frames
///     octets       size of the file, as far as it was read
///     errors       rows with a finding of severity error
///     connections  of each: conn (its number, from 1), framesOut, framesIn, octetsOut, octetsIn, findings (of severity
///                  error), first and last (RFC 3339, where it has rows)
///
/// No newline at the end.
QByteArray summary(const capture::Capture &capture, bool json);

} // namespace framescope::app
