#pragma once

#include "core/capture/notecomment.h"

#include <stop_token>

namespace framescope::capture
{

/// A note and the octet of the capture that its row begins with: of an event the first of its packet's block.
struct PlacedNote {
    std::uint64_t place = 0;  ///< in the capture
    std::uint64_t stream = 0; ///< of the row in its stream
    bool event = false;
    RowNote note; ///< empty: it was taken away
};

/// A packet's block with the notes in its comments, instead of those that it had on the same rows.
struct NotePatch {
    std::uint64_t from = 0, to = 0; ///< of the old one in the file
    QByteArray block;
};

/// The blocks of a file that notes change, in order. `start`: of the file in the capture; `notes` are ordered by place.
/// Packets of a form that has no comments keep theirs to themselves.
/// Errors: the file cannot be read; stopped.
Result<std::vector<NotePatch>> notePatches(const QString &path, std::uint64_t start,
                                           const std::vector<PlacedNote> &notes, const std::stop_token &stop = {});

} // namespace framescope::capture
