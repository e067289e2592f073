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

/// How many digits a number in decimal has before its point, its exponent counted in; below 0 zeros follow the point.
/// Nothing where it is no such number.
std::optional<qint64> magnitudeOf(QByteArrayView text) noexcept
{
    constexpr qint64 farBeyond = 1'000'000'000; // what any double holds
    const auto digit = [&text] { return !text.isEmpty() && text.front() >= '0' && text.front() <= '9'; };
    const auto take = [&text](QByteArrayView any) {
        const bool taken = !text.isEmpty() && any.contains(text.front());
        if (taken)
            text = text.sliced(1);
        return taken;
    };
    take("+-");
    qint64 magnitude = 0;
    bool begun = false; // not only zeros yet
    bool any = false;
    for (; digit(); text = text.sliced(1)) {
        any = true;
        begun = begun || text.front() != '0';
        magnitude += begun ? 1 : 0;
    }
    for (bool point = take("."); point && digit(); text = text.sliced(1)) {
        any = true;
        begun = begun || text.front() != '0';
        magnitude -= begun ? 0 : 1;
    }
    if (any && take("eE")) {
        const bool negative = text.startsWith('-');
        take("+-");
        qint64 exponent = 0;
        any = digit();
        for (; digit(); text = text.sliced(1))
            exponent = std::min(exponent * 10 + (text.front() - '0'), farBeyond);
        magnitude += negative ? -exponent : exponent;
    }
    return any && text.isEmpty() ? std::optional(magnitude) : std::nullopt;
}

/// What is too large is infinite, what is too small is 0.
double numberOf(QByteArrayView text) noexcept
{
    bool ok = false;
    const double number = text.toDouble(&ok);
    if (ok)
        return number;
    const std::optional<qint64> magnitude = magnitudeOf(text);
    if (!magnitude)
        return std::numeric_limits<double>::quiet_NaN();
    if (*magnitude <= 0)
        return 0;
    return text.startsWith('-') ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
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

bool isNumber(QByteArrayView text) noexcept
{
    bool ok = false;
    static_cast<void>(text.toDouble(&ok)); // also inf and nan, as decoders write them
    return ok || magnitudeOf(text).has_value();
}

QByteArray inDecimal(const QByteArray &text)
{
    bool ok = false;
    const qulonglong number = text.startsWith("0x") || text.startsWith("0X") ? text.sliced(2).toULongLong(&ok, 16) : 0;
    return ok ? QByteArray::number(number) : text;
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

bool asksOrder(FilterToken::Type op) noexcept
{
    using Type = FilterToken::Type;
    return op == Type::Less || op == Type::LessEqual || op == Type::Greater || op == Type::GreaterEqual;
}

bool ComparedNumber::isNumber() const noexcept
{
    return filter::isNumber(m_from) && (m_upTo.isEmpty() || filter::isNumber(m_upTo));
}

bool ComparedNumber::passes(FilterToken::Type op, QByteArrayView value) const noexcept
{
    if (op == FilterToken::Type::Equal && value == m_from)
        return true;
    return passesOrder(op, numberOrder(value, m_from)) &&
           (m_upTo.isEmpty() || passesOrder(FilterToken::Type::LessEqual, numberOrder(value, m_upTo)));
}

} // namespace framescope::filter
