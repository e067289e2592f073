#pragma once

#include "core/ws/finding.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

namespace framescope::net
{

/// A broken rule that the demo server can show on request.
struct DemoFault {
    /// What goes with the octets.
    enum class Then : std::uint8_t {
        GoOn,            ///< the connection stays usable
        Close,           ///< the octets have a close frame: the connection closes
        EndTcp,          ///< the octets need the end of TCP to be wrong, or framing is gone
        Reset,           ///< TCP is reset
        SpoilPong,       ///< the client's next ping is answered wrongly
        SpoilCloseAnswer ///< the client's close is answered with another code
    };

    ws::FindingId finding;
    QByteArray octets;
    Then then = Then::GoOn;

    QString name() const;
};

/// One for every finding of the groups frame, msg, close, pong and tcp that a server without extensions can
/// cause.
std::vector<DemoFault> makeDemoFaults();

} // namespace framescope::net
