#pragma once

#include "core/filter/language/field.h"

#include <QByteArray>
#include <QString>

namespace framescope::ui
{

/// Display filters for rows with a value in a field, as a person would write them: "opcode == text". Empty where the
/// language has no way to say so.

/// Of a number, a flag or a word.
QString filterOf(filter::FieldId field, std::uint64_t value);
/// Of nanoseconds: "time == 0.0015 s".
QString filterOfTime(filter::FieldId field, std::uint64_t ns);
/// Of octets: "key == 7a1c09f2".
QString filterOfOctets(filter::FieldId field, const QByteArray &octets);
/// Of a text in UTF-8. Empty also where not all of it is seen, or it is longer than a person reads in a filter.
QString filterOfText(filter::FieldId field, const QByteArray &text);

} // namespace framescope::ui
