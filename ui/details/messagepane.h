#pragma once

#include "core/capture/inflated.h"
#include "ui/details/capturepane.h"
#include "ui/details/messageframes.h"

#include <span>

class QLabel;
class QPushButton;
class QTableView;

namespace framescope::ui
{

class MessageModel;

/// The Message pane: all frames of the row's message with their totals, and of a compressed one what it inflates to.
class MessagePane : public CapturePane
{
    Q_OBJECT
public:
    /// More frames than these are not listed, and the pane says so.
    static constexpr std::size_t maxFrames = MessageFrames::most;

    explicit MessagePane(QWidget *parent = nullptr);

    /// Shows what came of the row's message since, and leaves alone what did not change. For a timer.
    void poll();

Q_SIGNALS:
    /// A person wants the rest of a message that stopped at the limit of inflating.
    void continueInflatingRequested(framescope::RowIndex row);

public Q_SLOTS:
    /// Reads the row's message anew, for instance when more of it was inflated.
    void refresh() override;

protected:
    void captureChanged() override;

private:
    void add(std::span<const RowIndex> rows);
    void markOwn();
    void showSummary();
    void showInflated();
    /// Whether compressing the message was worth it.
    static QString verdict(const capture::Inflated &inflated);

    std::uint64_t m_payload = 0; ///< octets of the frames listed
    std::uint64_t m_wire = 0;
    std::shared_ptr<MessageFrames> m_frames;
    bool m_searching = false; ///< said to look for more frames
    capture::Inflated m_shownInflated;
    QLabel *m_summary;
    QWidget *m_inflated;
    QLabel *m_inflatedText;
    QPushButton *m_continue;
    QPushButton *m_goTo;
    RowIndex m_unknownSince;
    QTableView *m_table;
    MessageModel *m_model;
};

} // namespace framescope::ui
