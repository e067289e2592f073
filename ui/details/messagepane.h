#pragma once

#include "core/base/ids.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QStackedWidget;
class QTableView;

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture

namespace framescope::ui
{

class MessageModel;

/// The Message pane: all frames of the row's message with their totals.
/// Lifetime: the capture outlives the pane or is taken out with setCapture(nullptr).
class MessagePane : public QWidget
{
    Q_OBJECT
public:
    /// More frames than these are not listed, and the pane says so.
    static constexpr std::size_t maxFrames = 100'000;

    explicit MessagePane(QWidget *parent = nullptr);
    ~MessagePane() override;

    void setCapture(const capture::Capture *capture);
    void showRow(std::optional<RowIndex> row);

Q_SIGNALS:
    void rowActivated(framescope::RowIndex row);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();

    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<capture::CaptureReader> m_reader;
    std::optional<RowIndex> m_row;
    QStackedWidget *m_stack;
    QLabel *m_empty;
    QLabel *m_summary;
    QTableView *m_table;
    MessageModel *m_model;
};

} // namespace framescope::ui
