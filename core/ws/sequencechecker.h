#pragma once

#include "core/ws/finding.h"
#include "core/ws/frameheader.h"
#include "core/ws/role.h"

#include <vector>

namespace framescope::ws
{

/// What the handshake agreed on, as far as frames are judged by it.
struct Agreement {
    bool deflate = false; ///< permessage-deflate: RSV1 on the first frame of a message is legal (RFC 7692 §6)
};

/// The rules of one direction that need only headers: fragmentation, control frames, masking by role, RSV, lengths,
/// nothing after close (RFC 6455 §5.1, §5.2, §5.4, §5.5).
class SequenceChecker
{
public:
    SequenceChecker(Role sender, Agreement agreement) noexcept : m_agreement(agreement), m_sender(sender) {}

    /// Judges the next frame's header and moves on. Findings are appended to `out`.
    void check(const FrameHeader &header, StreamOffset frameOffset, std::vector<Finding> &out);

    bool messageOpen() const noexcept { return m_messageOpen; }
    bool closed() const noexcept { return m_closed; }

private:
    Agreement m_agreement;
    MaskKey m_lastKey{};
    std::uint32_t m_sameKeyRun = 0;
    Role m_sender;
    bool m_messageOpen = false;
    bool m_closed = false;
};

} // namespace framescope::ws
