#include "core/net/reconnect.h"

#include "core/net/failuretext.h"
#include "core/ws/findings.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cmath>
#include <utility>

namespace framescope::net
{
namespace
{
using std::chrono::milliseconds;
constexpr double mostShortened = 0.25;

/// Tenths of a second are enough to read.
QString waitText(milliseconds wait)
{
    if (wait.count() < 1000)
        return secondsText(wait);
    return u"%1 s"_qs.arg(std::round(double(wait.count()) / 100.0) / 10.0);
}
} // namespace

Backoff::Backoff(const ReconnectSettings &settings, std::function<double()> random)
    : m_settings(settings), m_random(std::move(random))
{
    if (!m_random)
        m_random = [] { return QRandomGenerator::global()->generateDouble(); };
}

std::optional<milliseconds> Backoff::next()
{
    if (m_settings.attempts > 0 && m_attempt >= m_settings.attempts)
        return std::nullopt;
    const auto first = double(std::max<milliseconds::rep>(0, m_settings.first.count()));
    const auto longest = std::max(first, double(m_settings.longest.count()));
    // Beyond 60 doublings any first wait is over any longest one.
    const double wait = std::min(longest, std::ldexp(first, std::min(m_attempt, 60)));
    if (m_attempt < std::numeric_limits<int>::max())
        ++m_attempt;
    return milliseconds(static_cast<milliseconds::rep>(wait * (1.0 - mostShortened * m_random())));
}

QString Backoff::sentence(milliseconds wait) const
{
    const QString attempt =
        m_settings.attempts > 0 ? u"%1 of %2"_qs.arg(m_attempt).arg(m_settings.attempts) : QString::number(m_attempt);
    return u"Connecting again in %1 (attempt %2)."_qs.arg(waitText(wait), attempt);
}

QString lastingReason(const Failure &failure)
{
    if (!failure.lasting.isEmpty())
        return failure.lasting;
    for (const auto &[finding, value] : failure.findings) {
        if (ws::info(finding).group == ws::Group::Tls)
            return u"TLS was refused"_qs;
        if (finding == ws::FindingId::ProxyAuth)
            return u"the proxy asks for other credentials"_qs;
    }
    return {};
}

} // namespace framescope::net
