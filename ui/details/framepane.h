#pragma once

#include "ui/details/framefields.h"

#include <QWidget>

#include <memory>

class QLabel;
class QStackedWidget;

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture

namespace framescope::ui
{

class FieldTree;
class HeaderBitsWidget;

/// What a row needs for its field tree, read from the capture.
RowFacts readFacts(const capture::Capture &capture, capture::CaptureReader &reader, RowIndex row);

/// The Frame pane: the header's real bits, then every field with what it says and whether it may.
/// Lifetime: the capture outlives the pane or is taken out with setCapture(nullptr).
class FramePane : public QWidget
{
    Q_OBJECT
public:
    explicit FramePane(QWidget *parent = nullptr);
    ~FramePane() override;

    void setCapture(const capture::Capture *capture);
    void showRow(std::optional<RowIndex> row);
    /// Marks the field these octets of the row belong to; without a signal.
    void selectBytes(quint64 from, quint64 count);

Q_SIGNALS:
    /// Octets from the first of the row on the wire.
    void bytesSelected(quint64 from, quint64 count);
    void rowActivated(framescope::RowIndex row);

private:
    void refresh();

    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<capture::CaptureReader> m_reader;
    std::optional<RowIndex> m_row;
    QStackedWidget *m_stack;
    QLabel *m_empty;
    HeaderBitsWidget *m_bits;
    FieldTree *m_tree;
};

} // namespace framescope::ui
