#pragma once

#include "tests/bench/streams.h"

#include <QStringList>

namespace framescope::bench
{

// Receive the stream over loopback. All give CPU nanoseconds a frame without those of the sender, or a negative number
// when what came was not what was sent.

/// Everything recorded, judged and indexed.
double recordedPerFrame(const FrameStream &stream);
/// QWebSocket: messages counted and dropped, or kept.
double qtPerFrame(const FrameStream &stream, bool keep);
/// A bare QTcpSocket that counts octets: what the system and Qt cost.
double socketPerFrame(const FrameStream &stream);
/// Boost.Beast on a socket that blocks: messages counted and dropped.
double beastReceivePerFrame(const FrameStream &stream);

/// A process of its own whose memory is looked at: `arguments` are "recorded" or "kept", frames, payload octets. Says
/// "anonymous: " and how many octets of anonymous memory it has more for each frame once all are there. Gives the exit
/// code.
int runReceiver(const QStringList &arguments);

} // namespace framescope::bench
