#pragma once

#include "core/ws/opcode.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace framescope::ws
{

/// Which of the three encodings of the payload length a header uses (RFC 6455 §5.2), by its bits.
enum class LengthForm : std::uint8_t { Bits7 = 7, Bits16 = 16, Bits64 = 64 };

using MaskKey = std::array<std::uint8_t, 4>;

/// The header of one frame exactly as it is on the wire (RFC 6455 §5.2). A pure value: nothing is judged here.
struct FrameHeader {
    static constexpr std::size_t maxSize = 14;

    std::uint8_t first = 0;     ///< FIN, RSV1-3, opcode
    std::uint8_t second = 0;    ///< MASK, 7-bit length
    MaskKey key{};              ///< zero when the MASK bit is not set
    std::uint64_t declared = 0; ///< payload length in octets, as declared in the form used

    constexpr bool fin() const noexcept { return (first & 0x80) != 0; }
    constexpr std::uint8_t rsv() const noexcept { return static_cast<std::uint8_t>((first >> 4) & 0x7); } ///< RSV1 is 4
    constexpr bool rsv1() const noexcept { return (first & 0x40) != 0; }
    constexpr bool rsv2() const noexcept { return (first & 0x20) != 0; }
    constexpr bool rsv3() const noexcept { return (first & 0x10) != 0; }
    constexpr Opcode opcode() const noexcept { return static_cast<Opcode>(first & 0xF); }
    constexpr bool masked() const noexcept { return (second & 0x80) != 0; }
    constexpr std::uint8_t length7() const noexcept { return static_cast<std::uint8_t>(second & 0x7F); }
    constexpr LengthForm lengthForm() const noexcept
    {
        return length7() < 126 ? LengthForm::Bits7 : length7() == 126 ? LengthForm::Bits16 : LengthForm::Bits64;
    }
    /// Octets of the header on the wire: 2 to 14.
    constexpr std::size_t size() const noexcept { return sizeFor(second); }
    static constexpr std::size_t sizeFor(std::uint8_t second) noexcept
    {
        const std::uint8_t l = second & 0x7F;
        return 2u + (l == 126 ? 2u : l == 127 ? 8u : 0u) + ((second & 0x80) != 0 ? 4u : 0u);
    }
    /// The shortest form that can hold this length (RFC 6455 §5.2: "the minimal number of bytes MUST be used").
    static constexpr LengthForm minimalForm(std::uint64_t length) noexcept
    {
        return length < 126 ? LengthForm::Bits7 : length < 65536 ? LengthForm::Bits16 : LengthForm::Bits64;
    }

    bool operator==(const FrameHeader &) const = default;
};

/// Decodes a header of at least FrameHeader::sizeFor(data[1]) octets.
FrameHeader decodeHeader(const std::uint8_t *data) noexcept;

/// Writes the header's size() octets to `out` and returns that number.
std::size_t encodeHeader(const FrameHeader &header, std::uint8_t *out) noexcept;

} // namespace framescope::ws
