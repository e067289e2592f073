#pragma once

#include "core/capture/unstored.h"

#include <QByteArray>
#include <QString>

namespace framescope::io
{

/// What was not stored, for people: since when and which row, then a line a connection, with its number from 1.
QString unstoredText(const capture::Unstored &unstored);

/// The same as a JSON object in one line (no newline at the end). Keys, in this order:
///
///     kind         "not-stored"
///     n            number of the first row that is not stored, from 1
///     t            time of the first octets that are not stored, RFC 3339 with nanoseconds
///     reason       why recording stopped
///     framesIn     received since then; likewise framesOut, octetsIn, octetsOut
///     connections  those with something not stored: conn (from 1) and the four counts of each
QByteArray unstoredJson(const capture::Unstored &unstored);

} // namespace framescope::io
