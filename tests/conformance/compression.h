#pragma once

#include "tests/conformance/cases.h"
#include "tests/conformance/wire.h"

namespace framescope::conformance
{

/// Sends compressed messages under what was agreed (the server's Sec-WebSocket-Extensions value), whole, in fragments,
/// between uncompressed ones, of many sizes, and looks whether each comes back. zlib is used as it is, without the
/// program's own code. Empty when all did, else what went wrong. Ends before any close frame.
QString converseCompressed(Wire &wire, ws::Role tester, const QByteArray &agreed);

/// Rules of RFC 7692 broken after "permessage-deflate" was agreed without parameters.
std::vector<Case> compressionCases(ws::Role tester);

} // namespace framescope::conformance
