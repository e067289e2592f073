#pragma once

#include "core/ws/agreement.h"
#include "core/ws/finding.h"
#include "core/ws/frameheader.h"
#include "core/ws/plainframe.h"
#include "core/ws/role.h"

#include <vector>

namespace framescope::ws
{

/// The rules of one direction that need only headers: fragmentation, control frames, masking by role, RSV, lengths,
/// nothing after close (RFC 6455 §5.1, §5.2, §5.4, §5.5).
class SequenceChecker
{
public:
    SequenceChecker(Role sender, Agreement agreement) noexcept : m_agreement(agreement), m_sender(sender) {}

    /// Judges the next frame's header and moves on. Findings are appended to `out`.
    void check(const FrameHeader &header, StreamOffset frameOffset, std::vector<Finding> &out);

    /// What was agreed on, when frames came before it was known.
    void setAgreement(Agreement agreement) noexcept { m_agreement = agreement; }
    /// Frames before the first one given here have led to this state.
    void resume(bool messageOpen, bool closed) noexcept
    {
        m_messageOpen = messageOpen;
        m_closed = closed;
    }
    bool messageOpen() const noexcept { return m_messageOpen; }
    bool closed() const noexcept { return m_closed; }
    Role sender() const noexcept { return m_sender; }
    /// The key of the last masked frame, for whoever takes frames that break no rule past the checker.
    LastKey &lastKey() noexcept { return m_lastKey; }

private:
    void checkRsv(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out) const;
    void checkSequence(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out);
    void checkMaskBit(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out) const;
    void checkKey(const FrameHeader &header, StreamOffset at, std::vector<Finding> &out);

    Agreement m_agreement;
    LastKey m_lastKey;
    Role m_sender;
    bool m_messageOpen = false;
    bool m_closed = false;
};

} // namespace framescope::ws
