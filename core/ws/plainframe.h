#pragma once

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/ws/frameheader.h"
#include "core/ws/role.h"

#include <span>

namespace framescope::ws
{

/// A frame of which there is nothing to say but where it lies: a whole text or binary message that breaks no rule.
/// Nothing is set by itself, so that an array of them costs nothing.
struct PlainFrame {
    std::uint64_t offset; ///< of its first header octet in the stream
    std::uint64_t length; ///< payload octets
    std::uint8_t first;   ///< header octets, as in FrameHeader
    std::uint8_t second;
};

/// The key of the last masked frame, which the next one's must differ from (RFC 6455 §5.3).
struct LastKey {
    MaskKey key{};
    std::uint32_t run = 0; ///< how many frames one after the other had it; 0 before the first
};

/// Finds the plain frames that stand at the front of `input`, one after the other: FIN set, no RSV bit, text or binary,
/// MASK as this sender must set it and a new key, the length in its shortest form, all of the payload there, and text
/// that isPlainAscii(). Nearly all traffic is of this kind, and a header walk with a scan for odd octets is all it
/// costs; the general machine (StreamAnalyzer::step()) takes whatever else comes, and would say the same of these.
/// To be called between messages. `offset` is that of the first octet of `input`, from which the frames are taken;
/// returns how many there were, at most the size of `frames`.
std::size_t takePlainFrames(ByteView &input, StreamOffset offset, Role sender, LastKey &lastKey,
                            std::span<PlainFrame> frames) noexcept;

} // namespace framescope::ws
