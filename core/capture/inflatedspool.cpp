#include "core/capture/inflatedspool.h"

#include <algorithm>
#include <utility>

namespace framescope::capture
{

namespace
{
constexpr unsigned aloneBit = 8;
constexpr unsigned overBit = 9;
constexpr unsigned sinceShift = 16;
constexpr std::size_t segmentsAtOnce = 4096;
constexpr std::size_t flushAt = 192 * 1024;

// Entries of messages that go on change while others read them.
void store(std::uint64_t &to, std::uint64_t value) noexcept
{
    std::atomic_ref<std::uint64_t>(to).store(value, std::memory_order_release);
}

std::uint64_t load(const std::uint64_t &from) noexcept
{
    return std::atomic_ref<std::uint64_t>(const_cast<std::uint64_t &>(from)).load(std::memory_order_acquire);
}
} // namespace

InflatedSpool::Entry InflatedSpool::packed(const Message &message) noexcept
{
    Entry entry;
    entry.row = message.row;
    entry.start = message.start;
    entry.wire = message.wire;
    entry.size = message.size;
    entry.rest = static_cast<std::uint64_t>(message.state) | (std::uint64_t(message.standsAlone) << aloneBit) |
                 (std::uint64_t(message.over) << overBit) | (message.unknownSince << sinceShift);
    return entry;
}

void InflatedSpool::append(Stream &stream, ByteView octets)
{
    if (octets.empty())
        return;
    const std::uint64_t offset = stream.m_size;
    stream.m_size += octets.size();
    if (m_failed) {
        if (stream.m_lostFrom.load(std::memory_order_relaxed) == never)
            stream.m_lostFrom.store(offset, std::memory_order_release);
        return;
    }
    if (m_buffer.capacity() == 0)
        m_buffer.reserve(bufferSize);
    if (!m_pieces.empty() && m_pieces.back().stream == &stream)
        m_pieces.back().size += octets.size();
    else
        m_pieces.push_back({&stream, offset, octets.size()});
    m_buffer.insert(m_buffer.end(), octets.begin(), octets.end());
    if (m_buffer.size() >= flushAt)
        flush();
}

void InflatedSpool::flush()
{
    if (m_buffer.empty())
        return;
    Result<void> written;
    if (!m_file) {
        auto made = TemporaryFile::create(u"inflated messages"_qs);
        if (made)
            m_file = std::move(*made);
        else
            written = made.error();
    }
    if (written)
        written = m_file->write(m_fileSize, m_buffer);
    std::uint64_t at = m_fileSize;
    for (const Piece &piece : m_pieces) {
        if (written)
            written =
                m_segments.append(piece.stream->m_segments, StreamOffset(piece.offset), FileOffset(at), piece.size);
        if (!written && piece.stream->m_lostFrom.load(std::memory_order_relaxed) == never)
            piece.stream->m_lostFrom.store(piece.offset, std::memory_order_release);
        at += piece.size;
    }
    if (written)
        m_fileSize = at;
    else
        fail(written.error());
    m_buffer.clear();
    m_pieces.clear();
}

void InflatedSpool::fail(const Error &error)
{
    m_failed = true;
    const std::lock_guard lock(m_mutex);
    m_failure =
        u"inflated messages are no longer stored: %1; free some space and open the capture again"_qs.arg(error.message);
}

std::uint64_t InflatedSpool::add(const Message &message)
{
    // Entries are found by their rows: one that is missing is the first of many.
    if (lacks(RowIndex(message.row)))
        return never;
    const std::uint64_t number = m_entries.written();
    if (auto added = m_entries.append(packed(message)); !added) {
        fail(added.error());
        m_lacksFrom.store(message.row, std::memory_order_release);
        return never;
    }
    return number;
}

void InflatedSpool::update(std::uint64_t number, const Message &message)
{
    if (number >= m_entries.written())
        return;
    if (number >= m_entries.size())
        m_entries.unpublished(number) = packed(message);
    else if (!m_updates.empty() && m_updates.back().number == number)
        m_updates.back().entry = packed(message);
    else
        m_updates.push_back({number, packed(message)});
}

void InflatedSpool::publish()
{
    flush();
    for (const Update &update : m_updates) {
        Entry &entry = m_entries.unpublished(update.number);
        store(entry.wire, update.entry.wire);
        store(entry.size, update.entry.size);
        store(entry.rest, update.entry.rest);
    }
    m_updates.clear();
    m_entries.publish();
}

void InflatedSpool::setLimits(const ws::InflateLimits &limits) noexcept
{
    m_maxMessage.store(limits.maxMessage, std::memory_order_relaxed);
    m_maxRatio.store(limits.maxRatio, std::memory_order_relaxed);
}

ws::InflateLimits InflatedSpool::limits() const noexcept
{
    return {m_maxMessage.load(std::memory_order_relaxed), m_maxRatio.load(std::memory_order_relaxed)};
}

std::optional<InflatedSpool::Message> InflatedSpool::find(RowIndex first) const
{
    const std::uint64_t count = m_entries.size();
    std::uint64_t low = 0;
    std::uint64_t high = count;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (m_entries[middle].row < first.value())
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count || m_entries[low].row != first.value())
        return {};
    const Entry &entry = m_entries[low];
    Message message;
    message.row = entry.row;
    message.start = entry.start;
    const std::uint64_t rest = load(entry.rest);
    message.state = static_cast<Inflated::State>(rest & 0xFF);
    message.standsAlone = ((rest >> aloneBit) & 1) != 0;
    message.over = ((rest >> overBit) & 1) != 0;
    message.unknownSince = rest >> sinceShift;
    message.size = load(entry.size);
    message.wire = load(entry.wire);
    return message;
}

