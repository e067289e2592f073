#pragma once

#include "ui/details/capturepane.h"
#include "ui/details/framefields.h"
#include "ui/support/latestjob.h"

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture

namespace framescope::ui
{

class FieldTree;
class HeaderBitsWidget;
class MessageFrames;

/// What a row needs for its field tree, read from the capture; `frames` are those of its message, if it is in one.
RowFacts readFacts(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row,
                   const MessageFrames *frames);

/// The Frame pane: the header's real bits, then every field with what it says and whether it may.
class FramePane : public CapturePane
{
    Q_OBJECT
public:
    explicit FramePane(QWidget *parent = nullptr);
    ~FramePane() override;

    /// Tells of the frames of the row's message once they were found. For a timer.
    void poll();

    /// Whether the secrets of a head are shown.
    void setReveal(bool reveal);

    /// Marks the field these octets of the row belong to; without a signal.
    void selectBytes(quint64 from, quint64 count);

Q_SIGNALS:
    /// Octets from the first of the row on the wire.
    void bytesSelected(quint64 from, quint64 count);

protected:
    void refresh() override;
    bool readsWhileHidden() const override { return true; } // the hex view asks it for fields
    void captureChanged() override;

private:
    void lookForTrips();
    void showFields();

    std::shared_ptr<MessageFrames> m_frames; ///< of the row's message
    bool m_searching = false;                ///< said to look for more of them
    LatestJob m_job;                         ///< looks for its round trips
    exchange::RoundTrips::Found m_known;     ///< of m_knownRow
    std::optional<RowIndex> m_knownRow;
    bool m_reveal = false;
    HeaderBitsWidget *m_bits;
    FieldTree *m_tree;
};

} // namespace framescope::ui
