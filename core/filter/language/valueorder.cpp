#include "core/filter/language/valueorder.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace framescope::filter
{

namespace
{
struct Integer {
    bool negative = false;
    QByteArrayView digits; ///< without zeros before them
};

std::optional<Integer> integerOf(QByteArrayView text) noexcept
{
    const bool negative = text.startsWith('-');
    if (negative || text.startsWith('+'))
        text = text.sliced(1);
    if (text.isEmpty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    while (text.size() > 1 && text.front() == '0')
        text = text.sliced(1);
    return Integer{negative && text != "0", text};
}

double numberOf(QByteArrayView text) noexcept
{
    bool ok = false;
    const double number = text.toDouble(&ok);
    return ok ? number : std::numeric_limits<double>::quiet_NaN();
}
} // namespace

bool passesOrder(FilterToken::Type op, std::partial_ordering order) noexcept
{
    using Type = FilterToken::Type;
    switch (op) {
    case Type::Equal:
        return order == 0;
    case Type::NotEqual:
        return order != 0;
    case Type::Less:
        return order < 0;
    case Type::LessEqual:
        return order <= 0;
    case Type::Greater:
        return order > 0;
    case Type::GreaterEqual:
        return order >= 0;
    default:
        return true;
    }
}

std::partial_ordering numberOrder(QByteArrayView a, QByteArrayView b) noexcept
{
    const std::optional<Integer> first = integerOf(a);
    const std::optional<Integer> second = integerOf(b);
    if (!first || !second)
        return numberOf(a) <=> numberOf(b);
    if (first->negative != second->negative)
        return first->negative ? std::partial_ordering::less : std::partial_ordering::greater;
    const std::strong_ordering larger = first->digits.size() != second->digits.size()
                                            ? first->digits.size() <=> second->digits.size()
                                            : first->digits.compare(second->digits) <=> 0;
    return first->negative ? 0 <=> larger : larger;
}

} // namespace framescope::filter
