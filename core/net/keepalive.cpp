#include "core/net/keepalive.h"

#include "core/capture/event.h"
#include "core/net/failuretext.h"
#include "core/ws/findings.h"

#include <QtEndian>

#include <algorithm>

namespace framescope::net
{

QJsonObject KeepAlive::unansweredDetails(std::chrono::milliseconds limit)
{
    QJsonObject details{{u"text"_qs, u"No pong answered the keep-alive ping within %1."_qs.arg(secondsText(limit))}};
    capture::tell(details, ws::FindingId::PingUnanswered, static_cast<std::uint64_t>(limit.count()));
    return details;
}

KeepAlive::KeepAlive(std::chrono::milliseconds interval) : m_limit(std::min(interval, longestWait))
{
    m_interval.setInterval(interval);
    m_wait.setSingleShot(true);
    connect(&m_interval, &QTimer::timeout, this, &KeepAlive::ping);
    connect(&m_wait, &QTimer::timeout, this, &KeepAlive::giveUpOnPong);
}

void KeepAlive::start()
{
    m_clock.start();
    m_interval.start();
}

void KeepAlive::stop()
{
    m_interval.stop();
    m_wait.stop();
    m_asked.clear();
}

void KeepAlive::pongReceived(const QByteArray &payload)
{
    if (m_asked.isEmpty() || payload != m_asked)
        return;
    m_asked.clear();
    m_wait.stop();
}

void KeepAlive::ping()
{
    // The time for the last pong may end together with the interval.
    giveUpOnPong();
    QByteArray payload(8, Qt::Uninitialized);
    qToBigEndian(++m_count, payload.data());
    qToBigEndian(static_cast<std::uint32_t>(m_clock.elapsed()), payload.data() + 4);
    Q_EMIT pingDue(payload);
}

void KeepAlive::sent(const QByteArray &payload)
{
    m_asked = payload;
    m_wait.start(m_limit);
}

void KeepAlive::giveUpOnPong()
{
    if (m_asked.isEmpty())
        return;
    m_asked.clear();
    m_wait.stop();
    Q_EMIT unanswered(m_limit);
}

} // namespace framescope::net
