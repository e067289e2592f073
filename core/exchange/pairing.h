#pragma once

#include "core/base/clock.h"
#include "core/exchange/messagehead.h"
#include "core/ws/role.h"

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace framescope::exchange
{

/// A request and what answered it first; each is named by the row of its last frame.
struct RoundTrip {
    RowIndex request;
    RowIndex answer;
    std::uint64_t ns = 0;   ///< from the request's last octet to the answer's
    std::uint32_t type = 0; ///< of the request

    bool operator==(const RoundTrip &) const = default;
};

/// Finds the answers to requests as messages come: of one connection, in the other direction, with the same identity.
/// Of pings with equal payloads the oldest is answered first. A peer may leave out a pong (RFC 6455 section 5.5.3): a
/// ping that went before the last answer, and waited since for longer than leftOut and eight times the shortest round
/// trip of its connection, is given up by the next one.
class Pairing
{
public:
    /// Requests that wait at most; the oldest is given up for one more.
    static constexpr std::size_t mostWaiting = 65'536;
    static constexpr std::uint64_t leftOut = 1'000'000'000; ///< nanoseconds

    struct Message {
        RowIndex row;
        Timestamp time;
        ConnectionId connection;
        Direction direction{};
        std::uint32_t type = 0; ///< whatever the caller numbers types with
    };

    /// The round trip that this message ends.
    std::optional<RoundTrip> add(const Message &message, const MessageHead &head);

    std::size_t waiting() const noexcept { return m_byAge.size(); }
    std::uint64_t givenUp() const noexcept { return m_givenUp; }

private:
    struct Waiting;
    using Place = std::list<Waiting>::iterator;
    struct Waiting {
        std::string key;
        Message message;
        std::optional<Place> next; ///< that waits with the same key
    };
    struct Queue {
        Place first, last;
    };

    /// How fast the equal requests of a connection are answered.
    struct Pace {
        std::optional<Timestamp> lastAnswer;
        std::uint64_t shortest = 0; ///< round trip so far, in nanoseconds
    };

    const std::string &keyOf(const Message &message, const MessageHead &head, Direction asked);
    void wait(const Message &message, const MessageHead &head);
    void drop(Place place); ///< the first of its queue
    void dropLeftOut(const Message &message);
    Pace &paceOf(ConnectionId connection, Direction asked);

    std::list<Waiting> m_byAge;
    std::unordered_map<std::string, Queue> m_byKey;
    std::vector<Pace> m_paces; ///< two to a connection: of requests that came, and of those that went
    std::string m_key;
    std::uint64_t m_givenUp = 0;
};

} // namespace framescope::exchange
