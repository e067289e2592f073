#pragma once

#include "core/base/bytes.h"
#include "core/ws/closecode.h"
#include "core/ws/finding.h"
#include "core/ws/frameheader.h"
#include "core/ws/utf8validator.h"

#include <array>
#include <vector>

namespace framescope::ws
{

/// The rules of one direction that need payloads: text is UTF-8 across its fragments (RFC 6455 §5.6, §8.1), a close
/// payload is a code and a UTF-8 reason (§5.5.1, §7.4). Keeps no payload but the first 125 octets of a control frame.
class MessageAssembler
{
public:
    /// A frame begins at `frameOffset`. `compressed` tells that its message's payload is not text as it stands.
    void beginFrame(const FrameHeader &header, StreamOffset frameOffset, std::vector<Finding> &out);
    /// Whether payload octets of this frame must be given unmasked at all.
    bool wantsPayload() const noexcept { return m_wantsPayload; }
    /// Next unmasked octets of the frame's payload.
    void payload(ByteView unmasked, std::vector<Finding> &out);
    /// The frame's last octet was given, or (complete == false) its stream ended.
    void endFrame(bool complete, std::vector<Finding> &out);

    /// First 125 unmasked octets of the current control frame.
    ByteView controlPayload() const noexcept { return {m_control.data(), m_controlSize}; }
    /// Opcode the current message began with (text or binary); Continuation outside a message or in an orphan.
    Opcode messageOpcode() const noexcept { return m_messageOpcode; }

private:
    std::array<std::uint8_t, 125> m_control{};
    std::size_t m_controlSize = 0;
    FrameHeader m_header;
    StreamOffset m_frame;
    std::uint64_t m_framePosition = 0;
    std::uint64_t m_messageSize = 0;
    Utf8Validator m_utf8;
    Opcode m_messageOpcode = Opcode::Continuation;
    bool m_compressed = false;
    bool m_wantsPayload = false;
    bool m_reported = false;
};

} // namespace framescope::ws
