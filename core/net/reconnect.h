#pragma once

#include "core/net/failure.h"
#include "core/net/settings.h"

#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace framescope::net
{

/// When to try again: waits that double from the first to the longest, each shortened at random by up to a quarter, so
/// that the clients of a server that went down do not all come back at once (RFC 6455 §7.2.3). Knows no clock.
class Backoff
{
public:
    /// `random` gives numbers from 0 to below 1; without it the system's.
    explicit Backoff(const ReconnectSettings &settings, std::function<double()> random = {});

    /// The wait before the next attempt; nothing when there were enough.
    std::optional<std::chrono::milliseconds> next();
    /// A connection was open for this time: when it was long enough, counting and waits begin again.
    void wasOpen(std::chrono::milliseconds time) noexcept
    {
        if (time >= m_settings.steady)
            m_attempt = 0;
    }
    /// Number of the attempt that next() last told the wait for, from 1.
    int attempt() const noexcept { return m_attempt; }
    /// "Connecting again in 4 s (attempt 3 of 10)."
    QString sentence(std::chrono::milliseconds wait) const;
    const ReconnectSettings &settings() const noexcept { return m_settings; }

private:
    ReconnectSettings m_settings;
    std::function<double()> m_random;
    int m_attempt = 0;
};

/// Why another attempt would end as this one did; empty when it may go otherwise.
QString lastingReason(const Failure &failure);

} // namespace framescope::net
