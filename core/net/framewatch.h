#pragma once

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/ws/frameparser.h"

#include <QByteArray>

#include <deque>
#include <optional>

namespace framescope::net
{

/// What there is of the frame that is arriving, for progress and for telling that it stalled.
class ArrivalWatch
{
public:
    /// How far the pipeline's parser has come.
    void follow(const ws::FrameParser &parser) noexcept { m_parser = parser; }

    bool insideFrame() const noexcept;
    /// Octets of the unfinished frame (or header) that are there, and how many the whole has as far as it is
    /// known.
    std::uint64_t present() const noexcept;
    std::uint64_t needed() const noexcept;
    /// Payload octets there and declared; 0 of 0 outside a frame's payload.
    std::uint64_t payloadPresent() const noexcept;
    std::uint64_t payloadDeclared() const noexcept;

private:
    ws::FrameParser m_parser;
};

/// Reads along what is sent after the upgrade, crafted octets included, as the peer will read it: it must be
/// known when a close frame went out, and which pings did.
class SentWatch
{
public:
    void feed(ByteView octets, Timestamp time);

    /// Code of the first close frame sent, 1005 for one without; nothing while none was sent.
    std::optional<std::uint16_t> closeCode() const noexcept { return m_closeCode; }
    /// How many data frames with RSV1 went out: those begin compressed messages (RFC 7692 §6).
    std::uint64_t compressedFrames() const noexcept { return m_compressedFrames; }
    /// Nanoseconds from the latest unanswered ping with this payload to `time`; nothing when there is none.
    /// RFC 6455 §5.5.3: a pong also stands for the older pings.
    std::optional<std::int64_t> roundTrip(const QByteArray &pongPayload, Timestamp time);

private:
    void endControl(Timestamp time);

    struct Ping {
        QByteArray payload;
        Timestamp sent;
    };
    static constexpr std::size_t maxPings = 256;
    ws::FrameParser m_parser;
    QByteArray m_control;
    std::deque<Ping> m_pings;
    std::optional<std::uint16_t> m_closeCode;
    std::uint64_t m_compressedFrames = 0;
    bool m_lost = false;
};

} // namespace framescope::net
