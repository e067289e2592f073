#pragma once

#include "core/capture/capture.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace framescope::exchange
{

/// The frame that came before a frame on the same connection in the same direction, however many rows of others lie
/// between. Asked in the order of rows it goes through the index once; a few may do so at a time, each from its own place.
/// Threads: any.
class FramesBefore
{
public:
    /// Of several who ask at places far apart, each goes on from where it was.
    static constexpr std::size_t maxPlaces = 16;

    explicit FramesBefore(const capture::Capture &capture) : m_capture(capture) {}
    /// That of the capture, which all share. Lifetime: ends before the capture's.
    static FramesBefore &of(const capture::Capture &capture) { return capture.derived<FramesBefore>(); }

    /// When the frame before a published row's frame was complete; nothing for the first, for what is no frame, and
    /// when stopped.
    std::optional<Timestamp> before(RowIndex row, const std::stop_token &stop = {});
    /// Rows that were gone through so far, all together: what asking has cost.
    std::uint64_t rowsRead() const;

private:
    /// Up to a row: the time of the last frame of each connection in each direction.
    struct Place {
        std::uint64_t end = 0;
        std::uint64_t used = 0; ///< when it was asked, in questions
        std::vector<Timestamp> last;
    };

    Place &placeFor(std::uint64_t row);
    void advance(Place &place, std::uint64_t row);

    const capture::Capture &m_capture;
    mutable std::mutex m_mutex;
    std::vector<Place> m_places;
    std::uint64_t m_asked = 0;
    std::uint64_t m_read = 0;
};

} // namespace framescope::exchange
