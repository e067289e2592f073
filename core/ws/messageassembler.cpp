#include "core/ws/messageassembler.h"

#include "core/ws/closecode.h"
#include "core/ws/findings.h"

#include <algorithm>

namespace framescope::ws
{

namespace
{
constexpr std::size_t closeCodeSize = 2;

bool isData(Opcode opcode) noexcept { return !isControl(opcode) && !isReserved(opcode); }
} // namespace

void MessageAssembler::beginFrame(const FrameHeader &header, StreamOffset frameOffset) noexcept
{
    m_header = header;
    m_frame = frameOffset;
    m_framePosition = 0;
    const Opcode opcode = header.opcode();
    m_controlSize = 0;
    if (isControl(opcode)) {
        m_reason.reset();
        m_wantsPayload = true;
        return;
    }
    if (beginsMessage(opcode)) {
        m_messageOpcode = opcode;
        m_messageSize = 0;
        // RFC 7692 §6: RSV1 of the first frame says that the message is compressed.
        m_compressed = m_agreement.deflate && header.rsv1();
        m_judgeText = opcode == Opcode::Text;
        if (m_judgeText) {
            m_text.reset();
            m_odd.reset();
        }
    }
    m_frameStart = m_messageSize;
    m_wantsPayload = m_judgeText && !m_compressed && isData(opcode);
}

void MessageAssembler::payload(ByteView unmasked, std::vector<Finding> &out)
{
    if (unmasked.empty())
        return;
    if (isControl(m_header.opcode()))
        takeControl(unmasked, out);
    else if (m_wantsPayload)
        takeText(unmasked, out);
    m_framePosition += unmasked.size();
    if (isData(m_header.opcode()) && !m_compressed)
        m_messageSize += unmasked.size();
}

void MessageAssembler::inflated(ByteView octets, std::vector<Finding> &out)
{
    if (m_judgeText && !octets.empty())
        takeText(octets, out);
    m_messageSize += octets.size();
}

void MessageAssembler::takeText(ByteView text, std::vector<Finding> &out)
{
    if (m_text.pending() == 0 && isPlainAscii(text)) {
        m_text.appendAscii(text.size());
        m_odd.skipAscii(text.size());
        return;
    }
    // RFC 6455 §8.1: text that is not UTF-8 fails the connection; §5.6: a fragment may end inside a character.
    const bool valid = m_text.append(text);
    const ByteView good = valid ? text : text.first(static_cast<std::size_t>(m_text.errorOffset() - m_messageSize));
    if (!m_odd.found() && m_odd.append(good))
        reportText(FindingId::MsgTextOdd, m_odd.offset(), m_odd.size(), out);
    if (!valid) {
        reportText(FindingId::MsgUtf8, m_text.errorOffset(), 1, out);
        m_judgeText = false;
        m_wantsPayload = false;
    }
}

/// Octets [from, from + size) of the message's text, which end in this frame.
void MessageAssembler::reportText(FindingId id, std::uint64_t from, std::uint64_t size, std::vector<Finding> &out) const
{
    if (m_compressed) {
        out.push_back({id, 0, 0, m_frame, from});
        return;
    }
    // A character that began in an earlier frame is shown from its first octet in this one.
    const std::uint64_t first = std::max(from, m_frameStart);
    out.push_back(
        {id, 0, static_cast<std::uint16_t>(8 * (from + size - first)), payloadStart() + (first - m_frameStart), from});
}

void MessageAssembler::takeControl(ByteView unmasked, std::vector<Finding> &out)
{
    const std::size_t before = m_controlSize;
    const std::size_t kept = std::min(m_control.size() - before, unmasked.size());
    std::copy_n(unmasked.data(), kept, m_control.data() + before);
    m_controlSize += kept;

    if (m_header.opcode() != Opcode::Close) {
        m_wantsPayload = m_controlSize < m_control.size();
        return;
    }
    if (before < closeCodeSize && m_controlSize >= closeCodeSize) {
        // RFC 6455 §7.4.1, §7.4.2: codes that "MUST NOT be set as a status code in a Close control frame".
        const auto code = static_cast<std::uint16_t>(m_control[0] << 8 | m_control[1]);
        if (!maySendCloseCode(code))
            out.push_back({FindingId::CloseCode, 0, 16, payloadStart(), code});
    }
    // RFC 6455 §5.5.1: the reason is "UTF-8-encoded data".
    const std::uint64_t skip =
        m_framePosition < closeCodeSize ? std::min<std::uint64_t>(closeCodeSize - m_framePosition, unmasked.size()) : 0;
    if (m_reason.valid() && !m_reason.append(unmasked.subspan(static_cast<std::size_t>(skip))))
        out.push_back({FindingId::CloseReasonUtf8, 0, 8, payloadStart() + closeCodeSize + m_reason.errorOffset(),
                       m_reason.errorOffset()});
    m_wantsPayload = m_controlSize < m_control.size() || m_reason.valid();
}

void MessageAssembler::endFrame(bool complete, std::vector<Finding> &out)
{
    const Opcode opcode = m_header.opcode();
    if (complete && opcode == Opcode::Close)
        endClose(out);
    else if (complete && m_header.fin() && isData(opcode))
        endText(out);
    m_wantsPayload = false;
}

void MessageAssembler::endText(std::vector<Finding> &out)
{
    // RFC 6455 §8.1: only the whole message must be UTF-8, so a cut character counts at its end.
    if (m_judgeText && !m_text.complete())
        reportCut(FindingId::MsgUtf8Truncated, m_text.pending(), m_messageSize - m_text.pending(), out);
    m_judgeText = false;
    m_compressed = false;
    m_messageOpcode = Opcode::Continuation;
}

void MessageAssembler::endClose(std::vector<Finding> &out)
{
    if (m_framePosition == 0) {
        // RFC 6455 §7.1.5: a close frame without code is "considered to be 1005".
        out.push_back({FindingId::CloseNoStatus, 1, 7, m_frame + 1, 0});
    } else if (m_framePosition < closeCodeSize) {
        // RFC 6455 §5.5.1: "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer".
        out.push_back({FindingId::CloseLength, 0, 8, payloadStart(), m_framePosition});
    } else if (m_reason.valid() && !m_reason.complete()) {
        reportCut(FindingId::CloseReasonUtf8, m_reason.pending(), m_framePosition - closeCodeSize - m_reason.pending(),
                  out);
    }
}

/// The last `octets` of a text are the beginning of a character; those of them that are in this frame are shown.
void MessageAssembler::reportCut(FindingId id, unsigned octets, std::uint64_t value, std::vector<Finding> &out) const
{
    const bool inflatedText = m_compressed && id == FindingId::MsgUtf8Truncated;
    const std::uint64_t here = inflatedText ? 0 : std::min<std::uint64_t>(octets, m_framePosition);
    const StreamOffset offset = here == 0 ? m_frame : payloadStart() + (m_framePosition - here);
    out.push_back({id, 0, static_cast<std::uint16_t>(8 * here), offset, value});
}

} // namespace framescope::ws
