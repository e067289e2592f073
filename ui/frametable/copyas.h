#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/capture/capturereader.h"
#include "ui/support/copyform.h"

#include <QString>

namespace framescope::ui
{

/// Which octets of a row are meant.
enum class CopySource {
    Payload, ///< of the frame, unmasked, compressed when its message is
    Message, ///< what the compressed message of the frame inflates to
    Wire,    ///< the frame as on the wire: header, and payload still masked
};

/// What the payload pane shows of this row, and copying gives unless the wire is asked for: Message where there is
/// something inflated, else Payload.
CopySource shownSource(const capture::CaptureReader &reader, RowIndex row);

struct CopiedPayload {
    QString text;
    std::uint64_t octets = 0; ///< copied
    std::uint64_t total = 0;  ///< there; more than `octets` when the limit cut it
};

/// At most `limit` octets of a frame (of a head or raw row, which has but one source, its octets).
/// Errors: the capture file cannot be read.
Result<CopiedPayload> copyPayload(capture::CaptureReader &reader, RowIndex row, CopyForm form,
                                  CopySource source = CopySource::Payload, std::uint64_t limit = 16 * 1024 * 1024);

} // namespace framescope::ui
