#pragma once

#include "core/base/result.h"

#include <QString>

namespace framescope::test
{

/// A capture of two connections that do what programs do: one has news of many sizes, requests of JSON-RPC with answers
/// early, late and never, pings, binary messages and a few broken frames; the other speaks Socket.IO. The same every
/// time.
struct Conversation {
    int seconds = 180;

    /// Writes it as the program would. Errors: the file could not be written.
    Result<void> write(const QString &path) const;
};

} // namespace framescope::test
