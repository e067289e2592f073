#pragma once

#include "core/base/ids.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture
namespace framescope::net
{
struct Status;
}

namespace framescope::ui
{

/// How a connection ended, and who ended it.
struct ConnectionEnd {
    /// "closed by peer · 1011 internal error · out of memory": who and the code first, where room is short; the reason is cut
    QString brief;
    QString sentence;  ///< the same in a whole sentence
    bool clean = true; ///< a closing handshake without a code that tells of trouble

    bool operator==(const ConnectionEnd &) const = default;
};

/// How the two sides are called: we take no part in what others recorded.
enum class EndSides { UsAndPeer, ClientAndServer };

/// What the rows of the connection tell of its end; nothing where none of them does, or when it was never open.
/// Thread: the GUI's.
std::optional<ConnectionEnd> connectionEnd(const capture::Capture &capture, capture::CaptureReader &reader,
                                           ConnectionId id, EndSides sides);
/// The same of a closed connection none of whose rows tells of it.
ConnectionEnd connectionEnd(const net::Status &status);

/// "1001 going away".
QString closeCodeText(std::uint16_t code);
/// The brief, with ▲ before it where it is a warning.
QString warned(const ConnectionEnd &end);

} // namespace framescope::ui
