#pragma once

#include "core/filter/rowtest.h"
#include "ui/support/latestjob.h"

#include <functional>
#include <optional>

namespace framescope::capture
{
class Capture;
}

namespace framescope::ui
{

/// Looks for one row among all of a capture, on a thread of its own; a new search takes the place of the one that runs.
/// Thread: the GUI's.
class RowFinder : public QObject
{
public:
    /// Called on the GUI thread, never before the search has returned to the caller.
    using Found = std::function<void(std::optional<RowIndex> row)>;

    explicit RowFinder(QObject *parent = nullptr);

    /// nullptr for none; what runs ends, and nothing more is heard of it. Lifetime: it outlives its being set here.
    void setCapture(const capture::Capture *capture);
    /// The first of the first `rows` rows that the test holds for, from `from` on and then from the beginning.
    void findNext(const filter::RowTest &test, RowIndex from, std::uint64_t rows, Found found);
    /// The last of the first `rows` rows that the test holds for, before `before` and then from the end.
    void findPrevious(const filter::RowTest &test, RowIndex before, std::uint64_t rows, Found found);
    /// The last row that the test holds for.
    void findLast(const filter::RowTest &test, Found found);
    /// What runs is not wanted any more.
    void cancel() { m_job.cancel(); }
    bool isRunning() const { return m_job.isRunning(); }

private:
    const capture::Capture *m_capture = nullptr;
    LatestJob m_job;
};

} // namespace framescope::ui
