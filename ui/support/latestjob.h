#pragma once

#include <QObject>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace framescope::ui
{

/// Work for a pane on a thread of its own, of which only the latest counts: a new one takes the place of the one that
/// runs or waits, so that going through rows quickly never lets work pile up.
/// Thread: the GUI's.
class LatestJob : public QObject
{
    Q_OBJECT
public:
    /// What is to be done with the result, on the GUI thread; never called when the work was cancelled meanwhile.
    using Show = std::function<void()>;
    /// Runs on the job's thread. Looks at the token often, and returns early, with anything, when it is asked to.
    using Work = std::function<Show(const std::stop_token &stop)>;

    explicit LatestJob(QObject *parent = nullptr);
    /// As cancelAndWait().
    ~LatestJob() override;

    void start(Work work);
    /// The work that runs is asked to stop, and its result is dropped.
    void cancel();
    /// The same, and it has stopped when this returns: what it uses may go.
    void cancelAndWait();
    /// Whether a result will be shown.
    bool isRunning() const noexcept { return m_running; }

private:
    void run(const std::stop_token &stop);

    bool m_running = false;     ///< the GUI thread's
    std::uint64_t m_number = 0; ///< of the latest work; the GUI thread's
    std::mutex m_mutex;         ///< of what follows
    std::condition_variable_any m_wake;
    std::condition_variable m_idle;
    std::optional<Work> m_next;
    std::uint64_t m_nextNumber = 0;
    std::stop_source m_stop; ///< of the work that runs
    bool m_busy = false;
    std::jthread m_thread; ///< begun with the first work; the last, it uses all the others
};

} // namespace framescope::ui
