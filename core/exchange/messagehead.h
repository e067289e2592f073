#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace framescope::exchange
{

/// What a message speaks, as far as its head tells.
enum class Protocol : std::uint8_t {
    WebSocket, ///< ping and pong frames
    Text,      ///< a text message that is none of the following
    Json,      ///< an object that names its type, event, operation or method
    JsonRpc,
    GraphQl,  ///< graphql-transport-ws, and the older subscriptions-transport-ws
    EngineIo, ///< packets of Engine.IO that carry no packet of Socket.IO
    SocketIo,
    Unread, ///< nobody knows: a compressed message that was not inflated, or for which there was no space
};

/// What it does in a conversation.
enum class Role : std::uint8_t {
    Notice, ///< nobody needs to answer, and it answers nothing
    Request,
    Answer,
    Several, ///< a batch: each message in it has its own
};

/// What is known of a message by its beginning. Lifetime: that of the octets it was read from.
struct MessageHead {
    Protocol protocol = Protocol::Text;
    Role role = Role::Notice;
    /// Requests with one identity may wait side by side, as pings do; else a later one takes the place.
    bool queues = false;
    bool quoted = false;     ///< the name is a string of JSON, not a number
    std::string_view key{};  ///< which member of the object is the name; empty elsewhere
    std::string_view name{}; ///< of the method, event or type, as it is written; may be empty
    std::string_view id{};   ///< what a request and its answer share, as it is written
};

/// So much of a message's beginning is looked at.
inline constexpr std::size_t headSize = 16 * 1024;
/// So much of its end, where the beginning is not all of it.
inline constexpr std::size_t tailSize = 512;

/// What a connection was seen to speak, which other messages could be taken for.
enum class Dialect : std::uint8_t { Unknown, EngineIo, GraphQl };

/// `text` is a text message, or the beginning of one; `tail` the end of one that goes on behind it: some programs write
/// the id behind all that a request or an answer carries.
MessageHead readHead(ByteView text, Dialect dialect, ByteView tail = {}) noexcept;
/// What a connection speaks on which this message goes by: it is known by what opens its sessions.
Dialect dialectAfter(ByteView text, const MessageHead &head, Dialect before) noexcept;

} // namespace framescope::exchange
