#include "core/craft/framespec.h"
#include "tests/screenshots/photographer.h"
#include "ui/explain/explainpanel.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/preferencesdialog.h"
#include "ui/shell/shortcutsdialog.h"

#include <QAction>

namespace framescope::test
{

namespace
{
/// A close frame with a code that must not be sent, explained.
bool explained(Photographer &p)
{
    p.window = p.open();
    p.window->connectToDemo();
    const capture::Capture &capture = p.window->workspace().capture();
    net::Session &session = *p.window->workspace().session();
    if (!waitFor("the demo", [&] { return session.status(ConnectionId(0)).state == net::State::Open; }))
        return false;
    craft::FrameSpec ask;
    ask.payload = "bad close.code";
    session.send(ConnectionId(0), craft::toWire(ask));
    std::optional<RowIndex> bad;
    const auto *model = p.window->findChild<ui::FrameListModel *>();
    if (!waitFor("the close frame", [&] {
            bad = find(capture, [&](RowIndex row) {
                const auto &r = capture.row(row);
                return r.isFrame() && r.direction() == Direction::In && r.opcode() == ws::Opcode::Close;
            });
            return bad && model->modelRow(*bad) >= 0;
        }))
        return false;
    if (!p.select(*p.window, *bad))
        return false;
    auto *list = p.window->findChild<ui::FrameTableView *>(QStringLiteral("frameList"));
    if (!waitFor("the list", [&] { return list->isVisible(); })) // what is not shown gets no focus
        return false;
    list->setFocus();
    p.window->action(ui::Command::Explain)->trigger();
    auto *panel = p.window->findChild<ui::ExplainPanel *>();
    const bool good = p.shoot(*panel, "explain");
    panel->hide();
    return good;
}

bool dialogs(Photographer &p)
{
    ui::ShortcutsDialog shortcuts;
    shortcuts.show();
    ui::PreferencesDialog preferences(p.fixture().settings);
    preferences.show();
    if (!p.shoot(shortcuts, "shortcuts") || !p.shoot(preferences, "preferences"))
        return false;
    preferences.setCurrentPage(ui::PreferencePage::Recording);
    return p.shoot(preferences, "preferences-recording");
}
} // namespace

/// What things mean, all keys, the preferences, and the window as small as it may become.
bool helpPictures(Photographer &p)
{
    if (!explained(p) || !dialogs(p))
        return false;
    p.window->resize(1024, 700);
    return p.shoot(*p.window, "small");
}

} // namespace framescope::test
