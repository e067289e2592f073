#pragma once

#include "core/capture/capture.h"
#include "core/capture/inflated.h"

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace framescope::capture
{

/// Fetches the octets of rows from a capture's file, a window at a time; nothing is kept.
/// Thread: one reader a thread. Lifetime: the Capture outlives it.
class CaptureReader
{
public:
    explicit CaptureReader(const Capture &capture);
    ~CaptureReader();

    /// Octets [from, from+count) of the row as they are on the wire, header included; fewer at the row's end.
    /// Errors: the file cannot be read.
    Result<QByteArray> wire(RowIndex row, std::uint64_t from, std::uint64_t count);
    /// Octets [from, from+count) of a frame's payload, unmasked or as on the wire; of a head or raw row: the octets.
    Result<QByteArray> payload(RowIndex row, std::uint64_t from, std::uint64_t count, bool unmasked = true);
    /// Payload octets that are really there (fewer than declared in an incomplete frame).
    std::uint64_t payloadPresent(RowIndex row);
    /// The frame's header with key and full declared length; without its key when its octets cannot be read.
    ws::FrameHeader header(RowIndex row);
    /// The same, from the file alone; of a header that is not whole the rest is 0. Errors: the file cannot be read.
    Result<ws::FrameHeader> storedHeader(RowIndex row);
    /// Where in the capture the first octet of the row lies, or of an event the block of its packet; nothing where it was
    /// not recorded.
    std::optional<FileOffset> place(RowIndex row) const;
    /// An event row's event. An empty Note when the row is no event.
    Event event(RowIndex row);
    /// The next frame of the message the row belongs to, as far as rows are published. Rows before `seen` were looked at
    /// by an earlier call, which found nothing.
    std::optional<RowIndex> nextOfMessage(RowIndex row, RowIndex seen = {}) const;
    /// The frames of the message the row belongs to, in order, up to what is published; the row alone otherwise.
    /// At most `limit` rows.
    std::vector<RowIndex> messageRows(RowIndex row, std::size_t limit) const;
    /// Octets [from, from+count) of the whole message's payload, fragments joined, unmasked; fewer when it is stopped.
    Result<QByteArray> messagePayload(RowIndex row, std::uint64_t from, std::uint64_t count,
                                      const std::stop_token &stop = {});
    /// The same of these frames, for who has them already.
    Result<QByteArray> joinedPayload(std::span<const RowIndex> frames, std::uint64_t from, std::uint64_t count);
    /// What became of the compressed message the row belongs to; state None when it belongs to none.
    Inflated inflated(RowIndex row) const;
    /// Octets [from, from+count) of what that message inflates to; fewer where there are no more. Errors: the
    /// temporary file cannot be read.
    Result<QByteArray> inflatedPayload(RowIndex row, std::uint64_t from, std::uint64_t count) const;

private:
    template <typename Next> Result<QByteArray> joined(Next next, std::uint64_t from, std::uint64_t count);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace framescope::capture
