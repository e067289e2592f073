#include "ui/support/latestjob.h"

#include <utility>

namespace framescope::ui
{

LatestJob::LatestJob(QObject *parent) : QObject(parent) {}

LatestJob::~LatestJob() { cancelAndWait(); }

void LatestJob::start(Work work)
{
    cancel();
    m_running = true;
    const std::lock_guard lock(m_mutex);
    m_next = std::move(work);
    m_nextNumber = m_number;
    if (!m_thread.joinable())
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
    m_wake.notify_one();
}

void LatestJob::cancel()
{
    ++m_number;
    m_running = false;
    const std::lock_guard lock(m_mutex);
    m_next.reset();
    m_stop.request_stop();
}

void LatestJob::cancelAndWait()
{
    cancel();
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return !m_busy; });
}

void LatestJob::run(const std::stop_token &stop)
{
    for (;;) {
        Work work;
        std::uint64_t number = 0;
        std::stop_token workStop;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_next.has_value(); }))
                return;
            work = *std::exchange(m_next, std::nullopt);
            number = m_nextNumber;
            m_stop = std::stop_source();
            workStop = m_stop.get_token();
            m_busy = true;
        }
        Show show = work(workStop);
        work = {}; // what it holds goes before anybody hears that it is done
        if (show && !workStop.stop_requested()) {
            QMetaObject::invokeMethod(
                this,
                [this, number, show = std::move(show)] {
                    if (number != m_number)
                        return;
                    m_running = false;
                    show();
                },
                Qt::QueuedConnection);
        }
        const std::lock_guard lock(m_mutex);
        m_busy = false;
        m_idle.notify_all();
    }
}

} // namespace framescope::ui
