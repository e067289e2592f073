#include "ui/shell/rowfinder.h"

#include "core/capture/capture.h"
#include "core/filter/rowscan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace framescope::ui
{

namespace
{
/// Rows before the end that stay in memory: a view that follows shows them.
constexpr std::uint64_t keptRows = 1u << 17;

/// Rows that are tested before anything else is: who looks for a row mostly finds it near by, and rows may be large.
constexpr std::uint64_t nearRows = 64;

enum class Which { First, Last };

/// Looks through the rows [first, end), a block at a time.
class Search
{
public:
    Search(const capture::Capture &capture, const filter::RowTest &test, const std::stop_token &stop)
        : m_capture(capture), m_scan(capture, test), m_stop(stop)
    {
    }

    std::optional<RowIndex> first(std::uint64_t from, std::uint64_t end)
    {
        for (std::uint64_t block = nearRows; from < end && !m_stop.stop_requested(); block = larger(block)) {
            const std::uint64_t next = std::min(end, (from / block + 1) * block);
            if (const auto row = inBlock(from, next, Which::First))
                return row;
            from = next;
        }
        return std::nullopt;
    }
    /// Of the rows [begin, end).
    std::optional<RowIndex> last(std::uint64_t begin, std::uint64_t end)
    {
        for (std::uint64_t block = nearRows; end > begin && !m_stop.stop_requested(); block = larger(block)) {
            const std::uint64_t from = std::max(begin, (end - 1) / block * block);
            if (const auto row = inBlock(from, end, Which::Last))
                return row;
            end = from;
        }
        return std::nullopt;
    }

private:
    static std::uint64_t larger(std::uint64_t block) noexcept
    {
        return std::min<std::uint64_t>(2 * block, filter::RowScan::blockRows);
    }
    std::optional<RowIndex> inBlock(std::uint64_t from, std::uint64_t end, Which which)
    {
        std::array<std::uint64_t, filter::RowScan::blockWords> words{};
        const auto count = static_cast<std::size_t>(end - from);
        const auto tested = m_scan.run(RowIndex(from), count, words.data(), m_stop);
        // Ten million rows are 320 MB: what was tested need not stay in memory.
        if (end + keptRows < m_capture.rowCount())
            m_capture.releaseRows(RowIndex(from), end - from);
        if (!tested || m_stop.stop_requested())
            return std::nullopt;
        const std::size_t size = (count + 63) / 64;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t at = which == Which::First ? i : size - 1 - i;
            if (words[at] == 0)
                continue;
            const int bit = which == Which::First ? std::countr_zero(words[at]) : 63 - std::countl_zero(words[at]);
            return RowIndex(from + at * 64 + static_cast<std::uint64_t>(bit));
        }
        return std::nullopt;
    }

    const capture::Capture &m_capture;
    filter::RowScan m_scan;
    const std::stop_token &m_stop;
};
} // namespace

RowFinder::RowFinder(QObject *parent) : QObject(parent) {}

void RowFinder::setCapture(const capture::Capture *capture)
{
    m_job.cancelAndWait();
    m_capture = capture;
}

void RowFinder::findNext(const filter::RowTest &test, RowIndex from, std::uint64_t rows, Found found)
{
    if (m_capture == nullptr)
        return;
    m_job.start([test, from, rows, found = std::move(found), capture = m_capture](const std::stop_token &stop) {
        Search search(*capture, test, stop);
        const std::uint64_t end = std::min(rows, capture->rowCount());
        const std::uint64_t begin = std::min(from.value(), end);
        std::optional<RowIndex> row = search.first(begin, end);
        if (!row)
            row = search.first(0, begin);
        return [found, row] { found(row); };
    });
}

void RowFinder::findPrevious(const filter::RowTest &test, RowIndex before, std::uint64_t rows, Found found)
{
    if (m_capture == nullptr)
        return;
    m_job.start([test, before, rows, found = std::move(found), capture = m_capture](const std::stop_token &stop) {
        Search search(*capture, test, stop);
        const std::uint64_t end = std::min(rows, capture->rowCount());
        const std::uint64_t middle = std::min(before.value(), end);
        std::optional<RowIndex> row = search.last(0, middle);
        if (!row)
            row = search.last(middle, end);
        return [found, row] { found(row); };
    });
}

void RowFinder::findLast(const filter::RowTest &test, Found found)
{
    if (m_capture == nullptr)
        return;
    m_job.start([test, found = std::move(found), capture = m_capture](const std::stop_token &stop) {
        const auto row = Search(*capture, test, stop).last(0, capture->rowCount());
        return [found, row] { found(row); };
    });
}

} // namespace framescope::ui
