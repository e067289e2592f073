// The part of the main window that tells the payload pane what is selected, and filters by what it shows.

#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/mainwindow.h"

#include <QItemSelectionModel>

namespace framescope::ui
{

void MainWindow::connectPayload()
{
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        constexpr int told = 3; // two are compared, and more are too many
        std::vector<RowIndex> rows;
        for (const int row : m_list->selectedModelRows(told))
            rows.push_back(m_model->rowIndexAt(row));
        m_details->setSelection(std::move(rows), std::uint64_t(m_list->selectedRowCount()));
    });
    connect(m_details, &DetailsPane::filterRequested, this,
            [this](const QString &filter, bool hide) { m_filter->narrow(filter, hide); });
}

} // namespace framescope::ui
