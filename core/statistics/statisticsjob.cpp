#include "core/statistics/statisticsjob.h"

#include "core/filter/rowscan.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace framescope::statistics
{

namespace
{
constexpr std::uint64_t messageRows = 16 * filter::RowScan::blockRows;
/// Rows before the end that stay in memory: a view that follows shows them.
constexpr std::uint64_t keptRows = 1u << 17;
constexpr std::chrono::milliseconds publishEvery{200};
} // namespace

/// What grows with the rows.
struct StatisticsJob::Work {
    Work(const capture::Capture &of, const std::optional<filter::RowTest> &test) : capture(of)
    {
        if (test)
            scan.emplace(of, *test);
    }

    /// Looks at the next block of the index. Errors: a payload that the test asks for cannot be read.
    Result<void> addBlock(std::uint64_t end, const std::stop_token &stop)
    {
        const RowIndex first(now.rowsDone);
        const auto count = static_cast<std::size_t>(
            std::min<std::uint64_t>(filter::RowScan::blockRows - now.rowsDone % 64, end - now.rowsDone));
        if (scan) {
            const std::uint64_t before = scan->undecided();
            if (auto tested = scan->run(first, count, words.data(), stop); !tested)
                return tested;
            if (stop.stop_requested())
                return {}; // the block comes again, and with it what was undecided in it
            now.undecided += scan->undecided() - before;
            counted.append(words.data(), count);
        }
        now.rows.add(capture, first, count, scan ? words.data() : nullptr);
        now.rowsDone += count;
        // Ten million rows are 320 MB: what was counted need not stay in memory.
        if (now.rowsDone + keptRows < capture.rowCount())
            capture.releaseRows(first, count);
        return {};
    }

    Result<void> addMessages(std::uint64_t end, const std::stop_token &stop)
    {
        auto &trips = exchange::RoundTrips::of(capture);
        const RowIndex to(std::min(now.messagesDone + messageRows, end));
        if (auto read = trips.readTo(to, stop); !read)
            return read;
        if (stop.stop_requested())
            return {};
        now.messages.add(capture, trips, RowIndex(now.messagesDone), to, scan ? &counted : nullptr);
        if (now.messagesDone + messageRows + keptRows < capture.rowCount())
            capture.releaseRows(RowIndex(now.messagesDone), to.value() - now.messagesDone);
        now.messagesDone = to.value();
        return {};
    }

    const capture::Capture &capture;
    std::uint64_t number = 0;
    std::optional<filter::RowScan> scan;
    std::array<std::uint64_t, filter::RowScan::blockWords> words{};
    filter::RowBitmap counted; ///< rows that passed; unused without a test
    Snapshot now;
    std::chrono::steady_clock::time_point published;
};

StatisticsJob::StatisticsJob(const capture::Capture &capture)
    : m_capture(capture), m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

StatisticsJob::~StatisticsJob() { stop(); }

void StatisticsJob::start(const std::optional<filter::RowTest> &test)
{
    const std::lock_guard lock(m_mutex);
    ++m_number;
    m_test = test;
    m_more = true;
    m_paused = false;
    m_snapshot.reset();
    m_stop.request_stop();
    m_wake.notify_one();
}

void StatisticsJob::goOn()
{
    const std::lock_guard lock(m_mutex);
    if (m_paused || m_number == 0 || m_snapshot == nullptr || !m_snapshot->failure.isEmpty() ||
        (m_snapshot->complete() && m_snapshot->total == m_capture.rowCount()))
        return;
    m_more = true;
    m_wake.notify_one();
}

void StatisticsJob::stop()
{
    const std::lock_guard lock(m_mutex);
    m_paused = true;
    m_more = false;
    m_stop.request_stop();
}

void StatisticsJob::resume()
{
    const std::lock_guard lock(m_mutex);
    if (!std::exchange(m_paused, false) || m_number == 0)
        return;
    m_more = true;
    m_wake.notify_one();
}

std::shared_ptr<const Snapshot> StatisticsJob::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_snapshot;
}

void StatisticsJob::run(const std::stop_token &stop)
{
    std::unique_ptr<Work> work;
    for (;;) {
        std::stop_token workStop;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_more; }))
                return;
            m_more = false;
            m_stop = std::stop_source();
            workStop = m_stop.get_token();
            if (!work || work->number != m_number) {
                work = std::make_unique<Work>(m_capture, m_test);
                work->number = m_number;
            }
        }
        advance(*work, workStop);
    }
}

void StatisticsJob::advance(Work &work, const std::stop_token &stop)
{
    // Rows that come meanwhile are the next call's.
    work.now.total = m_capture.rowCount();
    bool good = true;
    if (work.now.rowsDone == 0)
        publish(work);
    while (good && !stop.stop_requested() && work.now.rowsDone < work.now.total)
        good = addRows(work, work.now.total, stop);
    if (good && !stop.stop_requested() && work.now.messagesDone < work.now.total)
        publish(work); // the index alone shows most of it
    while (good && !stop.stop_requested() && work.now.messagesDone < work.now.total)
        good = addMessages(work, work.now.total, stop);
    publish(work);
}

bool StatisticsJob::addRows(Work &work, std::uint64_t end, const std::stop_token &stop)
{
    if (auto added = work.addBlock(end, stop); !added) {
        work.now.failure = added.error().message;
        return false;
    }
    if (std::chrono::steady_clock::now() - work.published > publishEvery)
        publish(work);
    return true;
}

bool StatisticsJob::addMessages(Work &work, std::uint64_t end, const std::stop_token &stop)
{
    if (auto added = work.addMessages(end, stop); !added) {
        work.now.failure = added.error().message;
        return false;
    }
    if (std::chrono::steady_clock::now() - work.published > publishEvery)
        publish(work);
    return true;
}

void StatisticsJob::publish(Work &work)
{
    work.now.types = exchange::RoundTrips::of(m_capture).types();
    auto made = std::make_shared<const Snapshot>(work.now);
    work.published = std::chrono::steady_clock::now();
    const std::lock_guard lock(m_mutex);
    if (work.number == m_number)
        m_snapshot = std::move(made);
}

Snapshot StatisticsJob::make(const capture::Capture &capture, const std::optional<filter::RowTest> &test)
{
    Work work(capture, test);
    work.now.total = capture.rowCount();
    Result<void> good;
    while (good && work.now.rowsDone < work.now.total)
        good = work.addBlock(work.now.total, {});
    while (good && work.now.messagesDone < work.now.total)
        good = work.addMessages(work.now.total, {});
    if (!good)
        work.now.failure = good.error().message;
    work.now.types = exchange::RoundTrips::of(capture).types();
    return std::move(work.now);
}

} // namespace framescope::statistics
