#pragma once

#include "core/base/clock.h"

namespace framescope::test
{

/// A clock that moves only when told to.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Timestamp start = Timestamp(1'795'348'800'000'000'000)) : m_now(start) {}
    Timestamp now() const override { return m_now; }
    void advance(std::int64_t nanoseconds) { m_now = m_now + nanoseconds; }

private:
    Timestamp m_now;
};

} // namespace framescope::test
