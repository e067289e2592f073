// The part of the main window that tells what things mean.

#include "ui/compose/composer.h"
#include "ui/explain/explainpanel.h"
#include "ui/explain/explanation.h"
#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusline.h"
#include "ui/timeline/timelineview.h"

namespace framescope::ui
{

void MainWindow::nameTopics()
{
    const std::pair<QWidget *, const char *> parts[] = {{m_list, "part.list"},         {m_filter, "part.filter"},
                                                        {m_timeline, "part.timeline"}, {m_details, "part.details"},
                                                        {m_composer, "part.composer"}, {m_status, "part.status"}};
    for (const auto &[widget, key] : parts)
        widget->setProperty(explainProperty, QStringList{QLatin1String(key)});
}

void MainWindow::explainFocus()
{
    if (m_explain == nullptr)
        m_explain = new ExplainPanel(this);
    m_explain->showKeys(keysAt(focusWidget()));
}

} // namespace framescope::ui
