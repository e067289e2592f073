#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>
#include <functional>

namespace framescope::net
{

/// Tells when nothing came for long: the way may be dead without either end having noticed. Once a silence.
/// Thread: that of its owner.
class IdleWatch : public QObject
{
    Q_OBJECT
public:
    /// `arrived`: how many octets came so far; asked once in the limit.
    IdleWatch(std::chrono::milliseconds limit, std::function<std::uint64_t()> arrived);

    void start();
    void stop();

Q_SIGNALS:
    void idle(std::chrono::milliseconds limit);

private:
    void look();

    QTimer m_timer;
    std::function<std::uint64_t()> m_arrived;
    std::uint64_t m_seen = 0;
    bool m_told = false;
};

} // namespace framescope::net
