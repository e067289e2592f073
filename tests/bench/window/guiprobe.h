#pragma once

#include <QApplication>
#include <QTimer>

#include <functional>
#include <vector>

namespace framescope::bench
{

/// An application that watches its own event loop: how long the GUI thread works from one tick of the main window to the
/// next, and how long the loop does not come round. Thread: the GUI's.
class GuiProbe : public QApplication
{
public:
    GuiProbe(int &argc, char **argv);

    /// Forgets what was seen and goes on watching.
    void restart();
    /// Milliseconds of work a tick (the tick itself, painting, input) that 99 of 100 ticks stay under; -1 without ticks.
    double tickP99() const;
    /// The same as CPU time, which other processes do not add to.
    double tickCpuP99() const;
    /// The longest time, in milliseconds, between two rounds of the loop, for a timer that wants one every millisecond.
    double longestGap() const;
    /// The most CPU time, in milliseconds, that the GUI thread used between two rounds: what is left of a gap when other
    /// processes and locks are not counted.
    double longestWork() const;
    std::size_t ticks() const { return m_ticks.size(); }
    /// Told of every event after it was handled.
    void setAfterEvent(std::function<void(QObject *, QEvent *)> after) { m_after = std::move(after); }

    /// Runs the loop until `ready`, at most so many milliseconds. Whether it became so.
    bool runUntil(const std::function<bool()> &ready, int milliseconds);

    bool notify(QObject *receiver, QEvent *event) override;

private:
    QTimer m_pulse;
    std::function<void(QObject *, QEvent *)> m_after;
    std::vector<double> m_ticks, m_tickCpu;
    double m_busy = 0, m_busyCpu = 0, m_lastPulse = 0, m_longestGap = 0, m_lastCpu = 0, m_longestWork = 0;
    int m_depth = 0;
};

/// The part of the sorted figures that `share` of them stay under; -1 without any.
double percentile(std::vector<double> figures, double share);

} // namespace framescope::bench
