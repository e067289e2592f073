#include "core/base/clock.h"

#include <QDateTime>

#include <chrono>

namespace framescope
{

namespace
{
template <typename C> std::int64_t nanoseconds()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(C::now().time_since_epoch()).count();
}
constexpr std::int64_t nsPerSecond = 1'000'000'000;
} // namespace

SystemClock::SystemClock()
    : m_wallMinusSteady(nanoseconds<std::chrono::system_clock>() - nanoseconds<std::chrono::steady_clock>())
{
}

Timestamp SystemClock::now() const { return Timestamp(nanoseconds<std::chrono::steady_clock>() + m_wallMinusSteady); }

QString toRfc3339(Timestamp time)
{
    std::int64_t seconds = time.value() / nsPerSecond;
    std::int64_t fraction = time.value() % nsPerSecond;
    if (fraction < 0) {
        fraction += nsPerSecond;
        --seconds;
    }
    const QDateTime dateTime = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    return dateTime.toString(u"yyyy-MM-ddTHH:mm:ss") + u'.' +
           QString::number(fraction).rightJustified(9, QLatin1Char('0')) + u'Z';
}

} // namespace framescope
