#pragma once

#include "core/capture/inflatedspool.h"
#include "core/ws/streamanalyzer.h"

namespace framescope::capture
{

/// Puts what one direction inflates into the spool, and ties it to the rows of its frames.
/// Thread: the writer's.
class InflatedRecorder final : public ws::InflatedSink
{
public:
    /// Without a spool nothing is kept. Lifetime: the spool outlives the recorder.
    explicit InflatedRecorder(InflatedSpool *spool) noexcept : m_spool(spool) {}
    InflatedRecorder(InflatedRecorder &&) = delete;

    /// How this direction compresses.
    void setSide(ws::DeflateSide side) noexcept { m_standsAlone = !side.contextTakeover; }
    void inflated(ByteView octets) override;
    /// A data frame will be this row.
    void frame(RowIndex row, const ws::AnalyzedFrame &frame, const ws::MessageInflater &message);
    /// The context was lost before the first frame, at this row.
    void loseContext(RowIndex since) noexcept;
    /// No frames will follow.
    void end();

    const InflatedSpool::Stream &stream() const noexcept { return m_stream; }
    std::uint64_t compressedOctets() const noexcept { return m_compressed; }
    std::uint64_t inflatedOctets() const noexcept { return m_inflated; }
    /// The row where the context was lost; meaningful once it was.
    RowIndex lostSince() const noexcept { return m_lostSince; }

private:
    void closeOpen();

    InflatedSpool *m_spool;
    InflatedSpool::Stream m_stream;
    InflatedSpool::Message m_message; ///< that began last
    std::uint64_t m_number = 0;       ///< its number in the spool
    std::uint64_t m_compressed = 0, m_inflated = 0;
    RowIndex m_lostSince;
    bool m_standsAlone = false;
    bool m_lost = false;
};

} // namespace framescope::capture
