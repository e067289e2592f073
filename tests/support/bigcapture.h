#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QString>

namespace framescope::test
{

/// A capture of many equal frames, for what must stay fast with millions of rows. One connection; a fourth of the
/// segments is sent (masked), the rest received.
struct BigCapture {
    std::uint64_t frames = 0;
    std::size_t payload = 64; ///< octets, at least 48
    /// As many frames came with one read: they are one packet of the file.
    std::size_t framesPerSegment = 20;
    /// Every frame whose number divides by this is binary; the others are text.
    std::uint64_t binaryEvery = 64;
    /// The payload of every frame whose number divides by this has `word` in it.
    std::uint64_t wordEvery = 1000;

    static constexpr const char *word = "\"level\":\"critical\"";

    /// How many frames from 0 on divide by `every`.
    std::uint64_t count(std::uint64_t every) const noexcept { return (frames + every - 1) / every; }
    /// Rows before the first frame: the two heads.
    static constexpr std::uint64_t firstFrame = 2;
    /// Writes it as the program would. Errors: the file could not be written.
    Result<void> write(const QString &path) const;
};

} // namespace framescope::test
