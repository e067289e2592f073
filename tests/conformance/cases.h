#pragma once

#include "core/ws/role.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace framescope::conformance
{

/// What a test's end sends to an end that echoes, and what must come back.
struct Case {
    QByteArray name;
    QByteArray octets;    ///< sent after the opening handshake
    QStringList expected; ///< frames up to and with the close frame, as describe() tells them
    bool failed = false;  ///< the connection is failed: TCP ends after the close frame, whoever is the client
    bool dribble = false; ///< octet by octet
};

/// The rules of RFC 6455 that can be asked from outside, for a test that plays `tester`. Every case ends with a close
/// frame from the program: as the answer to the test's own, or because a rule was broken.
std::vector<Case> framingCases(ws::Role tester);
std::vector<Case> controlCases(ws::Role tester);
std::vector<Case> fragmentCases(ws::Role tester);
std::vector<Case> utf8Cases(ws::Role tester);
std::vector<Case> closeCases(ws::Role tester);
std::vector<Case> largeCases(ws::Role tester);

} // namespace framescope::conformance
