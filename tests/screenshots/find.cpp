#include "tests/screenshots/photographer.h"

#include "ui/find/findbar.h"
#include "ui/payload/payloadpane.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QTest>

namespace framescope::test
{

bool findPictures(Photographer &p)
{
    auto window = p.open();
    window->connectToDemo();
    const capture::Capture &capture = window->workspace().capture();
    if (!waitFor("demo traffic", [&] { return capture.rowCount() >= 40; }) || !p.select(*window, RowIndex(0)))
        return false;
    window->findChild<ui::PayloadPane *>()->setCurrentTab(QStringLiteral("hex"));
    window->action(ui::Command::Find)->trigger();
    auto *bar = window->findChild<ui::FindBar *>(QStringLiteral("findBar"));
    const auto *state = bar->findChild<QLabel *>(QStringLiteral("findState"));
    bar->setText(QStringLiteral("price"));
    if (!waitFor("a match", [&] { return state->text().startsWith(u'1'); }) || !p.shoot(*window, "find"))
        return false;
    bar->findChild<QComboBox *>(QStringLiteral("findForm"))->setCurrentIndex(1);
    bar->setText(QStringLiteral("\"price\": ?(\\d+"));
    return p.shoot(*window, "find-error");
}

} // namespace framescope::test
