#pragma once

#include "core/base/bytes.h"

#include <QString>

#include <optional>
#include <vector>

namespace framescope::ui
{

/// A mark in shown text that stands for something that has no glyph.
struct TextMark {
    enum class Kind { BadUtf8, Hidden }; ///< Hidden: a control, bidi or zero-width character
    qsizetype from = 0;                  ///< UTF-16 units of the shown text
    qsizetype count = 0;
    Kind kind = Kind::Hidden;
};

/// Payload octets as text a person can trust: octets that are not UTF-8 become ⟨xFF⟩, characters that cannot be seen
/// are made visible, line ends and tabs stay.
struct VisiblePayload {
    /// More marks than these are not coloured; the text shows all of them.
    static constexpr std::size_t maxMarks = 2000;

    /// After so many octets or characters that cannot be shown the rest waits for the next window: laying out
    /// fallback glyphs is a thousand times dearer than plain text.
    static constexpr std::size_t maxUnshowable = 8192;
    /// A longer line goes on in a block of its own, for laying out one line costs the square of its length.
    static constexpr qsizetype maxLine = 512;
    /// Combining marks on one character that are shown as such; laying out more costs the square of their number, and
    /// nobody could read them.
    static constexpr int maxCombining = 16;

    QString text;
    std::vector<TextMark> marks;
    std::vector<qsizetype> softBreaks;         ///< places in text after a line feed that is not in the payload
    std::vector<std::size_t> lineOctets;       ///< where in the octets each line of the text after the first begins
    std::optional<std::uint64_t> firstBadByte; ///< offset of the first octet that is not UTF-8
    std::uint64_t badBytes = 0;
    bool ascii = true;        ///< no octet is above 7F
    std::size_t consumed = 0; ///< octets shown; what a character cut by the end, or a limit, left over is not counted
};

/// `last` tells that nothing follows these octets, so a cut character at their end is an error. `column`: how long the line
/// is already that they go on with.
VisiblePayload visiblePayload(ByteView bytes, bool last, qsizetype column = 0);

} // namespace framescope::ui
