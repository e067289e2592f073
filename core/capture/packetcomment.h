#pragma once

#include "core/capture/capture.h"

#include <QByteArray>

#include <optional>

namespace framescope::capture
{

/// What this program writes as JSON into the comment of a packet: facts about the connection, or an event.
struct PacketComment {
    std::optional<ConnectionFacts> facts;
    std::uint32_t connection = 0; ///< number of the connection, with facts
    std::optional<Event> event;
};

QByteArray factsComment(ConnectionId id, const ConnectionFacts &facts);
/// Text in the details is shortened where the whole would not fit a comment.
QByteArray eventComment(const Event &event);

/// Reads a comment; nothing for one that other programs or people wrote.
PacketComment parseComment(QByteArrayView comment);

} // namespace framescope::capture
