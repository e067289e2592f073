#include "core/exchange/pairing.h"

#include <iterator>

namespace framescope::exchange
{

namespace
{
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

void Pairing::wait(const Message &message, const MessageHead &head)
{
    const std::string &key = keyOf(message, head, message.direction);
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
        trip.ns = static_cast<std::uint64_t>(message.time.value()) - static_cast<std::uint64_t>(asked.time.value());
    drop(place);
    return trip;
}

} // namespace framescope::exchange
