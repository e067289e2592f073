#pragma once

#include "core/exchange/roundtrips.h"

#include <QString>

namespace framescope::ui
{

/// "JSON-RPC sum", "Socket.IO chat": what messages of a type are called. One line, without what cannot be seen.
QString messageTypeName(const exchange::MessageType &type);
/// The display filter for messages of a type; empty where none is right.
QString messageTypeFilter(const exchange::MessageType &type);
/// The display filter for those of them that ask for an answer.
QString requestFilter(const exchange::MessageType &type);

} // namespace framescope::ui
