#include "ui/models/timetext.h"

#include <QDateTime>

#include <algorithm>

namespace framescope::ui
{

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

QString durationText(std::int64_t ns)
{
    const std::int64_t s = std::max<std::int64_t>(ns, 0) / 1'000'000'000;
    return QStringLiteral("%1:%2:%3")
        .arg(s / 3600, 2, 10, QLatin1Char('0'))
        .arg(s / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(s % 60, 2, 10, QLatin1Char('0'));
}

} // namespace framescope::ui
