#pragma once

#include "core/ws/frameheader.h"
#include "core/ws/role.h"
#include "core/ws/streamstate.h"

#include <QJsonObject>

#include <array>
#include <cstdint>
#include <optional>

namespace framescope::capture
{

/// Where one direction of a connection stands when a file that begins there goes on with it.
struct StreamPlace {
    enum class Phase : std::uint8_t { Head, Frames, Raw, Ended };

    std::uint64_t position = 0; ///< octets of the stream so far
    std::uint64_t head = 0;     ///< of them, those of heads, from the first on: the file repeats them
    std::uint64_t rest = 0;     ///< payload octets that are still to come of the frame `frame`, which has begun
    ws::FrameHeader frame;
    std::array<std::uint8_t, ws::FrameHeader::maxSize> partial{}; ///< of an unfinished header, the last of `position`
    std::size_t partialSize = 0;
    Phase phase = Phase::Head;
    ws::StreamState state; ///< after the frame that has begun
    std::optional<std::uint16_t> closeCode;

    /// What comes after the heads in the file begins here.
    std::uint64_t start() const noexcept { return position - partialSize; }
};

/// Where a connection stands.
struct Continuation {
    std::array<StreamPlace, 2> streams; ///< by direction
    bool pingsOpen = false;             ///< we sent pings that were not answered yet
    bool endReported = false;           ///< that it ended without a close frame was told

    const StreamPlace &of(Direction d) const noexcept { return streams[static_cast<std::size_t>(d)]; }
    StreamPlace &of(Direction d) noexcept { return streams[static_cast<std::size_t>(d)]; }
};

/// Details of EventKind::Continued: the place, and a text for people. `file`: the name of the file that goes on;
/// `heads`: it repeats the opening handshake.
QJsonObject continuedDetails(const Continuation &places, const QString &file, bool heads);
/// The place, as far as it is needed to read on; nothing when the details do not make sense.
std::optional<Continuation> continuationOf(const QJsonObject &details);

/// The header of a frame that has the rest of `place.frame` as its payload, so that readers who begin here find the
/// frames after it.
QByteArray headerOfRest(const StreamPlace &place);

} // namespace framescope::capture
