#include "tests/bench/window/guiprobe.h"

#include "tests/bench/stopwatch.h"

#include <QThread>

#include <algorithm>

namespace framescope::bench
{

namespace
{
/// The interval by which the main window's tick is told from other timers.
constexpr int tickMs = 33;

double nowMs() { return wallNow() / 1e6; }
} // namespace

GuiProbe::GuiProbe(int &argc, char **argv) : QApplication(argc, argv)
{
    m_pulse.setTimerType(Qt::PreciseTimer);
    connect(&m_pulse, &QTimer::timeout, this, [this] {
        const double now = nowMs();
        m_longestGap = std::max(m_longestGap, now - m_lastPulse);
        m_lastPulse = now;
        const double cpu = threadCpu() / 1e6;
        m_longestWork = std::max(m_longestWork, cpu - m_lastCpu);
        m_lastCpu = cpu;
    });
    restart();
    m_pulse.start(1);
}

void GuiProbe::restart()
{
    m_ticks.clear();
    m_tickCpu.clear();
    m_busy = m_busyCpu = 0;
    m_longestGap = m_longestWork = 0;
    m_lastPulse = nowMs();
    m_lastCpu = threadCpu() / 1e6;
}

double GuiProbe::longestGap() const { return std::max(m_longestGap, nowMs() - m_lastPulse); }

double GuiProbe::longestWork() const { return std::max(m_longestWork, threadCpu() / 1e6 - m_lastCpu); }

double GuiProbe::tickCpuP99() const { return percentile(m_tickCpu, 0.99); }

double GuiProbe::tickP99() const { return percentile(m_ticks, 0.99); }

bool GuiProbe::runUntil(const std::function<bool()> &ready, int milliseconds)
{
    const double until = nowMs() + milliseconds;
    while (!ready()) {
        if (nowMs() > until)
            return false;
        processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

bool GuiProbe::notify(QObject *receiver, QEvent *event)
{
    // Objects of other threads get their events through here as well, on their own thread.
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    const bool outermost = m_depth == 0;
    const double start = nowMs(), startCpu = outermost ? threadCpu() : 0;
    if (outermost && event->type() == QEvent::Timer) {
        const auto *timer = qobject_cast<QTimer *>(receiver);
        if (timer != nullptr && timer->interval() == tickMs) {
            m_ticks.push_back(m_busy);
            m_tickCpu.push_back(m_busyCpu);
            m_busy = m_busyCpu = 0;
        }
    }
    const QEvent::Type type = event->type();
    ++m_depth;
    const bool handled = QApplication::notify(receiver, event);
    --m_depth;
    // A deferred deletion has taken the receiver with it.
    if (m_after && type != QEvent::DeferredDelete)
        m_after(receiver, event);
    if (outermost && receiver != &m_pulse) {
        m_busy += nowMs() - start;
        m_busyCpu += (threadCpu() - startCpu) / 1e6;
    }
    return handled;
}

double percentile(std::vector<double> figures, double share)
{
    if (figures.empty())
        return -1;
    std::sort(figures.begin(), figures.end());
    return figures[std::min(figures.size() - 1, std::size_t(double(figures.size()) * share))];
}

} // namespace framescope::bench
