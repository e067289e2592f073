#pragma once

#include "core/base/bytes.h"

#include <QString>

#include <functional>
#include <limits>
#include <vector>

namespace framescope::compare
{

/// A line of what two texts, trees or runs of octets have and lack.
struct ComparedRow {
    enum class Kind : std::uint8_t {
        Same,
        Removed, ///< only the left has it
        Added,   ///< only the right has it
        Skipped, ///< `left` lines that are the same in both
    };
    static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();

    /// UTF-16 units of the text.
    struct Span {
        qsizetype from = 0;
        qsizetype count = 0;
        bool operator==(const Span &) const = default;
    };

    Kind kind = Kind::Same;
    std::uint64_t left =
        none; ///< its number on the left: of a line from 1, of an octet from 0; none where it is not there
    std::uint64_t right = none;
    QString text;              ///< as it stands there: what cannot be seen is for the view to make visible
    std::vector<Span> changed; ///< what of it differs from its counterpart, where there is one
};

/// What a comparison found, at most so much as a person can look through.
struct Comparison {
    std::vector<ComparedRow> rows;
    std::uint64_t differences = 0; ///< lines, values or octets that only one side has; also those not listed
    bool complete = true;          ///< all differences are in rows
    bool wholeRead = true;         ///< false: fewer octets came than there are; what came is compared
    bool exact = true;             ///< false: so much differs that whole stretches are told as taken away and put in
};

/// Octets of one side: [from, from + count), fewer where there are no more.
using Fetch = std::function<QByteArray(std::uint64_t from, std::uint64_t count)>;

} // namespace framescope::compare
