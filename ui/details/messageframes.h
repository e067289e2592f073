#pragma once

#include "core/base/ids.h"
#include "core/capture/rowrecord.h"

#include <QTimer>

#include <memory>
#include <vector>

namespace framescope::capture
{
class Capture;
}

namespace framescope::ui
{

/// The frames of one message. Millions of rows of others may lie between two of them: they are looked for a part of the
/// rows at a time, whenever nothing else is to be done, so that nobody waits.
/// Thread: the GUI's. Lifetime: the capture outlives it.
class MessageFrames
{
public:
    /// No more frames than these are looked for.
    static constexpr std::size_t most = 100'000;
    /// Rows that are looked at without a pause.
    static constexpr std::uint64_t rowsAtOnce = 250'000;

    /// The same for all who ask for rows of one message while somebody has it; none for a row that is in no message.
    /// Has looked at some rows more.
    static std::shared_ptr<MessageFrames> of(const capture::Capture &capture, RowIndex row);
    /// Of the message that begins with this row. Begins to look.
    MessageFrames(const capture::Capture &capture, RowIndex first);

    /// Those found by now, in order.
    const std::vector<RowIndex> &rows() const noexcept { return m_rows; }
    /// Not all rows that are there have been looked at for more.
    bool isSearching() const;
    /// Goes on with rows that came since.
    void lookOn();

private:
    void lookAtSome();
    /// The next row: one of the message, its end, or none of its business.
    void look(RowIndex row, const capture::RowRecord &record);

    const capture::Capture &m_capture;
    capture::RowRecord m_first;
    std::vector<RowIndex> m_rows;
    RowIndex m_next; ///< rows before it were looked at
    bool m_done = false;
    QTimer m_timer;
};

} // namespace framescope::ui
