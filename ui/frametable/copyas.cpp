#include "ui/frametable/copyas.h"

#include <algorithm>

namespace framescope::ui
{

CopySource shownSource(const capture::CaptureReader &reader, RowIndex row)
{
    const capture::Inflated inflated = reader.inflated(row);
    return inflated.size > 0 || inflated.state == capture::Inflated::State::Whole ? CopySource::Message
                                                                                  : CopySource::Payload;
}

Result<CopiedPayload> copyPayload(capture::CaptureReader &reader, RowIndex row, CopyForm form, CopySource source,
                                  std::uint64_t limit)
{
    std::uint64_t total = 0;
    Result<QByteArray> octets = QByteArray();
    switch (source) {
    case CopySource::Payload:
        total = reader.payloadPresent(row);
        octets = reader.payload(row, 0, std::min(total, limit));
        break;
    case CopySource::Message:
        total = reader.inflated(row).size;
        octets = reader.inflatedPayload(row, 0, std::min(total, limit));
        break;
    case CopySource::Wire:
        total = reader.header(row).size() + reader.payloadPresent(row);
        octets = reader.wire(row, 0, std::min(total, limit));
        break;
    }
    if (!octets)
        return octets.error();
    return CopiedPayload{copyText(*octets, form), static_cast<std::uint64_t>(octets->size()), total};
}

} // namespace framescope::ui
