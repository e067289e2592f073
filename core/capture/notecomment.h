#pragma once

#include "core/capture/rownotes.h"

namespace framescope::capture
{

/// A note on a row, as the comment of the packet that the row begins in: the comment as it is, so that other programs
/// show it to people, and behind it in brackets what they cannot know.
struct NoteComment {
    RowNote note;
    /// Where in its stream the row begins; without one at the first octet of the packet, or the note is on its event.
    std::optional<std::uint64_t> offset;

    bool operator==(const NoteComment &) const = default;
};

QByteArray noteComment(const NoteComment &note);
/// Nothing for an empty comment, and for what this program writes into comments for itself.
std::optional<NoteComment> parseNoteComment(QByteArrayView comment);

} // namespace framescope::capture
