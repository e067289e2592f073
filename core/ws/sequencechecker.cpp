#include "core/ws/sequencechecker.h"

#include "core/ws/findings.h"

namespace framescope::ws
{

namespace
{
/// A finding about `count` bits, `bit` bits into octet `octet` of the frame at `frame`.
Finding bitsOf(FindingId id, StreamOffset frame, std::uint64_t octet, std::uint16_t bit, std::uint16_t count,
               std::uint64_t value) noexcept
{
    return {id, bit, count, frame + octet, value};
}

/// A finding about the length, in the field that holds it in the form used.
Finding lengthOf(FindingId id, const FrameHeader &header, StreamOffset frame) noexcept
{
    if (header.lengthForm() == LengthForm::Bits7)
        return bitsOf(id, frame, 1, 1, 7, header.declared);
    return bitsOf(id, frame, 2, 0, static_cast<std::uint16_t>(header.lengthForm()), header.declared);
}
} // namespace

void SequenceChecker::check(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out)
{
    const Opcode opcode = header.opcode();
    const auto number = static_cast<std::uint64_t>(opcode);

    // RFC 6455 §5.5.1: no data frames after a close frame; §1.4: whatever comes is discarded.
    if (m_closed)
        out.push_back(bitsOf(FindingId::AfterClose, at, 0, 0, 0, number));
    // RFC 6455 §5.5: control frames "MUST NOT be fragmented".
    if (isControl(opcode) && !header.fin())
        out.push_back(bitsOf(FindingId::FrameControlFragmented, at, 0, 0, 1, number));
    if (header.rsv() != 0)
        checkRsv(header, at, out);
    // RFC 6455 §5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_."
    if (isReserved(opcode))
        out.push_back(bitsOf(FindingId::FrameOpcodeReserved, at, 0, 4, 4, number));
    checkSequence(header, at, out);
    checkMaskBit(header, at, out);

    // RFC 6455 §5.2: "the most significant bit MUST be 0", and "the minimal number of bytes MUST be used".
    if (header.lengthForm() != LengthForm::Bits7) {
        if (header.declared >> 63 != 0)
            out.push_back(bitsOf(FindingId::FrameLengthMsb, at, 2, 0, 1, header.declared));
        else if (FrameHeader::minimalForm(header.declared) != header.lengthForm())
            out.push_back(lengthOf(FindingId::FrameLengthNonMinimal, header, at));
    }
    // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less".
    if (isControl(opcode) && header.declared > 125)
        out.push_back(lengthOf(FindingId::FrameControlTooLong, header, at));

    if (header.masked())
        checkKey(header, at, out);
}

void SequenceChecker::checkRsv(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out) const
{
    // RFC 6455 §5.2: "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
    const Opcode opcode = header.opcode();
    const auto number = static_cast<std::uint64_t>(opcode);
    if (header.rsv1()) {
        // RFC 7692 §6: RSV1 marks the first frame of a compressed message, never a control frame or a later fragment.
        if (!m_agreement.deflate)
            out.push_back(bitsOf(FindingId::FrameRsv1, at, 0, 1, 1, number));
        else if (isControl(opcode))
            out.push_back(bitsOf(FindingId::FrameRsv1Control, at, 0, 1, 1, number));
        else if (opcode == Opcode::Continuation)
            out.push_back(bitsOf(FindingId::DeflateRsv1Continuation, at, 0, 1, 1, number));
        else if (isReserved(opcode))
            out.push_back(bitsOf(FindingId::FrameRsv1, at, 0, 1, 1, number));
    }
    if (header.rsv2())
        out.push_back(bitsOf(FindingId::FrameRsv2, at, 0, 2, 1, number));
    if (header.rsv3())
        out.push_back(bitsOf(FindingId::FrameRsv3, at, 0, 3, 1, number));
}

void SequenceChecker::checkSequence(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out)
{
    const Opcode opcode = header.opcode();
    if (opcode == Opcode::Close) {
        m_closed = true;
    } else if (opcode == Opcode::Continuation) {
        // RFC 6455 §5.4: continuation frames follow a first frame whose FIN bit is clear.
        if (!m_messageOpen)
            out.push_back(bitsOf(FindingId::MsgOrphan, at, 0, 4, 4, 0));
        else if (header.fin())
            m_messageOpen = false;
    } else if (beginsMessage(opcode)) {
        // RFC 6455 §5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another".
        if (m_messageOpen)
            out.push_back(bitsOf(FindingId::MsgInterleaved, at, 0, 4, 4, static_cast<std::uint64_t>(opcode)));
        m_messageOpen = !header.fin();
    }
}

void SequenceChecker::checkMaskBit(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out) const
{
    // RFC 6455 §5.1: "a client MUST mask all frames", "A server MUST NOT mask any frames".
    if (header.masked() == (m_sender == Role::Client))
        return;
    out.push_back(bitsOf(header.masked() ? FindingId::FrameMaskServer : FindingId::FrameMaskClient, at, 1, 0, 1, 0));
}

void SequenceChecker::checkKey(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out)
{
    // RFC 6455 §5.3: "The masking key needs to be unpredictable".
    if (m_lastKey.run == 0 || header.key != m_lastKey.key)
        m_lastKey.run = 1;
    else if (m_lastKey.run != UINT32_MAX)
        ++m_lastKey.run;
    m_lastKey.key = header.key;
    if (m_lastKey.run > 1 || header.key == MaskKey{})
        out.push_back(bitsOf(FindingId::FrameMaskWeak, at, header.size() - 4, 0, 32, m_lastKey.run));
}

} // namespace framescope::ws
