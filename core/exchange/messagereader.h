#pragma once

#include "core/capture/payloadcursor.h"
#include "core/exchange/messagehead.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace framescope::exchange
{

/// Reads what messages begin with: of pings, pongs and whole text messages, each at the row of its last frame. The
/// file is read once, in the order of the rows; of long messages only their beginning and their end.
/// Thread: one reader a thread. Lifetime: the Capture outlives it.
class MessageReader
{
public:
    /// Of a payload, unmasked and inflated; valid during the call.
    struct Octets {
        ByteView head;       ///< at most headSize octets
        ByteView tail;       ///< of an object that goes on behind its head: the last octets, at most tailSize
        bool unread = false; ///< what a compressed message inflates to is not there, so the rest is empty
    };
    using Take = std::function<void(RowIndex row, const capture::RowRecord &record, const Octets &octets)>;

    explicit MessageReader(const capture::Capture &capture);

    /// Of rows [first, end), which are published, without what a rolling recording has dropped. Stopped early the rest
    /// is missing. Errors: the file cannot be read. What messages inflate to is elsewhere: without it they are unread.
    Result<void> read(RowIndex first, RowIndex end, const Take &take, const std::stop_token &stop = {});

private:
    enum class Wanted { No, InRun, Alone };
    Wanted wanted(RowIndex row, const capture::RowRecord &record) const;
    Result<QByteArray> readAlone(RowIndex row, const capture::RowRecord &record, std::uint64_t size);
    Result<QByteArray> readTail(RowIndex row);
    void takeInflated(RowIndex row, const capture::RowRecord &record, const Take &take);
    Result<void> takeAlone(RowIndex row, const capture::RowRecord &record, const Take &take);
    bool isDropped(RowIndex row, const capture::RowRecord &record) const;
    ByteView payloadIn(ByteView frame, const capture::RowRecord &record);

    const capture::Capture &m_capture;
    capture::PayloadCursor m_cursor;
    capture::CaptureReader m_reader;
    std::vector<std::uint8_t> m_unmasked;
};

} // namespace framescope::exchange