std::optional<InflatedSpool::Continuation> InflatedSpool::continuation(std::uint64_t row) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_continuations.find(row);
    return found != m_continuations.end() ? std::optional(found->second) : std::nullopt;
}

Inflated InflatedSpool::describe(const Stream &stream, const Message &message) const
{
    if (const std::optional<Continuation> more = continuation(message.row)) {
        Inflated result = more->result;
        result.wire = message.wire;
        return result;
    }
    Inflated inflated{message.state, message.wire, storedSize(stream, message), RowIndex(message.unknownSince)};
    if (inflated.size < message.size)
        inflated.state = Inflated::State::Unstored;
    return inflated;
}

std::uint64_t InflatedSpool::storedSize(const Stream &stream, const Message &message) const
{
    const std::uint64_t lostFrom = stream.m_lostFrom.load(std::memory_order_acquire);
    return std::min(message.size, lostFrom > message.start ? lostFrom - message.start : 0);
}

Result<void> InflatedSpool::readStream(const Stream &stream, std::uint64_t from, std::uint64_t count,
                                       QByteArray &to) const
{
    const std::uint64_t end = from + count;
    for (std::uint64_t at = from; at < end;) {
        const std::vector<Segment> segments =
            m_segments.find(stream.m_segments, StreamOffset(at), end - at, segmentsAtOnce);
        if (segments.empty())
            return Error{u"byte %1 of the inflated messages was not stored"_qs.arg(at)};
        for (std::size_t i = 0; i < segments.size();) {
            if (segments[i].stream > at)
                return Error{u"byte %1 of the inflated messages was not stored"_qs.arg(at)};
            const std::uint64_t skip = at - segments[i].stream;
            const std::uint64_t place = segments[i].file() + skip;
            std::uint64_t size = segments[i].size() - skip;
            // What lies together in both is fetched together.
            for (++i; i < segments.size() && segments[i].file() == place + size && segments[i].stream == at + size; ++i)
                size += segments[i].size();
            size = std::min(size, end - at);
            const qsizetype have = to.size();
            to.resize(have + static_cast<qsizetype>(size));
            if (auto read = m_file->read(place, {to.data() + have, static_cast<std::size_t>(size)}); !read)
                return read;
            at += size;
        }
    }
    return {};
}

Result<QByteArray> InflatedSpool::read(const Stream &stream, const Message &message, std::uint64_t from,
                                       std::uint64_t count) const
{
    const Inflated inflated = describe(stream, message);
    QByteArray octets;
    if (from >= inflated.size)
        return octets;
    count = std::min(count, inflated.size - from);
    const std::optional<Continuation> more = continuation(message.row);
    const std::uint64_t border = more ? more->from : inflated.size;
    if (from < border) {
        const std::uint64_t part = std::min(count, border - from);
        if (auto read = readStream(stream, message.start + from, part, octets); !read)
            return read.error();
        from += part;
        count -= part;
    }
    if (count > 0 && more) {
        const qsizetype have = octets.size();
        octets.resize(have + static_cast<qsizetype>(count));
        if (auto read = more->file->read(from - border, {octets.data() + have, static_cast<std::size_t>(count)}); !read)
            return read.error();
    }
    return octets;
}

Result<QByteArray> InflatedSpool::before(const Stream &stream, const Message &message, std::uint64_t count) const
{
    QByteArray octets;
    count = std::min(count, message.start);
    if (auto read = readStream(stream, message.start - count, count, octets); !read)
        return read.error();
    return octets;
}

void InflatedSpool::setContinuation(const Message &message, std::uint64_t stored, std::shared_ptr<TemporaryFile> file,
                                    const Inflated &result)
{
    const std::lock_guard lock(m_mutex);
    m_continuations[message.row] = {std::move(file), stored, result};
}

QString InflatedSpool::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

} // namespace framescope::capture
