#pragma once

#include <QByteArray>

#include <cstdint>

namespace framescope::bench
{

/// A stream of equal frames for the timing of readers.
struct FrameStream {
    QByteArray name;
    bool text = true;
    bool masked = false; ///< as a client's
    qsizetype payload = 0;
    std::uint64_t frames = 0;

    /// One frame's octets, masked with a fixed key when `masked`.
    QByteArray frame() const;
    QByteArray octets() const;
};

/// What a client asks with.
QByteArray upgradeRequest();

/// Sec-WebSocket-Accept for the key in this request head (RFC 6455 §4.2.2), made with Qt alone.
QByteArray upgradeAnswer(const QByteArray &request);

/// CPU nanoseconds a frame to parse, unmask, validate and index the whole stream, as the capture does between socket and
/// file; negative when it came out wrong.
double oursPerFrame(const FrameStream &stream, const QByteArray &octets);
/// CPU nanoseconds a frame for Boost.Beast to read the whole stream out of memory; negative when it read something else.
double beastPerFrame(const FrameStream &stream, const QByteArray &octets);

} // namespace framescope::bench
