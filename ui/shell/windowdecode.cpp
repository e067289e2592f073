// The part of the main window that remembers which decoder people chose for a host.

#include "ui/models/framelistmodel.h"
#include "ui/payload/decodedpane.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/settings.h"

namespace framescope::ui
{

void MainWindow::connectDecoders()
{
    auto *pane = m_details->findChild<DecodedPane *>();
    const auto load = [this, pane] {
        const DecoderChoices choices(m_services.settings.list(Setting::Decoders));
        pane->setChoices(choices);
        m_model->setDecoders(choices);
    };
    connect(pane, &DecodedPane::choicesChanged, this,
            [this, pane] { m_services.settings.set(Setting::Decoders, pane->choices().list()); });
    // Also when it was chosen in another window.
    connect(&m_services.settings, &Settings::changed, this, [load](Setting setting) {
        if (setting == Setting::Decoders)
            load();
    });
    load();
}

} // namespace framescope::ui
