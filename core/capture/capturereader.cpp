#include "core/capture/capturereader.h"

#include "core/capture/captureprivate.h"
#include "core/capture/packetcomment.h"
#include "core/ws/findings.h"
#include "core/ws/mask.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace framescope::capture
{

namespace
{
/// Rows looked at to find the next frame of a message.
constexpr std::uint64_t maxScan = 16'000'000;
/// Octets of file fetched at once when the pieces of a stream are small.
constexpr std::uint64_t fetchSize = 256 * 1024;
constexpr std::size_t segmentsAtOnce = 4096;
constexpr std::uint32_t maxEventBlock = 256 * 1024;
constexpr std::size_t packetHeaderSize = 28;
} // namespace

class CaptureReader::Private
{
public:
    explicit Private(const Capture &c) : capture(c), file(c.d->parts) {}

    const Capture &capture;
    PartsReader file;

    bool exists(RowIndex row) const noexcept { return row.value() < capture.rowCount(); }
    /// The first frame of the message the row belongs to; the row itself where it is in none.
    RowIndex messageStart(RowIndex row) const noexcept
    {
        const RowRecord &r = capture.row(row);
        return r.isFrame() && r.message != RowRecord::noMessage ? r.messageStart(row) : row;
    }
    /// Stream octets from `offset`; fewer where the recording has no more.
    Result<QByteArray> stream(ConnectionId id, Direction direction, std::uint64_t offset, std::uint64_t count);
    std::uint64_t payloadPresent(RowIndex row, const ws::FrameHeader &header) const;
    /// Octets of [offset, offset+count) that the recording has, up to the first that it has not.
    std::uint64_t recorded(const RowRecord &row, std::uint64_t offset, std::uint64_t count) const;
    Result<ws::FrameHeader> header(RowIndex row);
};

Result<QByteArray> CaptureReader::Private::stream(ConnectionId id, Direction direction, std::uint64_t offset,
                                                  std::uint64_t count)
{
    QByteArray result;
    const SegmentTable::Stream *table = nullptr;
    {
        const std::lock_guard lock(capture.d->mutex);
        if (const Connection *const c = capture.d->findLocked(id))
            table = &c->stream(direction);
    }
    if (table == nullptr || count == 0)
        return result;
    QByteArray fetched;
    std::uint64_t at = offset;
    const std::uint64_t end = count > std::uint64_t(-1) - offset ? std::uint64_t(-1) : offset + count;
    bool gap = false;
    while (at < end && !gap) {
        const std::vector<Segment> segments =
            capture.d->segments.find(*table, StreamOffset(at), end - at, segmentsAtOnce);
        if (segments.empty())
            break;
        for (std::size_t first = 0; first < segments.size() && !gap;) {
            // Pieces that lie near each other are fetched together.
            std::size_t last = first + 1;
            while (last < segments.size() &&
                   segments[last].file() + segments[last].size() - segments[first].file() <= fetchSize)
                ++last;
            const std::uint64_t from = segments[first].file();
            const std::uint64_t size = segments[last - 1].file() + segments[last - 1].size() - from;
            fetched.resize(static_cast<qsizetype>(size));
            if (auto read = file.read(from, fetched.data(), size); !read)
                return read.error();
            for (; first < last; ++first) {
                const Segment &segment = segments[first];
                if (segment.stream > at) {
                    gap = true;
                    break;
                }
                const std::uint64_t skip = at - segment.stream;
                const std::uint64_t part = std::min(segment.size() - skip, end - at);
                result.append(fetched.constData() + (segment.file() - from + skip), static_cast<qsizetype>(part));
                at += part;
            }
        }
    }
    return result;
}

Result<ws::FrameHeader> CaptureReader::Private::header(RowIndex row)
{
    const RowRecord &r = capture.row(row);
    const Result<QByteArray> octets = stream(r.connection(), r.direction(), r.offset().value(), r.headerSize());
    if (!octets)
        return octets.error();
    std::uint8_t whole[ws::FrameHeader::maxSize] = {};
    std::memcpy(whole, octets->constData(), static_cast<std::size_t>(octets->size()));
    whole[0] = r.first;
    whole[1] = r.second;
    return ws::decodeHeader(whole);
}

std::uint64_t CaptureReader::Private::payloadPresent(RowIndex row, const ws::FrameHeader &header) const
{
    const RowRecord &r = capture.row(row);
    if (!r.incomplete())
        return header.declared;
    for (const ws::Finding &finding : capture.findings(row)) {
        if (finding.id == ws::FindingId::FrameTruncated)
            return header.declared - std::min(finding.value, header.declared);
        if (finding.id == ws::FindingId::FrameHeaderTruncated || ws::info(finding.id).effect == ws::Effect::Lost)
            return 0;
    }
    // It goes on in another file.
    return recorded(r, r.offset().value() + r.headerSize(), header.declared);
}

std::uint64_t CaptureReader::Private::recorded(const RowRecord &row, std::uint64_t offset, std::uint64_t count) const
{
    const SegmentTable::Stream *table = nullptr;
    {
        const std::lock_guard lock(capture.d->mutex);
        if (const Connection *const c = capture.d->findLocked(row.connection()))
            table = &c->stream(row.direction());
    }
    std::uint64_t there = 0;
    while (table != nullptr && there < count) {
        const std::uint64_t before = there;
        for (const Segment &segment :
             capture.d->segments.find(*table, StreamOffset(offset + there), count - there, segmentsAtOnce)) {
            if (segment.stream > offset + there)
                return there;
            there = std::min(segment.stream + segment.size() - offset, count);
        }
        if (there == before)
            break;
    }
    return there;
}

CaptureReader::CaptureReader(const Capture &capture) : d(std::make_unique<Private>(capture)) {}

CaptureReader::~CaptureReader() = default;

ws::FrameHeader CaptureReader::header(RowIndex row)
{
    if (!d->exists(row) || !d->capture.row(row).isFrame())
        return {};
    if (const Result<ws::FrameHeader> header = storedHeader(row))
        return *header;
    // What the index knows, when the octets cannot be read.
    const RowRecord &r = d->capture.row(row);
    return {r.first, r.second, {}, r.length()};
}

Result<ws::FrameHeader> CaptureReader::storedHeader(RowIndex row)
{
    if (!d->exists(row) || !d->capture.row(row).isFrame())
        return ws::FrameHeader();
    return d->header(row);
}

std::uint64_t CaptureReader::payloadPresent(RowIndex row)
{
    if (!d->exists(row))
        return 0;
    const RowRecord &r = d->capture.row(row);
    if (!r.isFrame())
        return r.kind() == RowKind::Event ? 0 : r.length();
    // The header is needed only for lengths a row cannot hold.
    if (!r.incomplete() && r.length() < RowRecord::maxStored)
        return r.length();
    return d->payloadPresent(row, header(row));
}

Result<QByteArray> CaptureReader::wire(RowIndex row, std::uint64_t from, std::uint64_t count)
{
    if (!d->exists(row) || d->capture.row(row).kind() == RowKind::Event)
        return QByteArray();
    const RowRecord &r = d->capture.row(row);
    std::uint64_t size = r.headerSize() + payloadPresent(row);
    if (r.incomplete() && r.isFrame()) {
        for (const ws::Finding &finding : d->capture.findings(row)) {
            if (finding.id == ws::FindingId::FrameHeaderTruncated)
                size = std::min<std::uint64_t>(finding.value, r.headerSize());
        }
    }
    if (from >= size)
        return QByteArray();
    return d->stream(r.connection(), r.direction(), r.offset().value() + from, std::min(count, size - from));
}

Result<QByteArray> CaptureReader::payload(RowIndex row, std::uint64_t from, std::uint64_t count, bool unmasked)
{
    if (!d->exists(row) || d->capture.row(row).kind() == RowKind::Event)
        return QByteArray();
    const RowRecord &r = d->capture.row(row);
    if (!r.isFrame())
        return wire(row, from, count);
    const Result<ws::FrameHeader> header = d->header(row);
    if (!header)
        return header.error();
    const std::uint64_t size = d->payloadPresent(row, *header);
    if (from >= size)
        return QByteArray();
    Result<QByteArray> octets = d->stream(r.connection(), r.direction(), r.offset().value() + r.headerSize() + from,
                                          std::min(count, size - from));
    if (octets && unmasked && r.masked())
        ws::maskInPlace({reinterpret_cast<std::uint8_t *>(octets->data()), static_cast<std::size_t>(octets->size())},
                        header->key, from);
    return octets;
}

std::optional<FileOffset> CaptureReader::place(RowIndex row) const
{
    if (!d->exists(row))
        return {};
    const RowRecord &r = d->capture.row(row);
    if (r.kind() == RowKind::Event)
        return FileOffset(r.offset().value());
    const SegmentTable::Stream *table = nullptr;
    {
        const std::lock_guard lock(d->capture.d->mutex);
        if (const Connection *const c = d->capture.d->findLocked(r.connection()))
            table = &c->stream(r.direction());
    }
    if (table == nullptr)
        return {};
    const std::vector<Segment> found = d->capture.d->segments.find(*table, r.offset(), 1, 1);
    if (found.empty() || found.front().stream > r.offset().value())
        return {};
    return FileOffset(found.front().file() + (r.offset().value() - found.front().stream));
}

Event CaptureReader::event(RowIndex row)
{
    Event event;
    if (!d->exists(row) || d->capture.row(row).kind() != RowKind::Event)
        return event;
    const RowRecord &r = d->capture.row(row);
    event.kind = static_cast<EventKind>(r.first);
    std::uint8_t head[packetHeaderSize];
    if (!d->file.read(r.offset().value(), reinterpret_cast<char *>(head), sizeof head))
        return event;
    // Only this program writes events, and it writes little-endian.
    const std::uint32_t size = qFromLittleEndian<quint32>(head + 4);
    const std::uint64_t captured = (std::uint64_t(qFromLittleEndian<quint32>(head + 20)) + 3) & ~std::uint64_t(3);
    if (qFromLittleEndian<quint32>(head) != 6 || size > maxEventBlock || packetHeaderSize + captured + 8 > size)
        return event;
    QByteArray options(static_cast<qsizetype>(size - packetHeaderSize - captured - 4), Qt::Uninitialized);
    if (!d->file.read(r.offset().value() + packetHeaderSize + captured, options.data(),
                      static_cast<std::uint64_t>(options.size())))
        return event;
    const ByteView view = byteView(options);
    for (std::size_t at = 0; view.size() - at >= 4;) {
        const std::uint16_t code = qFromLittleEndian<quint16>(&view[at]);
        const std::size_t length = qFromLittleEndian<quint16>(&view[at + 2]);
        at += 4;
        if (code == 0 || length > view.size() - at)
            break;
        if (code == 1) {
            if (const PacketComment comment = parseComment(qbyteView(view.subspan(at, length))); comment.event)
                event.details = comment.event->details;
            break;
        }
        at = std::min(view.size(), at + ((length + 3) & ~std::size_t(3)));
    }
    return event;
}

std::vector<RowIndex> CaptureReader::messageRows(RowIndex row, std::size_t limit) const
{
    std::vector<RowIndex> rows;
    if (!d->exists(row))
        return rows;
    for (std::optional<RowIndex> next = d->messageStart(row); next && rows.size() < limit; next = nextOfMessage(*next))
        rows.push_back(*next);
    return rows;
}

std::optional<RowIndex> CaptureReader::nextOfMessage(RowIndex row, RowIndex seen) const
{
    if (!d->exists(row))
        return {};
    const RowRecord &asked = d->capture.row(row);
    if (!asked.isFrame() || asked.message == RowRecord::noMessage || asked.endsMessage())
        return {};
    const std::uint64_t from = std::max(row.value() + 1, seen.value());
    const std::uint64_t count = std::min(d->capture.rowCount(), from + maxScan);
    for (std::uint64_t i = from; i < count; ++i) {
        const RowRecord &r = d->capture.row(RowIndex(i));
        if (!r.isFrame() || r.connection() != asked.connection() || r.direction() != asked.direction() ||
            r.message == RowRecord::noMessage)
            continue;
        if (r.message == asked.message)
            return RowIndex(i);
        return {}; // another message began before this one ended
    }
    return {};
}

/// `next` gives frame after frame.
template <typename Next> Result<QByteArray> CaptureReader::joined(Next next, std::uint64_t from, std::uint64_t count)
{
    QByteArray result;
    std::uint64_t before = 0; // octets of the fragments passed
    while (static_cast<std::uint64_t>(result.size()) < count) {
        const std::optional<RowIndex> fragment = next();
        if (!fragment)
            break;
        const auto have = static_cast<std::uint64_t>(result.size());
        const std::uint64_t size = payloadPresent(*fragment);
        const std::uint64_t at = from + have;
        if (at < before + size) {
            const Result<QByteArray> part = payload(*fragment, at - before, count - have);
            if (!part)
                return part;
            result += *part;
        }
        before += size;
    }
    return result;
}

Result<QByteArray> CaptureReader::messagePayload(RowIndex row, std::uint64_t from, std::uint64_t count,
                                                 const std::stop_token &stop)
{
    if (!d->exists(row))
        return QByteArray();
    std::optional<RowIndex> fragment;
    const auto next = [&] {
        if (stop.stop_requested())
            return std::optional<RowIndex>();
        fragment = fragment ? nextOfMessage(*fragment) : d->messageStart(row);
        return fragment;
    };
    return joined(next, from, count);
}

Result<QByteArray> CaptureReader::joinedPayload(std::span<const RowIndex> frames, std::uint64_t from,
                                                std::uint64_t count)
{
    std::size_t i = 0;
    const auto next = [&] { return i < frames.size() ? std::optional(frames[i++]) : std::nullopt; };
    return joined(next, from, count);
}

Inflated CaptureReader::inflated(RowIndex row) const
{
    const auto found = d->capture.d->inflatedMessage(row);
    if (found)
        return d->capture.d->inflated.describe(*found->second, found->first);
    Inflated none;
    if (d->capture.d->lacksInflated(row))
        none.state = Inflated::State::Unstored;
    return none;
}

Result<QByteArray> CaptureReader::inflatedPayload(RowIndex row, std::uint64_t from, std::uint64_t count) const
{
    const auto found = d->capture.d->inflatedMessage(row);
    if (!found && d->capture.d->lacksInflated(row))
        return Error{d->capture.inflateError()};
    if (!found)
        return QByteArray();
    return d->capture.d->inflated.read(*found->second, found->first, from, count);
}

} // namespace framescope::capture
