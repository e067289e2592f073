#pragma once

#include <cstdint>

namespace framescope
{
/// Seen from this program: what it sent, and what it received.
enum class Direction : std::uint8_t { Out = 0, In = 1 };

constexpr Direction opposite(Direction d) noexcept { return d == Direction::Out ? Direction::In : Direction::Out; }
} // namespace framescope

namespace framescope::ws
{
/// The two ends of a WebSocket connection (RFC 6455 §1.2).
enum class Role : std::uint8_t { Client = 0, Server = 1 };

constexpr Role peerOf(Role r) noexcept { return r == Role::Client ? Role::Server : Role::Client; }

/// Which end wrote the octets of a direction.
constexpr Role senderOf(Direction d, Role ourRole) noexcept { return d == Direction::Out ? ourRole : peerOf(ourRole); }
} // namespace framescope::ws
