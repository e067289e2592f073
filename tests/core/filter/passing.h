#pragma once

#include "core/filter/rowscan.h"
#include "tests/core/capture/recording.h"

namespace framescope::test
{

/// The rows of a small capture that pass, as people count them, from 1. `undecided`: how many have no answer.
inline QList<int> passing(const capture::Capture &capture, const filter::RowTest &test,
                          std::uint64_t *undecided = nullptr)
{
    filter::RowScan scan(capture, test);
    std::array<std::uint64_t, filter::RowScan::blockWords> words{};
    const Result<void> done = scan.run(RowIndex(0), std::size_t(capture.rowCount()), words.data());
    if (!done)
        qFatal("%s", qPrintable(done.error().message));
    QList<int> found;
    for (std::uint64_t i = 0; i < capture.rowCount(); ++i) {
        if (words[i / 64] >> (i % 64) & 1)
            found.append(int(i) + 1);
    }
    if (undecided)
        *undecided = scan.undecided();
    return found;
}

} // namespace framescope::test
