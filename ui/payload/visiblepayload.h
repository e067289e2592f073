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

    QString text;
    std::vector<TextMark> marks;
    std::optional<std::uint64_t> firstBadByte; ///< offset of the first octet that is not UTF-8
    std::uint64_t badBytes = 0;
    std::size_t consumed = 0; ///< octets shown; a character cut by the window's end waits for the next window
};

/// `last` tells that nothing follows these octets, so a cut character at their end is an error.
VisiblePayload visiblePayload(ByteView bytes, bool last);

} // namespace framescope::ui
