#pragma once

#include "core/filter/filterjob.h"
#include "core/filter/findpattern.h"
#include "ui/shell/rowfinder.h"
#include "ui/support/latestjob.h"

#include <QElapsedTimer>
#include <QObject>

#include <limits>
#include <memory>
#include <optional>

namespace framescope::ui
{

/// Looks for a pattern in the rows of a capture: goes from match to match at once, and counts all of them meanwhile, both
/// on threads of their own. Rows that come later are counted as they come.
/// Thread: the GUI's. Lifetime: the capture outlives it, or setCapture(nullptr) comes first.
class FindSession : public QObject
{
    Q_OBJECT
public:
    enum class Toward : std::uint8_t { Next, Previous };

    explicit FindSession(QObject *parent = nullptr);
    ~FindSession() override;

    void setCapture(const capture::Capture *capture);
    /// What is looked for, and among which rows (all without a test); counting begins anew. Nothing: it ends.
    void setPattern(const std::optional<filter::FindPattern> &pattern, const std::optional<filter::RowTest> &among);
    const std::optional<filter::FindPattern> &pattern() const noexcept { return m_pattern; }

    /// Looks for the next match after this row, or the one before it; round the end where there is none. With `here` the
    /// row itself is looked at first. Rows from `rows` on are left alone. found() or missed() tells the end.
    void step(Toward toward, std::optional<RowIndex> from, std::uint64_t rows, bool here = false);
    bool isStepping() const { return m_finder.isRunning(); }
    /// Ends what runs; what was counted so far stays.
    void cancel();
    /// Takes what was counted since. For a timer. Rows from `end` on are not counted for now.
    void poll(std::uint64_t end = std::numeric_limits<std::uint64_t>::max());

    struct State {
        std::uint64_t tested = 0, total = 0; ///< rows
        std::uint64_t matches = 0;           ///< rows that match, of those tested
        std::uint64_t undecided = 0;         ///< rows that would have taken too long
        std::optional<std::uint64_t> number; ///< which of the matches the row is, from 1
        QString failure;                     ///< why counting ended early, or empty
        bool cancelled = false;
        bool brief = false; ///< it has run for a moment only: of live traffic there is always something to count
        bool running() const noexcept { return tested < total && failure.isEmpty() && !cancelled; }
    };
    /// `row`: the selected one.
    State state(std::optional<RowIndex> row) const;

Q_SIGNALS:
    /// `wrapped`: it was found round the end.
    void found(framescope::RowIndex row, bool wrapped);
    void missed();
    /// Where the match is that was found last, in the row's payload or in all frames of its message joined; comes after
    /// found(), not for every row.
    void placed(framescope::RowIndex row, quint64 from, quint64 count, bool inMessage);

private:
    void count();
    /// Of the rows that are counted, as far as there are any.
    std::uint64_t end() const;
    void place(RowIndex row);

    const capture::Capture *m_capture = nullptr;
    std::optional<filter::FindPattern> m_pattern;
    std::optional<filter::RowTest> m_test;
    RowFinder m_finder;
    LatestJob m_placer;
    filter::RowBitmap m_matches;
    std::uint64_t m_undecided = 0;    ///< of the jobs that have ended
    std::uint64_t m_jobUndecided = 0; ///< of the one that runs
    QString m_failure;
    std::uint64_t m_end = std::numeric_limits<std::uint64_t>::max();
    bool m_counting = false;
    QElapsedTimer m_sinceStart; ///< of the job that runs
    bool m_cancelled = false;
    std::unique_ptr<filter::FilterJob> m_job;
};

} // namespace framescope::ui
