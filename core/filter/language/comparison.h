#pragma once

#include "core/filter/language/field.h"
#include "core/filter/language/lexer.h"
#include "core/filter/octetslice.h"
#include "core/filter/rowtest.h"

namespace framescope::filter
{

/// What stands before an operator.
struct Operand {
    const Field *field = nullptr;
    QString name; ///< as it was written; of a JSON value with its path
    std::optional<OctetSlice> slice;

    /// What stands in the brackets; false where it is no range.
    bool setSlice(QStringView text);
};

/// What stands behind it.
struct Value {
    FilterToken token;
    QString text; ///< as it was written, quotes included
    QString unit; ///< that stands apart from its number

    bool isString() const noexcept { return token.type == FilterToken::Type::String; }
    /// A number without a unit, and `next` is one, or empty.
    bool canHaveUnit(QStringView next) const;
};

/// A test, or why there is none.
struct Compared {
    enum class Part : std::uint8_t { Field, Operator, Value };

    std::optional<RowTest> test;
    QString problem;
    QString suggestion;
    Part wrong = Part::Value;
};

/// Whether values of the type may have a unit, and which there are, for people.
bool takesUnit(ValueType type) noexcept;
QString unitsOf(ValueType type);
/// The row has the field; a flag is set.
Compared hasField(const Operand &operand);
/// With an operator that is a comparison, Contains or Matches.
Compared compare(const Operand &operand, FilterToken::Type op, const Value &value);
/// For a list: equal, or between both ends of "from..to".
Compared compareRange(const Operand &operand, const Value &value);

} // namespace framescope::filter
