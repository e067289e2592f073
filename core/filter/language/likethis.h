#pragma once

#include "core/filter/language/field.h"
#include "core/filter/rowquestion.h"

namespace framescope::filter
{

/// A filter for rows that are in one field as this row is, as a person would write it: "opcode == text". Empty where the
/// row lacks the field, or it cannot be read.
QString likeThis(const RowAsked &asked, FieldId field);
/// A filter for rows with this value in a field or at a path of a tree; `isText`: it stands in quotes. Empty where the
/// language has no way to say so.
QString valueIs(const QString &name, const QString &value, bool isText);
/// Both filters, with parentheses where one needs them; `without` turns the second round: rows it does not hold for.
QString combined(const QString &filter, const QString &more, bool without);

} // namespace framescope::filter
