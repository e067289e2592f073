#include "ui/shell/findsession.h"

#include "core/capture/capture.h"

#include <algorithm>
#include <utility>

#include "moc_findsession.cpp"

namespace framescope::ui
{

namespace
{
constexpr qint64 briefMs = 400;
}

FindSession::FindSession(QObject *parent) : QObject(parent) {}

FindSession::~FindSession() = default;

void FindSession::setCapture(const capture::Capture *capture)
{
    m_job.reset(); // it reads from the capture
    m_placer.cancelAndWait();
    m_finder.setCapture(capture);
    m_capture = capture;
    setPattern(m_pattern, {});
}

void FindSession::setPattern(const std::optional<filter::FindPattern> &pattern,
                             const std::optional<filter::RowTest> &among)
{
    m_finder.cancel();
    m_placer.cancel();
    if (m_job)
        m_job->cancel();
    m_counting = false;
    m_cancelled = false;
    m_matches.clear();
    m_undecided = m_jobUndecided = 0;
    m_failure.clear();
    m_pattern = pattern;
    m_test.reset();
    if (pattern)
        m_test = among ? *among && pattern->test() : pattern->test();
    count();
}

void FindSession::cancel()
{
    m_finder.cancel();
    m_placer.cancel();
    if (!m_counting)
        return;
    m_job->cancel();
    m_counting = false;
    m_cancelled = true;
}

void FindSession::poll(std::uint64_t end)
{
    m_end = end;
    if (m_counting) {
        const filter::FilterJob::Progress progress = m_job->collect(m_matches);
        m_jobUndecided = progress.undecided;
        m_failure = progress.failure;
        m_counting = progress.running();
    }
    count();
}

std::uint64_t FindSession::end() const { return std::min(m_end, m_capture->rowCount()); }

void FindSession::count()
{
    if (!m_test || m_capture == nullptr || m_counting || m_cancelled || !m_failure.isEmpty())
        return;
    const std::uint64_t rows = end();
    if (m_matches.size() >= rows)
        return;
    if (!m_job)
        m_job = std::make_unique<filter::FilterJob>(*m_capture);
    m_undecided += std::exchange(m_jobUndecided, 0);
    m_job->start(*m_test, RowIndex(m_matches.size()), RowIndex(rows));
    m_counting = true;
    m_sinceStart.start();
}

void FindSession::step(Toward toward, std::optional<RowIndex> from, std::uint64_t rows, bool here)
{
    if (!m_test || m_capture == nullptr)
        return;
    m_placer.cancel();
    const bool next = toward == Toward::Next;
    // Without a row it begins at the beginning, or at the end.
    const RowIndex start = from ? *from + (next != here ? 1u : 0u) : RowIndex(next ? 0 : rows);
    const auto tell = [this, next, start](std::optional<RowIndex> row) {
        if (!row) {
            Q_EMIT missed();
            return;
        }
        Q_EMIT found(*row, next ? *row < start : *row >= start);
        place(*row);
    };
    if (next)
        m_finder.findNext(*m_test, start, rows, tell);
    else
        m_finder.findPrevious(*m_test, start, rows, tell);
}

void FindSession::place(RowIndex row)
{
    m_placer.start([this, row, capture = m_capture, pattern = *m_pattern](const std::stop_token &stop) {
        capture::CaptureReader reader(*capture);
        capture::PayloadCursor payloads(*capture);
        const filter::RowAsked asked{*capture, reader, payloads, row};
        const auto at = pattern.placeIn(asked);
        std::optional<filter::FindPattern::Place> found = at ? *at : std::nullopt;
        const bool inMessage = !found;
        if (inMessage) {
            if (const auto across = pattern.findAcross(asked, stop))
                found = across->place;
        }
        return [this, row, found, inMessage] {
            if (found)
                Q_EMIT placed(row, found->from, found->count, inMessage);
        };
    });
}

FindSession::State FindSession::state(std::optional<RowIndex> row) const
{
    State state;
    state.tested = m_matches.size();
    state.total = m_capture != nullptr && m_test ? std::max(end(), state.tested) : 0;
    state.matches = m_matches.count();
    state.undecided = m_undecided + m_jobUndecided;
    state.failure = m_failure;
    state.cancelled = m_cancelled;
    state.brief = m_counting && m_sinceStart.elapsed() < briefMs;
    if (row && m_matches.contains(*row))
        state.number = m_matches.rank(*row) + 1;
    return state;
}

} // namespace framescope::ui
