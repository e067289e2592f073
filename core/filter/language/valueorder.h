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

} // namespace framescope::filter
