#pragma once

#include "core/capture/capturereader.h"
#include "core/decode/payload.h"

#include <mutex>
#include <optional>
#include <unordered_map>

namespace framescope::decode
{

/// What the connections of a capture are for, from their handshakes; where there is none yet, from the URL that was
/// asked for. Each is looked up once.
/// Thread: any. Lifetime: the Capture outlives it.
class Channels
{
public:
    explicit Channels(const capture::Capture &capture) : m_capture(capture) {}

    /// Those of the capture, which all who ask share.
    static Channels &in(const capture::Capture &capture) { return capture.derived<Channels>(); }

    /// Asked for a connection that has frames: then its handshake is known. The reference stays.
    const Channel &of(ConnectionId id, capture::CaptureReader &reader);
    /// The target of the request that the row's connection began with; empty for rows before the request.
    QString requestedAt(RowIndex row, capture::CaptureReader &reader);

private:
    struct Known {
        Channel channel;
        std::optional<RowIndex> request;
        bool settled = false; ///< later rows change nothing
    };
    /// As far as rows up to `end` tell.
    Known find(ConnectionId id, capture::CaptureReader &reader, std::uint64_t end) const;

    const capture::Capture &m_capture;
    std::mutex m_mutex;
    std::unordered_map<std::uint32_t, Known> m_known;
};

} // namespace framescope::decode
