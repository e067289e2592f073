#include "core/ws/plainframe.h"

#include "core/ws/plaintext.h"

#include <QtEndian>

#include <cstring>

namespace framescope::ws
{

namespace
{
constexpr std::uint8_t finalText = 0x81;
constexpr std::uint8_t finalBinary = 0x82;

/// The front of a buffer as one plain frame; payload is null when it is none. `masked` is known when this is compiled:
/// it is the same for all frames of a direction.
template <bool masked> const std::uint8_t *payloadOf(const std::uint8_t *at, std::size_t size, std::uint64_t &length)
{
    constexpr std::size_t keySize = masked ? 4 : 0;
    if (size < 2 || (at[0] != finalText && at[0] != finalBinary) || ((at[1] & 0x80) != 0) != masked)
        return nullptr;
    std::size_t header = 2 + keySize;
    length = at[1] & 0x7Fu;
    if (length >= 126) {
        // RFC 6455 §5.2: the shortest form that holds the length, and no top bit in the longest.
        header += length == 126 ? 2 : 8;
        if (size < header)
            return nullptr;
        const bool medium = length == 126;
        length = medium ? qFromBigEndian<quint16>(at + 2) : qFromBigEndian<quint64>(at + 2);
        if (length < (medium ? 126u : 65536u))
            return nullptr;
    }
    return size >= header && size - header >= length ? at + header : nullptr;
}

template <bool masked>
std::size_t take(ByteView &input, StreamOffset offset, LastKey &lastKey, std::span<PlainFrame> frames) noexcept
{
    const std::uint8_t *at = input.data();
    const std::uint8_t *const end = at + input.size();
    std::size_t count = 0;
    for (; count < frames.size(); ++count) {
        std::uint64_t length = 0;
        const std::uint8_t *const payload = payloadOf<masked>(at, static_cast<std::size_t>(end - at), length);
        if (payload == nullptr)
            break;
        MaskKey key{};
        if constexpr (masked) {
            std::memcpy(key.data(), payload - 4, 4);
            if (key == MaskKey{} || (lastKey.run != 0 && key == lastKey.key))
                break;
        }
        const ByteView octets(payload, static_cast<std::size_t>(length));
        if (at[0] == finalText && !(masked ? isPlainAscii(octets, key) : isPlainAscii(octets)))
            break;
        if constexpr (masked)
            lastKey = {key, 1};
        frames[count] = {offset.value() + static_cast<std::uint64_t>(at - input.data()), length, at[0], at[1]};
        at = payload + length;
    }
    input = input.subspan(static_cast<std::size_t>(at - input.data()));
    return count;
}
} // namespace

std::size_t takePlainFrames(ByteView &input, StreamOffset offset, Role sender, LastKey &lastKey,
                            std::span<PlainFrame> frames) noexcept
{
    return sender == Role::Client ? take<true>(input, offset, lastKey, frames)
                                  : take<false>(input, offset, lastKey, frames);
}

} // namespace framescope::ws
