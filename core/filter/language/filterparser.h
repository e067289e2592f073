#pragma once

#include "core/filter/language/lexer.h"
#include "core/filter/rowtest.h"

namespace framescope::filter
{

/// A filter's text, understood or not.
struct ParsedFilter {
    RowTest test; ///< holds for every row where the text is empty or wrong
    std::optional<FilterError> error;

    bool ok() const noexcept { return !error.has_value(); }
};

/// Understands a display filter. What each field means is in the table of fields; the grammar, from the loosest on:
///
///     or         a or b, a || b
///     and        a and b, a && b
///     not        not a, !a
///     test       field                     the row has it (of a flag: it is set)
///                field == value            and != < <= > >=; a row without the field never matches
///                field contains value      octets or text
///                field matches "regex"     a regular expression of Perl, without regard to case
///                field in {a, b, c..d}     one of these, or from c to d
///                ( a )
///
/// A field of octets may be cut: payload[0:4] begins at 0 and has 4, payload[8] is one, payload[4:] goes on to the end,
/// payload[-2:] begins 2 before the end.
ParsedFilter parseFilter(QStringView text);

} // namespace framescope::filter
