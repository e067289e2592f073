#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/capture/capturereader.h"

#include <QByteArrayView>
#include <QString>

namespace framescope::ui
{

enum class CopyForm { Text, Hex, Base64, CArray, PythonBytes };

/// The octets in a form for the clipboard. Text is UTF-8, octets that are none become U+FFFD.
QString copyText(QByteArrayView octets, CopyForm form);

struct CopiedPayload {
    QString text;
    std::uint64_t octets = 0; ///< copied
    std::uint64_t total = 0;  ///< there; more than `octets` when the limit cut it
};

/// The unmasked payload of a frame (of a head or raw row the octets), at most `limit` octets of it.
/// Errors: the capture file cannot be read.
Result<CopiedPayload> copyPayload(capture::CaptureReader &reader, RowIndex row, CopyForm form,
                                  std::uint64_t limit = 16 * 1024 * 1024);

} // namespace framescope::ui
