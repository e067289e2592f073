#pragma once

#include "ui/details/connectionrows.h"
#include "ui/details/fieldrow.h"

#include <QWidget>

#include <memory>

class QLabel;
class QStackedWidget;
class QToolButton;

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture

namespace framescope::ui
{

class FieldTree;

/// The Connection pane: where the row's connection goes, how it stands, what it carried, and its TLS.
/// Lifetime: the capture outlives the pane or is taken out with setCapture(nullptr).
class ConnectionPane : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionPane(QWidget *parent = nullptr);
    ~ConnectionPane() override;

    void setCapture(const capture::Capture *capture);
    void showRow(std::optional<RowIndex> row);
    void showConnection(std::optional<ConnectionId> id);

Q_SIGNALS:
    void rowActivated(framescope::RowIndex row);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    std::vector<FieldRow> fields();

    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<capture::CaptureReader> m_reader;
    ConnectionRows m_rows;
    std::optional<ConnectionId> m_id;
    QStackedWidget *m_stack;
    QLabel *m_empty;
    FieldTree *m_tree;
};

} // namespace framescope::ui
