#pragma once

#include "core/base/bytes.h"
#include "core/ws/frameheader.h"

#include <optional>

namespace framescope::ws
{

/// What a frame to be written says of itself, legal or not. Nothing is judged or repaired.
struct FrameFields {
    bool fin = true;
    std::uint8_t rsv = 0;                       ///< 0-7, RSV1 is 4
    Opcode opcode = Opcode::Text;               ///< any of the 16
    std::optional<MaskKey> key = {};            ///< set: the MASK bit and this key
    std::optional<LengthForm> form = {};        ///< not set: the shortest that holds the declared length
    std::optional<std::uint64_t> declared = {}; ///< not set: the true payload length; cut to what the form can hold
};

/// The header these fields give for a payload of `payloadSize` octets. A form too small for the length keeps the low
/// bits of it: 64 and 16 bits as they are; of 7 bits the values 126 and 127 would change the form, so they become 125.
FrameHeader makeHeader(const FrameFields &fields, std::uint64_t payloadSize) noexcept;

/// Appends the frame's wire octets (header, payload masked with the key) to `out`.
void writeFrame(const FrameFields &fields, ByteView payload, QByteArray &out);

/// The octets of a close frame's payload (RFC 6455 §5.5.1).
QByteArray closePayload(std::uint16_t code, QByteArrayView reason);

} // namespace framescope::ws
