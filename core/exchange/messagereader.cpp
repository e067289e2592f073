#include "core/exchange/messagereader.h"

#include "core/ws/mask.h"

#include <algorithm>

namespace framescope::exchange
{

using capture::RowRecord;

namespace
{
constexpr std::uint64_t maxControl = 125;
/// A longer frame is not read whole for its beginning.
constexpr std::uint64_t longFrame = headSize;
/// So much is read of what does not come with its neighbours.
constexpr std::uint64_t aloneSize = 4096;
/// A message in fragments is put together for its head when they lie so near.
constexpr std::uint64_t nearRows = 1024;
/// Frames of a run at most.
constexpr std::size_t runRows = 64;

/// Whether the head is that of something longer that begins so.
bool goesOn(const QByteArray &head, char with)
{
    return std::uint64_t(head.size()) == aloneSize && (head.startsWith(with) || head.trimmed().startsWith(with));
}

/// Nothing else has members that could stand at its end.
bool isLongObject(const QByteArray &head) { return goesOn(head, '{'); }
/// What it has in it stands side by side.
bool isLongArray(const QByteArray &head) { return goesOn(head, '['); }
} // namespace

MessageReader::MessageReader(const capture::Capture &capture) : m_capture(capture), m_cursor(capture), m_reader(capture)
{
}

MessageReader::Wanted MessageReader::wanted(RowIndex row, const RowRecord &record) const
{
    if (!record.isFrame() || record.incomplete())
        return Wanted::No;
    if (record.opcode() == ws::Opcode::Ping || record.opcode() == ws::Opcode::Pong)
        return record.rsv1() || record.length() > maxControl ? Wanted::Alone : Wanted::InRun;
    if (!record.endsMessage() || record.message == RowRecord::noMessage)
        return Wanted::No;
    const RowIndex start = record.messageStart(row);
    if (start != row && start < row)
        return m_capture.row(start).opcode() == ws::Opcode::Text ? Wanted::Alone : Wanted::No;
    if (record.opcode() != ws::Opcode::Text)
        return Wanted::No;
    return record.rsv1() || record.length() > longFrame ? Wanted::Alone : Wanted::InRun;
}

Result<QByteArray> MessageReader::readAlone(RowIndex row, const RowRecord &record, std::uint64_t size)
{
    if (ws::isControl(record.opcode()))
        return m_reader.payload(row, 0, maxControl);
    const RowIndex start = record.messageStart(row);
    if (start == row)
        return m_reader.payload(row, 0, size);
    // Looking for the next fragment goes through the rows in between.
    if (m_capture.row(start).length() < size && row.value() - start.value() <= nearRows)
        return m_reader.messagePayload(row, 0, size);
    return m_reader.payload(start, 0, size);
}

/// The last octets of a message; of one in fragments no more than its last frame has.
Result<QByteArray> MessageReader::readTail(RowIndex row)
{
    const std::uint64_t size = m_reader.payloadPresent(row);
    return m_reader.payload(row, size - std::min<std::uint64_t>(size, tailSize), tailSize);
}

void MessageReader::takeInflated(RowIndex row, const RowRecord &record, const Take &take)
{
    using State = capture::Inflated::State;
    const capture::Inflated inflated = m_reader.inflated(row);
    Result<QByteArray> head = m_reader.inflatedPayload(row, 0, aloneSize);
    const std::uint64_t size = head ? static_cast<std::uint64_t>(head->size()) : 0;
    if (!head || inflated.state == State::Unknown || (inflated.state == State::Unstored && size < aloneSize)) {
        take(row, record, {{}, {}, true});
        return;
    }
    if (isLongArray(*head)) {
        if (auto more = m_reader.inflatedPayload(row, 0, headSize))
            head = std::move(more);
    }
    QByteArray tail;
    if (inflated.state == State::Whole && isLongObject(*head)) {
        if (auto read = m_reader.inflatedPayload(row, inflated.size - tailSize, tailSize))
            tail = std::move(*read);
    }
    take(row, record, {byteView(*head), byteView(tail)});
}

Result<void> MessageReader::takeAlone(RowIndex row, const RowRecord &record, const Take &take)
{
    if (!ws::isControl(record.opcode()) && capture::isMarkedCompressed(m_capture, row, record)) {
        takeInflated(row, record, take);
        return {};
    }
    Result<QByteArray> head = readAlone(row, record, aloneSize);
    if (head && isLongArray(*head))
        head = readAlone(row, record, headSize);
    if (!head)
        return head.error();
    Result<QByteArray> tail{QByteArray()};
    if (isLongObject(*head))
        tail = readTail(row);
    if (!tail)
        return tail.error();
    take(row, record, {byteView(*head), byteView(*tail)});
    return {};
}

/// Whether the message begins in a file that the recording has dropped.
bool MessageReader::isDropped(RowIndex row, const RowRecord &record) const
{
    const RowIndex start = record.message == RowRecord::noMessage ? row : std::min(row, record.messageStart(row));
    return m_capture.octetsDropped(start);
}

/// The beginning of a frame's payload, unmasked.
ByteView MessageReader::payloadIn(ByteView frame, const RowRecord &record)
{
    const std::size_t header = record.headerSize();
    if (frame.size() < header)
        return {};
    const auto size = static_cast<std::size_t>(
        std::min<std::uint64_t>({record.length(), frame.size() - header, std::uint64_t(headSize)}));
    const ByteView payload = frame.subspan(header, size);
    if (!record.masked())
        return payload;
    m_unmasked.resize(size);
    ws::mask(payload.data(), m_unmasked.data(), size, capture::maskKeyIn(frame, record), 0);
    return m_unmasked;
}

Result<void> MessageReader::read(RowIndex first, RowIndex end, const Take &take, const std::stop_token &stop)
{
    for (RowIndex row = first; row < end && !stop.stop_requested();) {
        const RowRecord &record = m_capture.row(row);
        const Wanted how = wanted(row, record);
        if (how == Wanted::Alone) {
            const Result<void> taken = takeAlone(row, record, take);
            if (!taken && !isDropped(row, record))
                return taken.error();
        }
        if (how != Wanted::InRun) {
            ++row;
            continue;
        }
        const std::size_t most = static_cast<std::size_t>(std::min<std::uint64_t>(end.value() - row.value(), runRows));
        const auto run = m_cursor.runAt(row, most);
        if (!run)
            return run.error();
        ByteView octets = run->octets;
        for (std::size_t k = 0; k < std::max<std::size_t>(run->rows, 1); ++k, ++row) {
            const RowRecord &each = m_capture.row(row);
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(each.wireSize(), octets.size()));
            // Of a file that the recording has dropped there are no octets.
            if (wanted(row, each) == Wanted::InRun && size == each.wireSize())
                take(row, each, {payloadIn(octets.first(size), each), {}});
            else if (wanted(row, each) == Wanted::Alone)
                break;
            octets = octets.subspan(size);
        }
    }
    return {};
}

} // namespace framescope::exchange
