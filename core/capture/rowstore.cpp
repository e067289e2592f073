#include "core/capture/rowstore.h"

#include <algorithm>

namespace framescope::capture
{

ws::Severity worstSeverity(std::span<const ws::Finding> findings) noexcept
{
    ws::Severity worst = ws::Severity::None;
    for (const ws::Finding &finding : findings)
        worst = std::max(worst, ws::info(finding.id).severity);
    return worst;
}

void RowStore::fail(const Error &error)
{
    m_failure = error.message;
    m_stopped = true;
}

/// The block of rows is full, or nothing may be added: false then.
bool RowStore::makeRoom()
{
    if (m_stopped)
        return false;
    // Rows that go to the file with their block must find their findings there.
    auto made = m_findings.store();
    if (made)
        made = m_rows.makeRoom();
    if (!made)
        fail(made.error());
    return made.ok();
}

void RowStore::appendAnew(const RowRecord &row)
{
    if (m_countsOnly)
        ++m_counted;
    else if (makeRoom())
        m_rows.appendInBlock(row);
}

void RowStore::appendPlain(std::span<const ws::PlainFrame> frames, Direction direction, ConnectionId connection,
                           Timestamp time)
{
    if (m_countsOnly)
        m_counted += frames.size();
    while (!frames.empty() && keepsRows()) {
        const std::span<RowRecord> room = m_rows.room();
        const std::size_t count = std::min(room.size(), frames.size());
        std::uint64_t row = m_rows.written();
        for (std::size_t i = 0; i < count; ++i, ++row)
            room[i].setPlainFrame(row, direction, connection, time, frames[i]);
        m_rows.took(count);
        frames = frames.subspan(count);
        if (!frames.empty() && !makeRoom())
            return;
    }
}

void RowStore::append(RowRecord row, std::span<ws::Finding> findings)
{
    if (m_stopped)
        return;
    if (m_countsOnly) {
        if (worstSeverity(findings) == ws::Severity::Error)
            ++m_errors;
        ++m_counted;
        return;
    }
    std::stable_sort(findings.begin(), findings.end(),
                     [](const ws::Finding &a, const ws::Finding &b) { return a.offset < b.offset; });
    for (const ws::Finding &finding : findings) {
        if (auto added = m_findings.append({m_rows.written(), finding}); !added)
            return fail(added.error());
    }
    if (!findings.empty()) {
        const ws::Severity worst = worstSeverity(findings);
        row.setFindings(worst);
        if (worst == ws::Severity::Error)
            ++m_errors;
    }
    append(row);
}

bool RowStore::store()
{
    if (m_stopped)
        return m_failure.isEmpty();
    auto stored = m_findings.store();
    if (stored)
        stored = m_rows.store();
    if (!stored)
        fail(stored.error());
    return stored.ok();
}

void RowStore::publish()
{
    if (m_failure.isEmpty() && (m_stopped || store()))
        m_publishedErrors.store(m_errors, std::memory_order_release);
    m_publishedCount.store(m_counted, std::memory_order_release);
    m_findings.publish();
    m_rows.publish();
}

std::vector<ws::Finding> RowStore::findings(RowIndex row) const
{
    std::vector<ws::Finding> found;
    if (row.value() >= m_rows.size() || !m_rows[row.value()].hasFindings())
        return found;
    const std::uint64_t count = m_findings.size();
    std::uint64_t low = 0;
    std::uint64_t high = count;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (m_findings[middle].row < row.value())
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && m_findings[low].row == row.value(); ++low)
        found.push_back(m_findings[low].finding);
    return found;
}

} // namespace framescope::capture
