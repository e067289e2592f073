#pragma once

#include "core/capture/capture.h"
#include "core/capture/captureparts.h"
#include "core/capture/capturereader.h"
#include "core/ws/frameheader.h"

#include <unordered_map>
#include <vector>

namespace framescope::capture
{

struct Segment;

/// Whether the frame's message is marked as compressed: RSV1 on its first frame (RFC 7692 §6). `record` is that of `row`.
bool isMarkedCompressed(const Capture &capture, RowIndex row, const RowRecord &record) noexcept;

/// The masking key, which ends the header. `frame`: octets of a masked frame as on the wire, its whole header at least.
ws::MaskKey maskKeyIn(ByteView frame, const RowRecord &record) noexcept;

/// Walks over the octets of rows in the order of the rows, which is that of the file but for what was interleaved: the
/// file is read once, in large pieces, and neighbours are given out together.
/// Thread: one cursor a thread. Lifetime: the Capture outlives it.
class PayloadCursor
{
public:
    /// A row with more octets on the wire is not given out whole.
    static constexpr std::uint64_t maxWhole = 1u << 20;

    /// Rows whose octets lie together: row by row, header and payload, as on the wire.
    struct Run {
        std::size_t rows = 1;
        ByteView octets;   ///< valid until the next call
        bool whole = true; ///< false: one row with more than maxWhole octets, which a CaptureReader gives in pieces
    };

    explicit PayloadCursor(const Capture &capture);
    ~PayloadCursor();

    /// The octets of `row`, which is published, and of those after it that lie behind it in the file: at most `most` rows,
    /// all frames of one stream that are whole and not marked compressed, all masked or none. A row that is no such frame
    /// comes alone. Of rows whose file the recording has dropped there are no octets. Errors: the file cannot be read.
    Result<Run> runAt(RowIndex row, std::size_t most);

private:
    /// The pieces of a stream from the last one that was looked at on.
    struct Stream;

    Stream &streamOf(const RowRecord &row);
    const Segment *segmentAt(Stream &stream, std::uint64_t offset);
    Result<ByteView> octetsAt(std::uint64_t file, std::size_t size);
    Result<Run> octetsOf(RowIndex row, std::size_t most);
    Result<Run> assembled(Stream &stream, RowIndex row, std::uint64_t size);

    const Capture &m_capture;
    CaptureReader m_reader; ///< for what is odd
    PartsReader m_file;
    std::unordered_map<std::uint64_t, Stream> m_streams;
    std::uint64_t m_lastKey = 0;
    Stream *m_last = nullptr;
    std::vector<std::uint8_t> m_window;
    std::uint64_t m_windowFile = 0; ///< file offset of the window's first octet
    std::size_t m_windowSize = 0;
    std::vector<std::uint8_t> m_assembled;
};

} // namespace framescope::capture
