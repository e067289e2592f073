#include "ui/timeline/timelinesource.h"

#include <utility>

#include "moc_timelinesource.cpp"

namespace framescope::ui
{

using timeline::TimePyramid;

namespace
{
/// Rows of one step on the other thread, a few dozen milliseconds: so often the picture is drawn meanwhile.
constexpr std::uint64_t rowsOfStep = 4'000'000;
} // namespace

TimelineSource::TimelineSource(QObject *parent) : QObject(parent) {}

void TimelineSource::setCapture(const capture::Capture *capture)
{
    m_sums.cancelAndWait(); // they read from the capture that was shown
    m_search.cancelAndWait();
    m_capture = capture;
    m_connection.reset();
    begin();
}

void TimelineSource::setConnection(std::optional<ConnectionId> id)
{
    if (id == m_connection)
        return;
    m_connection = id;
    begin();
}

void TimelineSource::begin()
{
    m_sums.cancel();
    forgetPairs();
    m_pyramid = m_capture != nullptr ? std::make_shared<TimePyramid>(*m_capture, m_connection) : nullptr;
}

bool TimelineSource::poll()
{
    if (m_capture == nullptr || m_sums.isRunning() || !m_pyramid)
        return false;
    const std::uint64_t missing = m_capture->rowCount() - m_pyramid->rows();
    if (missing == 0)
        return false;
    if (missing <= rowsAtOnce) {
        m_pyramid->update(rowsAtOnce);
        return true;
    }
    m_sums.start([this, capture = m_capture,
                  sums = std::exchange(m_pyramid, nullptr)](const std::stop_token &stop) mutable -> LatestJob::Show {
        const std::uint64_t before = sums->rows();
        sums->update(rowsOfStep, stop);
        // They are seldom looked at again one by one.
        capture->releaseRows(RowIndex(before), sums->rows() - before);
        return [this, sums = std::move(sums)] {
            m_pyramid = sums;
            Q_EMIT grown();
        };
    });
    return false;
}

void TimelineSource::findPairs(RowIndex from, RowIndex to)
{
    if (m_capture == nullptr || (from == m_pairsFrom && to == m_pairsTo))
        return;
    if (m_search.isRunning())
        return; // the next one asks again
    m_pairsFrom = from;
    m_pairsTo = to;
    m_search.start([this, capture = m_capture, from, to](const std::stop_token &stop) -> LatestJob::Show {
        auto found = timeline::pingPairs(*capture, from, to, mostPairs, stop);
        return [this, found = std::move(found)] {
            if (found == m_pairs)
                return;
            m_pairs = found;
            Q_EMIT pairsFound();
        };
    });
}

void TimelineSource::forgetPairs()
{
    m_search.cancel();
    m_pairs.clear();
    m_pairsFrom = m_pairsTo = RowIndex();
}

} // namespace framescope::ui
