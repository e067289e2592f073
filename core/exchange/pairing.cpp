#include "core/exchange/pairing.h"

#include <algorithm>
#include <iterator>

namespace framescope::exchange
{

namespace
{
std::uint64_t nanosecondsBetween(Timestamp from, Timestamp to) noexcept
{
    return static_cast<std::uint64_t>(to.value()) - static_cast<std::uint64_t>(from.value());
}

/// A longer identity is none that a program would make; what it begins with must do.
constexpr std::size_t longestId = 256;

Direction other(Direction direction) noexcept { return direction == Direction::In ? Direction::Out : Direction::In; }
} // namespace

const std::string &Pairing::keyOf(const Message &message, const MessageHead &head, Direction asked)
{
    m_key.clear();
    m_key.push_back(static_cast<char>(head.protocol));
    m_key.push_back(static_cast<char>(asked));
    const std::uint32_t number = message.connection.value();
    m_key.append(reinterpret_cast<const char *>(&number), sizeof number);
    m_key.append(head.id.substr(0, longestId));
    return m_key;
}

void Pairing::drop(Place place)
{
    const auto found = m_byKey.find(place->key);
    if (place->next)
        found->second.first = *place->next;
    else
        m_byKey.erase(found);
    m_byAge.erase(place);
}

Pairing::Pace &Pairing::paceOf(ConnectionId connection, Direction asked)
{
    const std::size_t at = std::size_t(connection.value()) * 2 + (asked == Direction::Out ? 1 : 0);
    if (at >= m_paces.size())
        m_paces.resize(at + 1);
    return m_paces[at];
}

void Pairing::dropLeftOut(const Message &message)
{
    const Pace pace = paceOf(message.connection, message.direction);
    if (!pace.lastAnswer || message.time <= *pace.lastAnswer)
        return;
    const std::uint64_t since = nanosecondsBetween(*pace.lastAnswer, message.time);
    if (since <= leftOut || since / 8 <= pace.shortest)
        return;
    for (auto found = m_byKey.find(m_key); found != m_byKey.end(); found = m_byKey.find(m_key)) {
        if (found->second.first->message.time >= *pace.lastAnswer)
            return;
        drop(found->second.first);
    }
}

void Pairing::wait(const Message &message, const MessageHead &head)
{
    const std::string &key = keyOf(message, head, message.direction);
    if (head.queues)
        dropLeftOut(message);
    const auto found = m_byKey.find(key);
    if (found != m_byKey.end() && !head.queues) {
        found->second.last->message = message;
        // It is the youngest now.
        m_byAge.splice(m_byAge.end(), m_byAge, found->second.last);
        return;
    }
    m_byAge.push_back({key, message, {}});
    const Place place = std::prev(m_byAge.end());
    if (found == m_byKey.end()) {
        m_byKey.emplace(key, Queue{place, place});
    } else {
        found->second.last->next = place;
        found->second.last = place;
    }
    if (m_byAge.size() > mostWaiting) {
        drop(m_byAge.begin());
        ++m_givenUp;
    }
}

std::optional<RoundTrip> Pairing::add(const Message &message, const MessageHead &head)
{
    if (head.role == Role::Notice)
        return {};
    if (head.role == Role::Request) {
        wait(message, head);
        return {};
    }
    const auto found = m_byKey.find(keyOf(message, head, other(message.direction)));
    if (found == m_byKey.end())
        return {};
    const Place place = found->second.first;
    const Message &asked = place->message;
    RoundTrip trip{asked.row, message.row, 0, asked.type};
    if (asked.time < message.time)
        trip.ns = nanosecondsBetween(asked.time, message.time);
    if (head.queues) {
        Pace &pace = paceOf(message.connection, asked.direction);
        pace.shortest = pace.lastAnswer ? std::min(pace.shortest, trip.ns) : trip.ns;
        pace.lastAnswer = message.time;
    }
    drop(place);
    return trip;
}

} // namespace framescope::exchange
