#pragma once

#include "ui/details/capturepane.h"
#include "ui/details/connectionrows.h"
#include "ui/details/fieldrow.h"

namespace framescope::ui
{

class FieldTree;

/// The Connection pane: where the row's connection goes, how it stands, what it carried, and its TLS.
class ConnectionPane : public CapturePane
{
    Q_OBJECT
public:
    explicit ConnectionPane(QWidget *parent = nullptr);

protected:
    void refresh() override;
    void captureChanged() override { m_rows.setCapture(capture()); }

private:
    FieldRow stateField(const ConnectionRows::Places &places);
    std::vector<FieldRow> fields();

    ConnectionRows m_rows;
    FieldTree *m_tree;
};

} // namespace framescope::ui
