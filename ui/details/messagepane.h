#pragma once

#include "ui/details/capturepane.h"

class QLabel;
class QTableView;

namespace framescope::ui
{

class MessageModel;

/// The Message pane: all frames of the row's message with their totals.
class MessagePane : public CapturePane
{
    Q_OBJECT
public:
    /// More frames than these are not listed, and the pane says so.
    static constexpr std::size_t maxFrames = 100'000;

    explicit MessagePane(QWidget *parent = nullptr);

protected:
    void refresh() override;
    void captureChanged() override;

private:
    QLabel *m_summary;
    QTableView *m_table;
    MessageModel *m_model;
};

} // namespace framescope::ui
