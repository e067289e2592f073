#pragma once

#include "core/base/ids.h"

#include <QString>

namespace framescope
{

/// Nanoseconds since 1970-01-01T00:00:00Z.
using Timestamp = Strong<struct TimestampTag, std::int64_t>;

/// Where the core asks for the time; tests give their own.
/// Thread: now() may be called from any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

/// Wall time that never runs backwards: the wall clock read once at construction, advanced by the steady clock.
class SystemClock final : public Clock
{
public:
    SystemClock();
    Timestamp now() const override;

private:
    std::int64_t m_wallMinusSteady;
};

/// RFC 3339 in UTC with nanoseconds: 2026-11-21T12:01:03.500000000Z
QString toRfc3339(Timestamp time);

} // namespace framescope
