#pragma once

#include "core/net/framewatch.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace framescope::net
{

/// Tells when the octets of an unfinished frame or header stopped coming. Once a stall.
/// Thread: that of its owner.
class StallWatch : public QObject
{
    Q_OBJECT
public:
    explicit StallWatch(std::chrono::milliseconds limit);

    /// Where the parser stands after one read.
    void follow(const ws::FrameParser &parser);
    /// Waits, if a frame is unfinished and nothing is waited for yet.
    void watch();
    void stop() { m_timer.stop(); }
    const ArrivalWatch &arrival() const noexcept { return m_arrival; }

Q_SIGNALS:
    /// So many octets of the frame or header are there; its whole has `needed`, as far as that is known.
    void stalled(quint64 present, quint64 needed);

private:
    void look();

    ArrivalWatch m_arrival;
    QTimer m_timer;
    std::uint64_t m_reads = 0;
    std::uint64_t m_readsWhenArmed = 0;
};

} // namespace framescope::net
