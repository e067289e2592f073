#pragma once

#include "core/base/ids.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QStackedWidget;

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture

namespace framescope::ui
{

/// What the panes about the selected row share: the capture they read, the row, and what is said when there is none.
/// A pane reads only while it is visible.
/// Lifetime: the capture outlives the pane or is taken out with setCapture(nullptr).
class CapturePane : public QWidget
{
    Q_OBJECT
public:
    /// `name` is the pane's object name, and with "Empty" after it that of the label.
    CapturePane(const QString &name, QWidget *parent);
    ~CapturePane() override;

    void setCapture(const capture::Capture *capture);
    void showRow(std::optional<RowIndex> row);
    /// The connection that is looked at while there is no row.
    void showConnection(std::optional<ConnectionId> connection);

Q_SIGNALS:
    /// A person asks for another row.
    void rowActivated(framescope::RowIndex row);
    /// Rows like this are to be shown alone, or hidden; the text is a display filter.
    void filterRequested(const QString &filter, bool hide);

protected:
    void showEvent(QShowEvent *event) override;

    /// Reads what there is to show; called with a row that is in the capture, or none.
    virtual void refresh() = 0;
    /// Another capture, or none: let go of what was read from the one before.
    virtual void captureChanged() {}
    /// Whether refresh() is wanted while nobody sees the pane.
    virtual bool readsWhileHidden() const { return false; }

    const capture::Capture *capture() const { return m_capture; }
    capture::CaptureReader &reader() const { return *m_reader; }
    std::optional<RowIndex> row() const { return m_row; }
    /// Of the row; without one the connection that was chosen.
    std::optional<ConnectionId> connection() const;

    /// The widget with all the pane shows.
    void setPage(QWidget *page);
    void showPage();
    void showEmpty(const QString &text);
    bool isEmpty() const;

private:
    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<capture::CaptureReader> m_reader;
    std::optional<RowIndex> m_row;
    std::optional<ConnectionId> m_chosen;
    QStackedWidget *m_stack;
    QLabel *m_empty;
};

} // namespace framescope::ui
