#include "core/filter/payloadscan.h"

#include "core/filter/rowcontent.h"
#include "core/ws/mask.h"

#include <algorithm>
#include <bit>

namespace framescope::filter
{

namespace
{
constexpr std::uint64_t pieceSize = 256 * 1024;

/// Sets those of the bits from `i` on that `added` has, from its bit 0 on; it has no more than there are.
void addBits(std::uint64_t *words, std::size_t i, std::uint64_t added) noexcept
{
    const std::size_t shift = i % 64;
    words[i / 64] |= added << shift;
    if (shift > 0 && added >> (64 - shift) != 0)
        words[i / 64 + 1] |= added >> (64 - shift);
}

/// Bits [i, i+count) stay only where `kept` has them, from its bit 0 on; count is at most 64.
void keepBits(std::uint64_t *words, std::size_t i, std::size_t count, std::uint64_t kept) noexcept
{
    const std::uint64_t gone = ~kept & (count < 64 ? (std::uint64_t(1) << count) - 1 : ~std::uint64_t(0));
    const std::size_t shift = i % 64;
    words[i / 64] &= ~(gone << shift);
    if (shift + count > 64)
        words[i / 64 + 1] &= ~(gone >> (64 - shift));
}

/// The first bit that is set at or after `i`, or `count`.
std::size_t nextBit(const std::uint64_t *words, std::size_t i, std::size_t count) noexcept
{
    while (i < count) {
        const std::uint64_t rest = words[i / 64] >> (i % 64);
        if (rest != 0)
            return std::min(count, i + static_cast<std::size_t>(std::countr_zero(rest)));
        i = (i / 64 + 1) * 64;
    }
    return count;
}
} // namespace

PayloadScan::PayloadScan(const capture::Capture &capture) : m_capture(capture), m_cursor(capture), m_reader(capture) {}

Result<void> PayloadScan::keepThatCarry(const OctetSearch &search, RowIndex first, std::size_t count,
                                        std::uint64_t *words, std::uint64_t *gone, const std::stop_token &stop,
                                        bool joined)
{
    for (std::size_t i = nextBit(words, 0, count); i < count && !stop.stop_requested();) {
        const RowIndex row = first + i;
        if (isInflated(row)) {
            const Result<bool> carries = inflatedCarries(search, row, stop);
            if (!carries)
                return carries.error();
            keepBits(words, i, 1, std::uint64_t(*carries));
            i = nextBit(words, i + 1, count);
            continue;
        }
        const Result<Run> run = m_cursor.runAt(row, std::min<std::size_t>(64, count - i));
        if (!run)
            return run.error();
        std::uint64_t found = 0;
        std::uint64_t lost = 0;
        if (run->whole) {
            found = searchRun(search, row, *run);
            const bool none = run->octets.empty() && m_capture.row(row).kind() != capture::RowKind::Event;
            lost = std::uint64_t(none && m_capture.octetsDropped(row));
        } else if (const Result<bool> carries = largeCarries(search, row, stop)) {
            found = std::uint64_t(*carries);
        } else if (m_capture.octetsDropped(row)) {
            lost = 1;
        } else {
            return carries.error();
        }
        // What a message in several frames says may lie across their borders.
        for (std::size_t k = 0; joined && k < run->rows; ++k) {
            const bool asked = (words[(i + k) / 64] >> ((i + k) % 64) & 1) != 0;
            if (!asked || ((found | lost) >> k & 1) != 0 || !RowContent::endsFragments(m_capture, row + k))
                continue;
            if (const Result<bool> carries = joinedCarries(search, row + k, stop))
                found |= std::uint64_t(*carries) << k;
            else if (m_capture.octetsDropped(m_capture.row(row + k).messageStart(row + k)))
                lost |= std::uint64_t(1) << k;
            else
                return carries.error();
        }
        keepBits(words, i, run->rows, found);
        addBits(gone, i, lost);
        i = nextBit(words, i + run->rows, count);
    }
    return {};
}

std::uint64_t PayloadScan::searchRun(const OctetSearch &search, RowIndex row, const Run &run)
{
    ByteView octets = run.octets;
    const capture::RowRecord &first = m_capture.row(row);
    if (first.isFrame() && first.masked()) {
        m_unmasked.assign(octets.begin(), octets.end());
        std::size_t start = 0;
        for (std::size_t k = 0; k < run.rows && start < m_unmasked.size(); ++k) {
            const capture::RowRecord &record = m_capture.row(row + k);
            const std::size_t header = std::min(record.headerSize(), m_unmasked.size() - start);
            const auto size =
                static_cast<std::size_t>(std::min<std::uint64_t>(record.length(), m_unmasked.size() - start - header));
            if (size > 0) // then the header is whole
                ws::maskInPlace(std::span(m_unmasked).subspan(start + header, size),
                                capture::maskKeyIn(octets.subspan(start), record), 0);
            start += header + size;
        }
        octets = m_unmasked;
    }
    std::uint64_t found = 0;
    std::size_t k = 0;
    std::size_t start = 0; // of row k
    for (std::size_t at = search.find(octets); at != OctetSearch::notFound;) {
        // The row that this place lies in.
        const capture::RowRecord *record = &m_capture.row(row + k);
        std::size_t end = start + static_cast<std::size_t>(record->wireSize());
        while (at >= end && k + 1 < run.rows) {
            start = end;
            record = &m_capture.row(row + ++k);
            end = start + static_cast<std::size_t>(record->wireSize());
        }
        if (at < start + record->headerSize()) {
            at = search.find(octets, start + record->headerSize());
            continue;
        }
        if (at + search.size() <= end)
            found |= std::uint64_t(1) << k;
        if (end >= octets.size())
            break;
        at = search.find(octets, end);
    }
    return found;
}

Result<bool> PayloadScan::largeCarries(const OctetSearch &search, RowIndex row, const std::stop_token &stop)
{
    return carriedInPieces(search, m_reader.payloadPresent(row), stop,
                           [&](std::uint64_t from, std::uint64_t count) { return m_reader.payload(row, from, count); });
}

/// Whether what the program shows of the row is what its message inflates to.
bool PayloadScan::isInflated(RowIndex row) const
{
    if (!capture::isMarkedCompressed(m_capture, row, m_capture.row(row)))
        return false;
    const capture::Inflated inflated = m_reader.inflated(row);
    return inflated.size > 0 || inflated.state == capture::Inflated::State::Whole;
}

Result<bool> PayloadScan::inflatedCarries(const OctetSearch &search, RowIndex row, const std::stop_token &stop)
{
    const capture::RowRecord &record = m_capture.row(row);
    // Only then all of it is there.
    if (!record.endsMessage() && !record.incomplete())
        return false;
    return carriedInPieces(search, m_reader.inflated(row).size, stop, [&](std::uint64_t from, std::uint64_t count) {
        return m_reader.inflatedPayload(row, from, count);
    });
}

Result<bool> PayloadScan::joinedCarries(const OctetSearch &search, RowIndex row, const std::stop_token &stop)
{
    QByteArray octets; // what was not looked through yet
    for (std::optional<RowIndex> frame = m_capture.row(row).messageStart(row); frame;
         frame = m_reader.nextOfMessage(*frame)) {
        const std::uint64_t size = m_reader.payloadPresent(*frame);
        for (std::uint64_t at = 0; at < size; at += pieceSize) {
            if (stop.stop_requested())
                return false;
            const Result<QByteArray> piece = m_reader.payload(*frame, at, pieceSize);
            if (!piece)
                return piece.error();
            octets += *piece;
            if (static_cast<std::uint64_t>(octets.size()) < pieceSize + search.size())
                continue;
            if (search.find(byteView(octets)) != OctetSearch::notFound)
                return true;
            // What the next piece may go on with.
            octets = octets.right(static_cast<qsizetype>(search.size()) - 1);
        }
    }
    return search.find(byteView(octets)) != OctetSearch::notFound;
}

template <typename Read>
Result<bool> PayloadScan::carriedInPieces(const OctetSearch &search, std::uint64_t size, const std::stop_token &stop,
                                          Read read)
{
    for (std::uint64_t at = 0; !stop.stop_requested();) {
        // The pieces overlap by what the octets could lie across.
        const Result<QByteArray> piece = read(at, pieceSize + search.size());
        if (!piece)
            return piece.error();
        if (search.find(byteView(*piece)) != OctetSearch::notFound)
            return true;
        at += pieceSize;
        if (at >= size || static_cast<std::uint64_t>(piece->size()) < pieceSize)
            break;
    }
    return false;
}

} // namespace framescope::filter
