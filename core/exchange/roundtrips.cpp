#include "core/exchange/roundtrips.h"

#include "core/decode/channel.h"

#include <algorithm>
#include <chrono>

namespace framescope::exchange
{

namespace
{
/// So long whoever waits for another reader may not notice that it is to stop.
constexpr std::chrono::milliseconds unnoticed(5);
constexpr std::string_view wholeBatch = "batch";
constexpr std::string_view longBatch = "long-batch"; ///< of which the rest is not read
constexpr std::uint32_t protocols = static_cast<std::uint32_t>(Protocol::Unread) + 1;

/// What a connection speaks by its handshake, before anything was said.
Dialect dialectFor(const decode::Channel &channel)
{
    if (channel.subprotocol == QLatin1String("graphql-transport-ws") ||
        channel.subprotocol == QLatin1String("graphql-ws"))
        return Dialect::GraphQl;
    return channel.target.contains(QLatin1String("EIO=")) ? Dialect::EngineIo : Dialect::Unknown;
}

/// Of `count` in order, the first of which it does not hold; `count` when it holds of all.
template <typename Holds> std::uint64_t firstNot(std::uint64_t count, Holds holds)
{
    std::uint64_t low = 0;
    while (low < count) {
        const std::uint64_t middle = low + (count - low) / 2;
        if (holds(middle))
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }
} // namespace

RoundTrips::RoundTrips(const capture::Capture &capture) : m_capture(capture), m_reader(capture), m_handshakes(capture)
{
    m_types.resize(1 + protocols);
    for (std::uint32_t i = 0; i < protocols; ++i)
        m_types[1 + i].protocol = static_cast<Protocol>(i);
    for (const MessageType &each : m_types)
        m_typeTexts.push_back(messageTypeText(each));
}

Result<void> RoundTrips::readTo(RowIndex end, const std::stop_token &stop)
{
    while (this->end() < end && !stop.stop_requested()) {
        const std::unique_lock lock(m_reading, unnoticed);
        if (!lock)
            continue;
        if (auto read = readBatch(std::min(end, RowIndex(m_tags.written() + batchRows)), stop); !read)
            return read;
    }
    return {};
}

Result<void> RoundTrips::readAround(RowIndex row, const std::stop_token &stop)
{
    if (row < end())
        return {};
    return readTo(RowIndex(std::min(m_capture.rowCount(), (row.value() / batchRows + 1) * batchRows)), stop);
}

Result<void> RoundTrips::readBatch(RowIndex end, const std::stop_token &stop)
{
    Result<void> taken;
    const auto takeOne = [&](RowIndex row, const capture::RowRecord &record, const MessageReader::Octets &octets) {
        if (taken)
            taken = take(row, record, octets);
    };
    if (const auto read = m_reader.read(RowIndex(m_tags.written()), end, takeOne, stop); !read)
        return read;
    if (!taken)
        return taken;
    // Stopped early it may have come to any row; those behind the last message are read again.
    while (!stop.stop_requested() && m_tags.written() < end.value()) {
        if (auto added = m_tags.append({}); !added)
            return added;
    }
    // Whoever sees a row's tag sees its round trips, and what a batch has in it.
    if (auto stored = m_trips.store(); !stored)
        return stored;
    if (auto stored = m_parts.store(); !stored)
        return stored;
    if (auto stored = m_tags.store(); !stored)
        return stored;
    m_trips.publish();
    m_parts.publish();
    m_tags.publish();
    return {};
}

Dialect &RoundTrips::dialectOf(ConnectionId id)
{
    if (id.value() >= m_dialects.size())
        m_dialects.resize(id.value() + std::size_t(1));
    std::optional<Dialect> &dialect = m_dialects[id.value()];
    if (!dialect)
        dialect = dialectFor(decode::Channels::in(m_capture).of(id, m_handshakes));
    return *dialect;
}

std::uint32_t RoundTrips::typeOf(const MessageHead &head)
{
    const std::uint32_t nameless = 1 + static_cast<std::uint32_t>(head.protocol);
    if (head.name.empty())
        return nameless;
    const std::string_view name = head.name.substr(0, longestName);
    m_typeKey.clear();
    m_typeKey.push_back(static_cast<char>(head.protocol));
    m_typeKey.push_back(head.quoted ? '"' : ' ');
    m_typeKey.append(head.key);
    m_typeKey.push_back('=');
    m_typeKey.append(name);
    if (const auto found = m_typeNumbers.find(m_typeKey); found != m_typeNumbers.end())
        return found->second;
    const std::lock_guard lock(m_typesMutex);
    if (m_types.size() >= mostTypes)
        return nameless;
    const auto number = static_cast<std::uint32_t>(m_types.size());
    m_types.push_back({head.protocol, head.quoted, bytes(head.key), bytes(name), name.size() < head.name.size()});
    m_typeTexts.push_back(messageTypeText(m_types.back()));
    m_typeNumbers.emplace(m_typeKey, number);
    return number;
}

Result<void> RoundTrips::take(RowIndex row, const capture::RowRecord &record, const MessageReader::Octets &octets)
{
    MessageHead head;
    if (ws::isControl(record.opcode())) {
        head.protocol = Protocol::WebSocket;
        head.role = record.opcode() == ws::Opcode::Ping ? Role::Request : Role::Answer;
        head.queues = true;
        head.name = record.opcode() == ws::Opcode::Ping ? "ping" : "pong";
        head.id = {reinterpret_cast<const char *>(octets.head.data()), octets.head.size()};
    } else if (octets.unread) {
        head.protocol = Protocol::Unread;
    } else {
        Dialect &dialect = dialectOf(record.connection());
        head = readHead(octets.head, dialect, octets.tail);
        if (const Dialect now = dialectAfter(octets.head, head, dialect); now != dialect) {
            dialect = now;
            head = readHead(octets.head, dialect, octets.tail);
        }
        if (head.protocol == Protocol::Text && head.role == Role::Notice)
            m_batch.read(octets.head);
        else
            m_batch.heads.clear();
        if (!m_batch.heads.empty())
            head = {Protocol::JsonRpc, Role::Several, false, false, {}, m_batch.whole ? wholeBatch : longBatch, {}};
    }
    const std::uint32_t type = typeOf(head);
    while (m_tags.written() < row.value()) {
        if (auto added = m_tags.append({}); !added)
            return added;
    }
    if (auto added = m_tags.append({type, head.role}); !added)
        return added;
    const Pairing::Message message{row, record.time, record.connection(), record.direction(), type};
    if (head.role == Role::Several)
        return takeParts(message);
    const auto trip = m_pairing.add(message, head);
    return trip ? m_trips.append(*trip) : Result<void>();
}

Result<void> RoundTrips::takeParts(const Pairing::Message &message)
{
    for (const MessageHead &head : m_batch.heads) {
        Pairing::Message each = message;
        each.type = typeOf(head);
        if (auto added = m_parts.append({message.row, each.type, head.role}); !added)
            return added;
        const auto trip = m_pairing.add(each, head);
        if (!trip)
            continue;
        if (auto added = m_trips.append(*trip); !added)
            return added;
    }
    return {};
}

std::vector<MessageType> RoundTrips::types() const
{
    const std::lock_guard lock(m_typesMutex);
    return m_types;
}

MessageType RoundTrips::type(std::uint32_t number) const
{
    const std::lock_guard lock(m_typesMutex);
    return number < m_types.size() ? m_types[number] : MessageType();
}

QString RoundTrips::typeText(std::uint32_t number) const
{
    const std::lock_guard lock(m_typesMutex);
    return number < m_typeTexts.size() ? m_typeTexts[number] : QString();
}

std::uint64_t RoundTrips::firstTripFrom(RowIndex answer) const noexcept
{
    return firstNot(tripCount(), [&](std::uint64_t at) { return m_trips[at].answer < answer; });
}

std::uint64_t RoundTrips::firstPartFrom(RowIndex row) const noexcept
{
    return firstNot(partCount(), [&](std::uint64_t at) { return m_parts[at].row < row; });
}

RoundTrips::Found RoundTrips::findFor(RowIndex row, const std::stop_token &stop, std::uint64_t farthest)
{
    Found found;
    if (!m_capture.row(row).isFrame())
        return found;
    const capture::CaptureReader reader(m_capture);
    if (!ws::isControl(m_capture.row(row).opcode()) && !m_capture.row(row).endsMessage()) {
        for (auto next = reader.nextOfMessage(row); next && !stop.stop_requested(); next = reader.nextOfMessage(row))
            row = *next;
    }
    if (row.value() > end().value() + farthest || !readTo(row + 1, stop) || stop.stop_requested())
        return found;
    for (std::uint64_t at = firstPartFrom(row); at < partCount() && m_parts[at].row == row; ++at)
        found.batch.push_back(type(m_parts[at].type));
    found.inPart = !found.batch.empty() && type(tag(row).type()).name == QByteArrayView(longBatch);
    for (std::uint64_t at = firstTripFrom(row); at < tripCount() && m_trips[at].answer == row; ++at) {
        const auto isKnown = [&](const RoundTrip &trip) { return trip.request == m_trips[at].request; };
        if (std::none_of(found.trips.begin(), found.trips.end(), isKnown))
            found.trips.push_back(m_trips[at]);
    }
    addAnswers(found, row, stop);
    return found;
}

/// Round trips that this row asked for.
void RoundTrips::addAnswers(Found &found, RowIndex row, const std::stop_token &stop)
{
    constexpr std::uint64_t reach = 8 * batchRows;
    std::uint64_t open = tag(row).role() == Role::Request ? 1 : 0;
    for (std::uint64_t at = firstPartFrom(row); at < partCount() && m_parts[at].row == row; ++at)
        open += std::uint64_t(m_parts[at].role == Role::Request);
    found.open = open > 0;
    const std::uint64_t first = firstTripFrom(row + 1);
    for (std::uint64_t at = first; open > 0;) {
        for (; at < tripCount() && at - first < mostLookedThrough && open > 0; ++at) {
            const RoundTrip &trip = m_trips[at];
            if (trip.request != row)
                continue;
            found.open = --open > 0;
            // What one message answers at once lies side by side.
            if (found.trips.empty() || found.trips.back().request != row || found.trips.back().answer != trip.answer)
                found.trips.push_back(trip);
        }
        const std::uint64_t last = std::min(m_capture.rowCount(), row.value() + reach);
        const RowIndex next(std::min(end().value() + batchRows, last));
        if (next <= end() || !readTo(next, stop) || stop.stop_requested())
            return;
    }
}

} // namespace framescope::exchange
