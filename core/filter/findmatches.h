#pragma once

#include "core/filter/characters.h"
#include "core/filter/language/boundedexpression.h"

#include <stop_token>

namespace framescope::filter
{

/// Goes from match to match, none over another, and gives their octets, (begin, count), to `take`, until that returns
/// false; matches of nothing are left out. Whether there might be more that would take too long to find.
template <typename Take>
bool eachMatch(const BoundedExpression &expression, const Characters &characters, const std::stop_token &stop,
               Take take)
{
    std::uint64_t octet = characters.mark; // where the character `at` begins
    qsizetype at = 0;
    for (qsizetype from = 0; from <= characters.text.size() && !stop.stop_requested();) {
        BoundedExpression::Effort effort{0, 1, true};
        const QRegularExpressionMatch match = expression.match(characters.text, from, effort);
        if (!match.hasMatch())
            return !match.isValid();
        const std::uint64_t begin = octet + characters.octets(at, match.capturedStart());
        const std::uint64_t count = characters.octets(match.capturedStart(), match.capturedEnd());
        octet = begin + count;
        at = match.capturedEnd();
        from = at;
        if (count > 0) { // nothing is nowhere to be seen
            if (!take(begin, count))
                return false;
        } else if (from < characters.text.size() && characters.text.at(from).isHighSurrogate()) {
            from += 2;
        } else {
            ++from;
        }
    }
    return false;
}

} // namespace framescope::filter
