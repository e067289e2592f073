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
    QByteArray octets() const { return frame().repeated(qsizetype(frames)); }
};

/// Sec-WebSocket-Accept for the key in this request head (RFC 6455 §4.2.2), made with Qt alone.
QByteArray upgradeAnswer(const QByteArray &request);

/// Nanoseconds a frame for Boost.Beast to read the whole stream out of memory; negative when it read something else.
double beastPerFrame(const FrameStream &stream, const QByteArray &octets);

} // namespace framescope::bench
