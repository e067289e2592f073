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
        LoseContext,     ///< likewise, but compressed messages after it may be unreadable
        Close,           ///< the octets have a close frame: the connection closes
        EndTcp,          ///< the octets need the end of TCP to be wrong, or framing is gone
        Reset,           ///< TCP is reset
        SpoilPong,       ///< the client's next ping is answered wrongly
        SpoilCloseAnswer ///< the client's close is answered with another code
    };

    /// What the connection must have agreed on.
    enum class Needs : std::uint8_t {
        Nothing,
        Deflate,
        Takeover,  ///< and that the server keeps its context
        NoTakeover ///< and that it does not
    };

    ws::FindingId finding;
    QByteArray octets;
    Then then = Then::GoOn;
    Needs needs = Needs::Nothing;

    QString name() const;
};

/// One for every finding of the groups frame, msg, deflate, close, pong and tcp that a server can cause.
std::vector<DemoFault> makeDemoFaults();

} // namespace framescope::net
