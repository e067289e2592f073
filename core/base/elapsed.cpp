#include "core/base/elapsed.h"

namespace framescope
{

namespace
{
constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t minute = 60 * second;
constexpr std::uint64_t hour = 60 * minute;
constexpr std::uint64_t day = 24 * hour;

/// Without overflow at the smallest number there is.
std::uint64_t magnitude(std::int64_t n)
{
    return n < 0 ? std::uint64_t(0) - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
}

QString minus() { return QStringLiteral("\u2212"); }

/// Of at least one unit.
QString threeDigits(std::uint64_t ns, std::uint64_t unit)
{
    const std::uint64_t whole = ns / unit;
    if (whole >= 100)
        return QString::number(whole);
    const int decimals = whole < 10 ? 2 : 1;
    const std::uint64_t part = ns % unit / (unit / (decimals == 2 ? 100 : 10));
    return QStringLiteral("%1.%2").arg(whole).arg(part, decimals, 10, QLatin1Char('0'));
}

QString lengthOf(std::uint64_t ns)
{
    if (ns == 0)
        return QStringLiteral("0");
    if (ns < 1000)
        return QStringLiteral("%1 ns").arg(ns);
    if (ns < 1'000'000)
        return QStringLiteral("%1 µs").arg(threeDigits(ns, 1000));
    if (ns < second)
        return QStringLiteral("%1 ms").arg(threeDigits(ns, 1'000'000));
    if (ns < minute)
        return QStringLiteral("%1 s").arg(threeDigits(ns, second));
    if (ns < hour)
        return QStringLiteral("%1 min %2 s").arg(ns / minute).arg(ns % minute / second);
    if (ns < day)
        return QStringLiteral("%1 h %2 min").arg(ns / hour).arg(ns % hour / minute);
    return QStringLiteral("%1 d %2 h").arg(ns / day).arg(ns % day / hour);
}
} // namespace

QString secondsText(std::int64_t ns)
{
    const std::uint64_t us = magnitude(ns) / 1000;
    const QString sign = ns < 0 && us > 0 ? minus() : QString();
    return sign + QStringLiteral("%1.%2").arg(us / 1'000'000).arg(us % 1'000'000, 6, 10, QLatin1Char('0'));
}

QString lengthText(std::int64_t ns) { return (ns < 0 ? minus() : QString()) + lengthOf(magnitude(ns)); }

QString differenceText(std::int64_t ns)
{
    const std::uint64_t n = magnitude(ns);
    return (ns < 0 ? minus() : QStringLiteral("+")) +
           (n < minute ? lengthOf(n) : QStringLiteral("%1 s").arg(n / second));
}

} // namespace framescope
