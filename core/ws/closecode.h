#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string_view>

namespace framescope::ws
{

/// RFC 6455 §7.4.1 and the IANA registry of WebSocket close codes.
namespace closecode
{
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t goingAway = 1001;
inline constexpr std::uint16_t protocolError = 1002;
inline constexpr std::uint16_t unsupportedData = 1003;
inline constexpr std::uint16_t noStatus = 1005;
inline constexpr std::uint16_t abnormal = 1006;
inline constexpr std::uint16_t invalidPayload = 1007;
inline constexpr std::uint16_t policyViolation = 1008;
inline constexpr std::uint16_t tooBig = 1009;
inline constexpr std::uint16_t mandatoryExtension = 1010;
inline constexpr std::uint16_t internalError = 1011;
} // namespace closecode

/// The code in the payload of a close frame (RFC 6455 §5.5.1: its first two octets); noStatus where it has none.
std::uint16_t closeCodeOf(ByteView payload) noexcept;
/// Whether an endpoint may send this code in a close frame (RFC 6455 §7.4.2; 1012-1014 by registration).
bool maySendCloseCode(std::uint16_t code) noexcept;
/// "normal closure", "going away" ...; for a code without a name the name of its range ("private use").
std::string_view closeCodeName(std::uint16_t code) noexcept;

} // namespace framescope::ws
