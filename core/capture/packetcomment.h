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
    /// The packet repeats one of an earlier file, so that this one can be read on its own.
    bool repeated = false;
    QString next; ///< the recording goes on in the file with this name; the last packet of a file
    std::optional<std::uint64_t> offset; ///< of its octets in their stream; without one they are no part of it
};

QByteArray factsComment(ConnectionId id, const ConnectionFacts &facts, bool repeated = false);
QByteArray repeatedComment(std::optional<std::uint64_t> offset = {});
QByteArray nextComment(const QString &file);
/// Text in the details is shortened where the whole would not fit a comment.
QByteArray eventComment(const Event &event);

/// Reads a comment; nothing for one that other programs or people wrote.
PacketComment parseComment(QByteArrayView comment);

} // namespace framescope::capture
