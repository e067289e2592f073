#include "ui/details/messageframes.h"

#include "core/capture/capture.h"

#include <algorithm>

namespace framescope::ui
{

namespace
{
/// The message that somebody looks at.
struct Shared {
    explicit Shared(const capture::Capture &) {}
    RowIndex first;
    std::weak_ptr<MessageFrames> frames;
};
} // namespace

std::shared_ptr<MessageFrames> MessageFrames::of(const capture::Capture &capture, RowIndex row)
{
    const capture::RowRecord &record = capture.row(row);
    if (!record.isFrame() || record.message == capture::RowRecord::noMessage)
        return nullptr;
    auto &shared = capture.derived<Shared>();
    const RowIndex first = record.messageStart(row);
    if (std::shared_ptr<MessageFrames> frames = shared.frames.lock(); frames && shared.first == first) {
        frames->lookOn();
        return frames;
    }
    const auto frames = std::make_shared<MessageFrames>(capture, first);
    shared.frames = frames;
    shared.first = first;
    return frames;
}

MessageFrames::MessageFrames(const capture::Capture &capture, RowIndex first)
    : m_capture(capture), m_first(capture.row(first)), m_rows{first}, m_next(first + 1), m_done(m_first.endsMessage())
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { lookOn(); });
    lookOn();
}

bool MessageFrames::isSearching() const { return !m_done && m_next.value() < m_capture.rowCount(); }

void MessageFrames::lookOn()
{
    lookAtSome();
    if (!isSearching())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start(0);
}

void MessageFrames::lookAtSome()
{
    const RowIndex end = m_next + rowsAtOnce;
    while (!m_done && m_next < end) {
        const auto run = m_capture.rows(m_next);
        const std::size_t count = std::min<std::size_t>(run.size(), end.value() - m_next.value());
        if (count == 0)
            return;
        for (std::size_t i = 0; i < count && !m_done; ++i)
            look(m_next + i, run[i]);
        m_next = m_next + count;
    }
}

void MessageFrames::look(RowIndex row, const capture::RowRecord &record)
{
    if (!record.isFrame() || record.connection() != m_first.connection() || record.direction() != m_first.direction() ||
        record.message == capture::RowRecord::noMessage)
        return;
    const bool ours = record.message == m_first.message;
    if (ours)
        m_rows.push_back(row);
    // Where another message begins, this one came to no end.
    m_done = !ours || record.endsMessage() || m_rows.size() >= most;
}

} // namespace framescope::ui
