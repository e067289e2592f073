#pragma once

#include "core/timeline/pingpairs.h"
#include "core/timeline/timepyramid.h"
#include "ui/support/latestjob.h"

#include <QElapsedTimer>

#include <memory>
#include <optional>

namespace framescope::ui
{

/// The sums that a timeline is drawn of, as rows come: a few at a time here, many on another thread.
/// Thread: the GUI's. Lifetime: the capture outlives it, or setCapture(nullptr) comes first.
class TimelineSource : public QObject
{
    Q_OBJECT
public:
    explicit TimelineSource(QObject *parent = nullptr);

    void setCapture(const capture::Capture *capture);
    const capture::Capture *capture() const noexcept { return m_capture; }
    /// One connection, or all of them.
    void setConnection(std::optional<ConnectionId> id);
    std::optional<ConnectionId> connection() const noexcept { return m_connection; }

    /// Takes in what was published since the last call; true: there is something new to draw.
    bool poll();
    /// What there is so far; nullptr without a capture, and while another thread has it.
    const timeline::TimePyramid *pyramid() const noexcept { return m_pyramid.get(); }

    /// Looks for pings and their pongs among [from, to); pairsFound() follows when others are known for it.
    void findPairs(RowIndex from, RowIndex to);
    const std::vector<exchange::RoundTrip> &pairs() const noexcept { return m_pairs; }
    void forgetPairs();

    /// More rows than these are not looked at here, but on another thread.
    static constexpr std::uint64_t rowsAtOnce = 100'000;
    /// Pairs of more rows are not looked for.
    static constexpr std::uint64_t mostRowsForPairs = 200'000;
    static constexpr std::size_t mostPairs = 200;

Q_SIGNALS:
    /// Sums of many rows are there.
    void grown();
    void pairsFound();

private:
    void begin();

    const capture::Capture *m_capture = nullptr;
    std::optional<ConnectionId> m_connection;
    std::shared_ptr<timeline::TimePyramid> m_pyramid;
    std::vector<exchange::RoundTrip> m_pairs;
    RowIndex m_pairsFrom, m_pairsTo; ///< looked for last
    LatestJob m_sums, m_search;
};

} // namespace framescope::ui
