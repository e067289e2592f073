#include "core/filter/filterjob.h"

#include "core/capture/capture.h"
#include "core/filter/rowscan.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace framescope::filter
{

namespace
{
/// Rows that a lane tests before what all of them found is delivered: as many as take about so long, whole words of
/// them. Rows of a mebibyte each, or a slow expression, must not keep what was found for minutes.
constexpr std::uint64_t laneRows = 32 * RowScan::blockRows;
constexpr std::uint64_t fewestRows = 64;
constexpr std::chrono::milliseconds soon{50};
constexpr unsigned maxLanes = 4;
/// Rows before the end that stay in memory: a view that follows shows them.
constexpr std::uint64_t keptRows = 1u << 17;
} // namespace

/// Tests a part of the rows on a thread of its own.
struct FilterJob::Lane {
    Lane(const capture::Capture &capture, const RowTest &test) : scan(capture, test), words(laneRows / 64) {}

    void run(const capture::Capture &capture, const std::stop_token &stop)
    {
        std::uint64_t done = 0;
        result = {};
        while (done < rows && result && !stop.stop_requested()) {
            const std::uint64_t count = std::min<std::uint64_t>(RowScan::blockRows, rows - done);
            result = scan.run(from + done, static_cast<std::size_t>(count), words.data() + done / 64, stop);
            done += count;
        }
        // Ten million rows are 320 MB: what was tested need not stay in memory.
        if (from.value() + rows + keptRows < capture.rowCount())
            capture.releaseRows(from, rows);
    }

    std::uint64_t takeUndecided() noexcept
    {
        const std::uint64_t told = std::exchange(toldUndecided, scan.undecided());
        return toldUndecided - told;
    }

    RowScan scan;
    std::uint64_t toldUndecided = 0;
    std::vector<std::uint64_t> words;
    RowIndex from;
    std::uint64_t rows = 0;
    Result<void> result;
};

FilterJob::FilterJob(const capture::Capture &capture, std::function<void()> news)
    : m_capture(capture), m_news(std::move(news)), m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

FilterJob::~FilterJob() { cancel(); }

void FilterJob::start(const RowTest &test, RowIndex from, RowIndex to)
{
    cancel();
    const std::lock_guard lock(m_mutex);
    m_progress.total = to.value() - std::min(from, to).value();
    if (m_progress.total == 0)
        return;
    m_next = Task{test, from, to};
    m_wake.notify_one();
}

void FilterJob::cancel()
{
    const std::lock_guard lock(m_mutex);
    ++m_number;
    m_next.reset();
    m_stop.request_stop();
    m_found.clear();
    m_foundRows = 0;
    m_undecided = 0;
    m_progress = {};
    m_told = false;
}

FilterJob::Progress FilterJob::collect(RowBitmap &rows)
{
    const std::lock_guard lock(m_mutex);
    rows.append(m_found.data(), m_foundRows);
    m_progress.done += m_foundRows;
    m_progress.undecided += std::exchange(m_undecided, 0);
    m_found.clear();
    m_foundRows = 0;
    m_told = false;
    return m_progress;
}

void FilterJob::run(const std::stop_token &stop)
{
    for (;;) {
        Task task;
        std::uint64_t number = 0;
        std::stop_token taskStop;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_next.has_value(); }))
                return;
            task = *std::exchange(m_next, std::nullopt);
            number = m_number;
            m_stop = std::stop_source();
            taskStop = m_stop.get_token();
        }
        runTask(task, number, taskStop);
    }
}

void FilterJob::runTask(const Task &task, std::uint64_t number, const std::stop_token &stop)
{
    const std::uint64_t total = task.to.value() - task.from.value();
    const std::uint64_t useful = (total + laneRows - 1) / laneRows;
    std::vector<std::unique_ptr<Lane>> lanes;
    for (unsigned i = 0; i < std::clamp(std::thread::hardware_concurrency(), 1u, maxLanes) && i < useful; ++i)
        lanes.push_back(std::make_unique<Lane>(m_capture, task.test));
    std::uint64_t part = RowScan::blockRows;
    for (RowIndex row = task.from; row < task.to;) {
        const auto start = std::chrono::steady_clock::now();
        std::vector<std::jthread> others;
        for (const auto &lane : lanes) {
            lane->from = row;
            lane->rows = std::min(part, task.to.value() - row.value());
            row = row + lane->rows;
            if (lane != lanes.front() && lane->rows > 0)
                others.emplace_back([this, &lane, &stop] { lane->run(m_capture, stop); });
        }
        lanes.front()->run(m_capture, stop);
        others.clear(); // waits for them
        const auto took = std::chrono::steady_clock::now() - start;
        part = took < soon ? std::min(2 * part, laneRows) : took > 2 * soon ? std::max(part / 2, fewestRows) : part;
        for (const auto &lane : lanes) {
            const bool good = lane->result.ok();
            if (!deliver(number, *lane) || !good)
                return;
        }
    }
}

/// False when nobody wants it any more.
bool FilterJob::deliver(std::uint64_t number, Lane &lane)
{
    {
        const std::lock_guard lock(m_mutex);
        if (number != m_number)
            return false;
        // Only the last part of a job is not of whole words.
        const std::uint64_t rows = lane.result ? lane.rows : 0;
        m_found.insert(m_found.end(), lane.words.data(), lane.words.data() + (rows + 63) / 64);
        m_foundRows += rows;
        m_undecided += lane.takeUndecided();
        m_progress.failure = lane.result ? QString() : lane.result.error().message;
        if (std::exchange(m_told, true))
            return true;
    }
    if (m_news)
        m_news();
    return true;
}

} // namespace framescope::filter
