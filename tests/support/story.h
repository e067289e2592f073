#pragma once

#include "core/capture/capture.h"

#include <QByteArray>
#include <QStringList>

namespace framescope::test
{

/// Every row of a capture in a line of its own, with its findings and their places: what two captures are compared by.
QStringList story(const capture::Capture &capture);

/// "frame.rsv1 at 129 (4)" of every finding of every row.
QStringList findingsIn(const capture::Capture &capture);

/// All octets of one direction as the rows give them back: heads, frames and raw rows, one after the other.
QByteArray octetsIn(const capture::Capture &capture, Direction direction, ConnectionId connection = ConnectionId(0));

/// Opens the capture's file anew. Empty when that gives the same rows, findings and octets; else what differs.
QString differsWhenReopened(const capture::Capture &capture);

} // namespace framescope::test
