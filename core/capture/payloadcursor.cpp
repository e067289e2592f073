#include "core/capture/payloadcursor.h"

#include "core/capture/captureprivate.h"

#include <algorithm>
#include <limits>

namespace framescope::capture
{

namespace
{
/// Fits the second-level cache, so that what was read is still near when it is looked at.
constexpr std::size_t windowSize = 256 * 1024;
constexpr std::size_t segmentsAtOnce = 256;
/// Streams whose place is remembered; a capture has any number of connections.
constexpr std::size_t maxStreams = 1024;
} // namespace

bool isMarkedCompressed(const Capture &capture, RowIndex row, const RowRecord &record) noexcept
{
    if (!record.isFrame() || record.message == RowRecord::noMessage)
        return false;
    if (record.opcode() != ws::Opcode::Continuation)
        return record.rsv1();
    return capture.row(record.messageStart(row)).rsv1();
}

ws::MaskKey maskKeyIn(ByteView frame, const RowRecord &record) noexcept
{
    ws::MaskKey key{};
    std::copy_n(frame.begin() + static_cast<std::ptrdiff_t>(record.headerSize() - key.size()), key.size(), key.begin());
    return key;
}

struct PayloadCursor::Stream {
    const SegmentTable::Stream *table = nullptr;
    std::vector<Segment> segments;
    std::size_t at = 0;
};

PayloadCursor::PayloadCursor(const Capture &capture)
    : m_capture(capture), m_reader(capture), m_file(capture.d->parts), m_window(windowSize)
{
}

PayloadCursor::~PayloadCursor() = default;

PayloadCursor::Stream &PayloadCursor::streamOf(const RowRecord &row)
{
    const std::uint64_t key = std::uint64_t(row.connection().value()) * 2 + static_cast<std::uint64_t>(row.direction());
    if (m_last != nullptr && key == m_lastKey)
        return *m_last;
    if (m_streams.size() >= maxStreams && !m_streams.contains(key))
        m_streams.clear();
    Stream &stream = m_streams[key];
    if (stream.table == nullptr) {
        const std::lock_guard lock(m_capture.d->mutex);
        if (const Connection *const c = m_capture.d->findLocked(row.connection()))
            stream.table = &c->stream(row.direction());
    }
    m_lastKey = key;
    m_last = &stream;
    return stream;
}

/// The piece that holds this octet of the stream, or nullptr.
const Segment *PayloadCursor::segmentAt(Stream &stream, std::uint64_t offset)
{
    if (stream.table == nullptr)
        return nullptr;
    const auto holds = [offset](const Segment &s) { return s.stream <= offset && offset - s.stream < s.size(); };
    // Nearly always the same piece as before, or the next.
    for (std::size_t i = stream.at; i < std::min(stream.at + 2, stream.segments.size()); ++i) {
        if (holds(stream.segments[i])) {
            stream.at = i;
            return &stream.segments[i];
        }
    }
    const auto after = std::upper_bound(stream.segments.begin(), stream.segments.end(), offset,
                                        [](std::uint64_t at, const Segment &s) { return at < s.stream; });
    if (after != stream.segments.begin() && holds(*(after - 1))) {
        stream.at = static_cast<std::size_t>(after - stream.segments.begin()) - 1;
        return &stream.segments[stream.at];
    }
    stream.segments = m_capture.d->segments.find(*stream.table, StreamOffset(offset),
                                                 std::numeric_limits<std::uint64_t>::max(), segmentsAtOnce);
    stream.at = 0;
    return !stream.segments.empty() && holds(stream.segments.front()) ? &stream.segments.front() : nullptr;
}

/// At most a window's size.
Result<ByteView> PayloadCursor::octetsAt(std::uint64_t file, std::size_t size)
{
    const bool inWindow =
        file >= m_windowFile && file - m_windowFile <= m_windowSize && m_windowSize - (file - m_windowFile) >= size;
    if (!inWindow) {
        const std::uint64_t stored = m_capture.fileSize();
        const std::uint64_t wanted =
            std::clamp<std::uint64_t>(stored > file ? stored - file : 0, size, std::max(size, m_window.size()));
        m_windowFile = file;
        m_windowSize = 0;
        if (auto read = m_file.read(file, reinterpret_cast<char *>(m_window.data()), wanted); !read)
            return read.error();
        m_windowSize = static_cast<std::size_t>(wanted);
    }
    return ByteView(m_window).subspan(static_cast<std::size_t>(file - m_windowFile), size);
}

/// One row whose octets lie in several pieces.
Result<PayloadCursor::Run> PayloadCursor::assembled(Stream &stream, RowIndex row, std::uint64_t size)
{
    m_assembled.clear();
    std::uint64_t at = m_capture.row(row).offset().value();
    while (size > 0) {
        const Segment *const segment = segmentAt(stream, at);
        if (segment == nullptr)
            break; // not recorded
        const std::uint64_t skip = at - segment->stream;
        const auto part = static_cast<std::size_t>(std::min(size, segment->size() - skip));
        const Result<ByteView> octets = octetsAt(segment->file() + skip, part);
        if (!octets)
            return octets.error();
        m_assembled.insert(m_assembled.end(), octets->begin(), octets->end());
        at += part;
        size -= part;
    }
    return Run{1, m_assembled, true};
}

Result<PayloadCursor::Run> PayloadCursor::runAt(RowIndex row, std::size_t most)
{
    if (row.value() < m_capture.firstKeptRow())
        return Run();
    Result<Run> run = octetsOf(row, most);
    if (!run && m_capture.octetsDropped(row))
        return Run();
    return run;
}

Result<PayloadCursor::Run> PayloadCursor::octetsOf(RowIndex row, std::size_t most)
{
    const RowRecord &first = m_capture.row(row);
    if (first.kind() == RowKind::Event)
        return Run();
    const std::uint64_t size = first.wireSize();
    if (first.length() > maxWhole)
        return Run{1, {}, false};
    if (first.incomplete()) {
        // How much of it there is stands in its findings.
        const Result<QByteArray> octets = m_reader.wire(row, 0, size);
        if (!octets)
            return octets.error();
        const ByteView view = byteView(*octets);
        m_assembled.assign(view.begin(), view.end());
        return Run{1, m_assembled, true};
    }
    Stream &stream = streamOf(first);
    const std::uint64_t start = first.offset().value();
    const Segment *const segment = segmentAt(stream, start);
    if (segment == nullptr || size == 0)
        return Run();
    const std::uint64_t pieceEnd = segment->stream + segment->size();
    if (size > pieceEnd - start)
        return assembled(stream, row, size);
    Run run;
    std::uint64_t end = start + size;
    if (first.isFrame() && most > 1 && !isMarkedCompressed(m_capture, row, first)) {
        // The rows are looked at run by run of their memory, too.
        std::span<const RowRecord> rows = m_capture.rows(row + 1);
        const auto connection = first.connection();
        const auto direction = first.direction();
        const bool masked = first.masked();
        for (std::size_t i = 0; run.rows < most && !rows.empty(); ++i) {
            if (i == rows.size()) {
                rows = m_capture.rows(row + run.rows);
                i = 0;
                if (rows.empty())
                    break;
            }
            const RowRecord &next = rows[i];
            const std::uint64_t nextSize = next.wireSize();
            if (!next.isFrame() || next.offset().value() != end || nextSize > pieceEnd - end ||
                next.connection() != connection || next.direction() != direction || next.masked() != masked ||
                next.incomplete() || isMarkedCompressed(m_capture, row + run.rows, next))
                break;
            end += nextSize;
            ++run.rows;
        }
    }
    const Result<ByteView> octets =
        octetsAt(segment->file() + (start - segment->stream), static_cast<std::size_t>(end - start));
    if (!octets)
        return octets.error();
    run.octets = *octets;
    return run;
}

} // namespace framescope::capture
