#pragma once

#include "core/filter/rowbitmap.h"
#include "core/filter/rowtest.h"

#include <QString>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace framescope::capture
{
class Capture;
}

namespace framescope::filter
{

/// Tests rows on a thread of its own, one job at a time: a new one takes the place of what runs, and nothing that the
/// old one still finds is seen. What is found is collected in between, in the order of the rows.
/// Thread: one, the owner's. Lifetime: the Capture outlives it.
class FilterJob
{
public:
    /// How far a job is.
    struct Progress {
        std::uint64_t done = 0; ///< rows tested and collected
        std::uint64_t total = 0;
        std::uint64_t undecided = 0; ///< rows that would have taken too long
        QString failure;             ///< why it ended early, or empty
        bool running() const noexcept { return done < total && failure.isEmpty(); }
    };

    /// `news` is called on the job's thread when there is something to collect, at most once until it was collected.
    explicit FilterJob(const capture::Capture &capture, std::function<void()> news = {});
    /// Stops what runs, and waits until it has.
    ~FilterJob();

    /// Tests rows [from, to), which are published, instead of what was tested so far.
    void start(const RowTest &test, RowIndex from, RowIndex to);
    /// Ends what runs; nothing more is found.
    void cancel();
    /// Appends to `rows` what was found since the last call; the first time `rows` ends where the job began.
    Progress collect(RowBitmap &rows);

private:
    struct Task {
        RowTest test;
        RowIndex from, to;
    };
    void run(const std::stop_token &stop);
    void runTask(const Task &task, std::uint64_t number, const std::stop_token &stop);
    struct Lane;
    bool deliver(std::uint64_t number, Lane &lane);

    const capture::Capture &m_capture;
    const std::function<void()> m_news;
    std::mutex m_mutex; ///< of what follows
    std::condition_variable_any m_wake;
    std::uint64_t m_number = 0; ///< of the job that is wanted
    std::optional<Task> m_next; ///< not begun yet
    std::stop_source m_stop;    ///< of the job that runs
    std::vector<std::uint64_t> m_found;
    std::size_t m_foundRows = 0;
    std::uint64_t m_undecided = 0;
    Progress m_progress;
    bool m_told = false;
    std::jthread m_thread; ///< the last: it uses all the others
};

} // namespace framescope::filter
