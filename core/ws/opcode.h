#pragma once

#include <cstdint>

namespace framescope::ws
{

/// The four opcode bits (RFC 6455 §5.2). All sixteen numbers are values; the ones without a name are reserved.
enum class Opcode : std::uint8_t {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
};

/// RFC 6455 §5.5: control frames have the most significant opcode bit set.
constexpr bool isControl(Opcode op) noexcept { return (static_cast<std::uint8_t>(op) & 0x8) != 0; }
/// RFC 6455 §5.2: 3-7 and B-F are reserved.
constexpr bool isReserved(Opcode op) noexcept
{
    const auto v = static_cast<std::uint8_t>(op);
    return (v >= 0x3 && v <= 0x7) || v >= 0xB;
}
/// Text and binary begin a message.
constexpr bool beginsMessage(Opcode op) noexcept { return op == Opcode::Text || op == Opcode::Binary; }

} // namespace framescope::ws
