#pragma once

#include "core/capture/payloadcursor.h"
#include "core/filter/octetsearch.h"

#include <stop_token>

namespace framescope::filter
{

/// Looks for octets in what rows carry. Rows are asked in order, so that the file is read once.
/// Thread: one scan a thread. Lifetime: the Capture outlives it.
class PayloadScan
{
public:
    explicit PayloadScan(const capture::Capture &capture);

    /// Bit i of `words` is row `first` + i, one of `count`: those that do not carry the octets are taken out of it. Those
    /// of which nobody knows, because a recording has dropped their file, are also put into `gone`. `joined`: the last
    /// frame of a message in several also carries what all of them together do. Errors: the file cannot be read. Stopped
    /// early, the rest is as it was.
    Result<void> keepThatCarry(const OctetSearch &search, RowIndex first, std::size_t count, std::uint64_t *words,
                               std::uint64_t *gone, const std::stop_token &stop, bool joined = true);

private:
    using Run = capture::PayloadCursor::Run;

    /// Which rows of the run carry the octets: bit k is its row k. A run has at most 64.
    std::uint64_t searchRun(const OctetSearch &search, RowIndex row, const Run &run);
    /// Of a row that is not given out whole.
    Result<bool> largeCarries(const OctetSearch &search, RowIndex row, const std::stop_token &stop);
    bool isInflated(RowIndex row) const;
    Result<bool> inflatedCarries(const OctetSearch &search, RowIndex row, const std::stop_token &stop);
    /// Of the last frame of a message in several frames: whether all of them together do.
    Result<bool> joinedCarries(const OctetSearch &search, RowIndex row, const std::stop_token &stop);
    template <typename Read>
    Result<bool> carriedInPieces(const OctetSearch &search, std::uint64_t size, const std::stop_token &stop, Read read);

    const capture::Capture &m_capture;
    capture::PayloadCursor m_cursor;
    capture::CaptureReader m_reader;
    std::vector<std::uint8_t> m_unmasked;
};

} // namespace framescope::filter
