#pragma once

#include <QString>

#include <vector>

namespace framescope::filter
{

/// What can stand where somebody types in a filter.
struct Completion {
    QString text;    ///< takes the place of what is there
    QString meaning; ///< in English, or empty
};

struct Completions {
    qsizetype at = 0;   ///< UTF-16 units from the filter's start
    qsizetype size = 0; ///< how many of them are replaced
    std::vector<Completion> all;
};

/// Fields, operators or values that fit the place before `cursor`, those that begin like what is typed first. Empty in
/// strings and in what is wrong before.
Completions completionsAt(QStringView text, qsizetype cursor);

} // namespace framescope::filter
