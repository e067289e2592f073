#pragma once

#include "core/base/appendedarray.h"
#include "core/capture/rowrecord.h"

#include <QString>

#include <span>
#include <vector>

namespace framescope::capture
{

/// The rows of a capture and, beside them, their findings; in temporary files.
/// Thread: append(), store(), publish() and stop() on the writer's, the rest on any.
class RowStore
{
public:
    /// From now on rows are counted and not kept, nor are files made for them. Before the first row.
    void keepCountsOnly() noexcept { m_countsOnly = true; }
    /// Whether what is appended can be looked at once it is published.
    bool keepsRows() const noexcept { return !m_countsOnly && !m_stopped; }
    /// The number the next row will have.
    std::uint64_t nextRow() const noexcept { return m_countsOnly ? m_counted : m_rows.written(); }
    /// Adds a row without findings, not yet visible.
    void append(const RowRecord &row)
    {
        if (m_stopped || !m_rows.appendInBlock(row)) [[unlikely]]
            appendAnew(row);
    }
    /// The same of rows that are frames and messages of their own.
    void appendPlain(std::span<const ws::PlainFrame> frames, Direction direction, ConnectionId connection,
                     Timestamp time);
    /// Adds a row with findings, which are put in order of offset.
    void append(RowRecord row, std::span<ws::Finding> findings);
    /// Puts all rows added so far into their file, so that nothing can keep publish() from showing them. False, and
    /// stopped, when there is no space: see failure().
    bool store();
    /// Makes all rows added so far visible, with their findings; those that could be stored, if there is no space.
    void publish();
    /// Adds no more: what is not published will never be.
    void stop() noexcept { m_stopped = true; }
    bool stopped() const noexcept { return m_stopped; }
    /// Why rows could not be added (the index found no space), or empty.
    const QString &failure() const noexcept { return m_failure; }

    /// Published rows.
    std::uint64_t size() const noexcept { return m_rows.size(); }
    /// The same, or those that were counted instead of kept.
    std::uint64_t count() const noexcept
    {
        return m_countsOnly ? m_publishedCount.load(std::memory_order_acquire) : size();
    }
    const RowRecord &operator[](RowIndex row) const noexcept { return m_rows[row.value()]; }
    /// Rows from this one on that lie together in memory; empty from size() on.
    std::span<const RowRecord> run(RowIndex from) const noexcept { return m_rows.run(from.value()); }
    /// Rows of a run() that were looked at and will not be soon: they may leave memory, and come again when touched.
    static void release(std::span<const RowRecord> run) noexcept { AppendedArray<RowRecord>::release(run); }
    std::vector<ws::Finding> findings(RowIndex row) const;
    /// Published rows whose worst finding is an error.
    std::uint64_t errorRows() const noexcept { return m_publishedErrors.load(std::memory_order_acquire); }

private:
    struct RowFinding {
        std::uint64_t row = 0;
        ws::Finding finding;
    };
    bool makeRoom();
    void appendAnew(const RowRecord &row);
    void fail(const Error &error);

    AppendedArray<RowRecord> m_rows;
    AppendedArray<RowFinding> m_findings;
    std::uint64_t m_errors = 0;
    std::uint64_t m_counted = 0;
    std::atomic<std::uint64_t> m_publishedErrors{0};
    std::atomic<std::uint64_t> m_publishedCount{0};
    QString m_failure;
    bool m_stopped = false;
    bool m_countsOnly = false;
};

/// The worst of these.
ws::Severity worstSeverity(std::span<const ws::Finding> findings) noexcept;

} // namespace framescope::capture
