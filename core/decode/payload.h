#pragma once

#include "core/base/bytes.h"

#include <QByteArray>
#include <QString>

namespace framescope::decode
{

/// What is known of a connection beside its messages; a decoder may recognise its traffic by it.
struct Channel {
    QString subprotocol; ///< agreed on, or empty
    QString target;      ///< path and query, "/socket.io/?EIO=4&transport=websocket", or empty
};

/// The octets a decoder looks at, and what they came in.
/// Lifetime: octets and channel outlive it.
struct Payload {
    ByteView octets;
    const Channel &channel;
    bool text = false; ///< of a message of opcode text
    bool whole = true; ///< false: more follows, these are only its beginning
};

} // namespace framescope::decode
