#pragma once

#include "core/exchange/messagehead.h"

#include <QByteArray>
#include <QString>

namespace framescope::exchange
{

/// What messages are told apart by: the method, event or type that they name.
struct MessageType {
    Protocol protocol = Protocol::Text;
    bool quoted = false;
    QByteArray key;  ///< the member of a JSON object that names it; empty elsewhere
    QByteArray name; ///< as it is written, at most RoundTrips::longestName octets; empty for what has none
    bool cut = false;

    bool operator==(const MessageType &) const = default;
};

/// In one text, as the display filter has it: "graphql type=next", "json op=10", "jsonrpc result", "text". Of no two types
/// the same, as long as their names are UTF-8. A string that could be taken for a number stands in quotes: "json op='10'".
QString messageTypeText(const MessageType &type);

} // namespace framescope::exchange
