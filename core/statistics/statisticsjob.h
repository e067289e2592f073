#pragma once

#include "core/filter/rowtest.h"
#include "core/statistics/messagestatistics.h"
#include "core/statistics/rowstatistics.h"

#include <QString>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace framescope::statistics
{

/// What the statistics are at a moment. Never changed once it was made.
struct Snapshot {
    RowStatistics rows;
    MessageStatistics messages;
    std::vector<exchange::MessageType> types; ///< of messages.types, by number
    std::uint64_t rowsDone = 0;               ///< rows of the capture looked at in the index
    std::uint64_t messagesDone = 0;           ///< ... and in the file
    std::uint64_t total = 0;
    std::uint64_t undecided = 0; ///< rows left out because testing them would have taken too long
    QString failure;             ///< why it ended early, or empty

    bool complete() const noexcept { return messagesDone >= total; }
};

/// Makes statistics of a capture on a thread of its own, first of the index, then of what messages say, and goes on as
/// rows are published.
/// Thread: one, the owner's. Lifetime: the Capture outlives it.
class StatisticsJob
{
public:
    explicit StatisticsJob(const capture::Capture &capture);
    /// Stops what runs, and waits until it has.
    ~StatisticsJob();

    /// The same at once, on this thread, of all rows that are published.
    static Snapshot make(const capture::Capture &capture, const std::optional<filter::RowTest> &test = {});

    /// Begins anew, with the rows that the test holds for; with all without one.
    void start(const std::optional<filter::RowTest> &test);
    /// Goes on with rows that were published since; for a timer. Does nothing while stopped.
    void goOn();
    /// Ends what runs; what was found stays.
    void stop();
    /// Goes on where stop() ended it.
    void resume();
    /// The newest; nullptr before the first after start().
    std::shared_ptr<const Snapshot> snapshot() const;

private:
    struct Work;
    void run(const std::stop_token &stop);
    void advance(Work &work, const std::stop_token &stop);
    bool addRows(Work &work, std::uint64_t end, const std::stop_token &stop);
    bool addMessages(Work &work, std::uint64_t end, const std::stop_token &stop);
    void publish(Work &work);

    const capture::Capture &m_capture;
    mutable std::mutex m_mutex; ///< of what follows
    std::condition_variable_any m_wake;
    std::uint64_t m_number = 0; ///< of the work that is wanted
    std::optional<filter::RowTest> m_test;
    bool m_more = false;   ///< there may be rows to look at
    bool m_paused = false; ///< stop() was called
    std::stop_source m_stop;
    std::shared_ptr<const Snapshot> m_snapshot;
    std::jthread m_thread; ///< the last: it uses all the others
};

} // namespace framescope::statistics
