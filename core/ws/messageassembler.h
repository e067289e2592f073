#pragma once

#include "core/base/bytes.h"
#include "core/ws/agreement.h"
#include "core/ws/finding.h"
#include "core/ws/frameheader.h"
#include "core/ws/plaintext.h"
#include "core/ws/utf8validator.h"

#include <array>
#include <vector>

namespace framescope::ws
{

/// The rules of one direction that need payloads: text is UTF-8 across its fragments (RFC 6455 §5.6, §8.1), a close
/// payload is a code and a UTF-8 reason (§5.5.1, §7.4). Keeps no payload but the first 125 octets of a control frame.
/// Of a compressed message (RFC 7692) it judges the inflated text, which somebody else must give it.
class MessageAssembler
{
public:
    explicit MessageAssembler(Agreement agreement = {}) noexcept : m_agreement(agreement) {}

    /// What was agreed on, when frames came before it was known; for messages that begin from now on.
    void setAgreement(Agreement agreement) noexcept { m_agreement = agreement; }
    /// A frame begins at `frameOffset`. The payload of a message that begins with RSV1 under permessage-deflate is not
    /// judged as it stands; see inflated().
    void beginFrame(const FrameHeader &header, StreamOffset frameOffset) noexcept;
    /// Whether payload octets of this frame must be given unmasked at all.
    bool wantsPayload() const noexcept { return m_wantsPayload; }
    /// Next unmasked octets of the frame's payload.
    void payload(ByteView unmasked, std::vector<Finding> &out);
    /// What octets of the current frame, of a compressed message, inflated to. Findings name the frame: DEFLATE tells
    /// no octet of it that would be the bad one.
    void inflated(ByteView octets, std::vector<Finding> &out);
    /// No more of the compressed message will be inflated: its text has no end that could be judged.
    void inflatingStopped() noexcept { m_judgeText = false; }
    /// The frame's last octet was given, or (complete == false) its stream ended.
    void endFrame(bool complete, std::vector<Finding> &out);

    /// First 125 unmasked octets of the current control frame.
    ByteView controlPayload() const noexcept { return {m_control.data(), m_controlSize}; }
    /// Opcode the current message began with (text or binary); Continuation outside a message or in an orphan.
    Opcode messageOpcode() const noexcept { return m_messageOpcode; }
    /// Whether the current message is compressed.
    bool compressed() const noexcept { return m_compressed; }

private:
    void takeText(ByteView text, std::vector<Finding> &out);
    void takeControl(ByteView unmasked, std::vector<Finding> &out);
    void endText(std::vector<Finding> &out);
    void endClose(std::vector<Finding> &out);
    StreamOffset payloadStart() const noexcept { return m_frame + m_header.size(); }
    void reportText(FindingId id, std::uint64_t from, std::uint64_t size, std::vector<Finding> &out) const;
    void reportCut(FindingId id, unsigned octets, std::uint64_t value, std::vector<Finding> &out) const;

    std::array<std::uint8_t, 125> m_control{};
    std::size_t m_controlSize = 0;
    FrameHeader m_header;
    StreamOffset m_frame;
    std::uint64_t m_framePosition = 0; ///< payload octets of the current frame given so far
    std::uint64_t m_frameStart = 0;    ///< octets of the message before the current frame
    std::uint64_t m_messageSize = 0;   ///< of the text, when the message is compressed
    Utf8Validator m_text;              ///< of the open message; lives on while control frames pass
    Utf8Validator m_reason;
    OddTextFinder m_odd;
    Agreement m_agreement;
    Opcode m_messageOpcode = Opcode::Continuation;
    bool m_compressed = false;
    bool m_judgeText = false; ///< the message is text, and valid so far
    bool m_wantsPayload = false;
};

} // namespace framescope::ws
