#include "ui/models/timetext.h"

#include <QDateTime>
#include <QLocale>

namespace framescope::ui
{

namespace
{
/// Without overflow at the smallest number there is.
std::uint64_t magnitude(std::int64_t n)
{
    return n < 0 ? std::uint64_t(0) - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
}
} // namespace

QString secondsText(std::int64_t ns)
{
    const std::uint64_t us = magnitude(ns) / 1000;
    const QString sign = ns < 0 && us > 0 ? QStringLiteral("\u2212") : QString();
    return sign + QStringLiteral("%1.%2").arg(us / 1'000'000).arg(us % 1'000'000, 6, 10, QLatin1Char('0'));
}

TimeDisplay timeDisplayOf(const QString &name)
{
    return name == u"local" ? TimeDisplay::Local : name == u"utc" ? TimeDisplay::Utc : TimeDisplay::Seconds;
}

QString clockText(std::int64_t nsSinceEpoch, bool utc)
{
    constexpr std::int64_t nsPerSecond = 1'000'000'000;
    std::int64_t seconds = nsSinceEpoch / nsPerSecond;
    std::int64_t rest = nsSinceEpoch % nsPerSecond;
    if (rest < 0) {
        --seconds;
        rest += nsPerSecond;
    }
    const QDateTime time = QDateTime::fromSecsSinceEpoch(seconds, utc ? Qt::UTC : Qt::LocalTime);
    return QStringLiteral("%1.%2")
        .arg(time.toString(QStringLiteral("hh:mm:ss")))
        .arg(rest / 1000, 6, 10, QLatin1Char('0'));
}

QString differenceText(std::int64_t ns)
{
    const std::uint64_t n = magnitude(ns);
    if (n == 0)
        return QStringLiteral("+0");
    const QString sign = ns < 0 ? QStringLiteral("\u2212") : QStringLiteral("+");
    if (n < 1000)
        return sign + QStringLiteral("%1 ns").arg(n);
    if (n < 1'000'000)
        return sign + QStringLiteral("%1 µs").arg(n / 1000);
    const bool seconds = n >= 1'000'000'000;
    const double value = static_cast<double>(n) / (seconds ? 1e9 : 1e6);
    const int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return sign + QString::number(value, 'f', decimals) + (seconds ? QStringLiteral(" s") : QStringLiteral(" ms"));
}

QString durationText(std::int64_t ns)
{
    const std::uint64_t s = ns < 0 ? 0 : magnitude(ns) / 1'000'000'000;
    return QStringLiteral("%1:%2:%3")
        .arg(s / 3600, 2, 10, QLatin1Char('0'))
        .arg(s / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(s % 60, 2, 10, QLatin1Char('0'));
}

QString groupedNumber(std::uint64_t number)
{
    QLocale locale;
    locale.setNumberOptions(QLocale::DefaultNumberOptions); // the C locale leaves the groups out otherwise
    return locale.toString(qulonglong(number));
}

} // namespace framescope::ui
