#pragma once

#include "core/filter/language/lexer.h"

#include <QByteArray>
#include <QByteArrayView>

#include <compare>

namespace framescope::filter
{

/// Whether a value that stands so to what it is compared with passes the operator. What is no comparison lets all pass;
/// what has no order, as NaN, passes nothing but !=.
bool passesOrder(FilterToken::Type op, std::partial_ordering order) noexcept;

/// Whether it is a number in decimal, of any size, or what stands for infinity and for no number.
bool isNumber(QByteArrayView text) noexcept;

/// A hexadecimal number of at most 64 bits, as 0x1f, in decimal; all else as it is.
QByteArray inDecimal(const QByteArray &text);

/// How two numbers in decimal stand to each other: integers of any size exactly, others as double. What is no number has
/// no order.
std::partial_ordering numberOrder(QByteArrayView a, QByteArrayView b) noexcept;

/// Whether the operator asks for an order, not only for whether two are equal.
bool asksOrder(FilterToken::Type op) noexcept;

/// What a filter compares numbers with: one, or a range with both its ends in it.
class ComparedNumber
{
public:
    ComparedNumber() = default;
    /// As they were written; `upTo` is empty where there is no range.
    ComparedNumber(const QByteArray &from, const QByteArray &upTo) : m_from(inDecimal(from)), m_upTo(inDecimal(upTo)) {}

    /// Whether it was written as a number; a value can be compared with nothing else.
    bool isNumber() const noexcept;
    /// Whether a value, in decimal, stands to it as the operator says; where it is written alike it is equal, also
    /// what is no number. Not for Contains and Matches.
    bool passes(FilterToken::Type op, QByteArrayView value) const noexcept;

private:
    QByteArray m_from;
    QByteArray m_upTo;
};

} // namespace framescope::filter
