#include "tests/screenshots/photographer.h"

#include "ui/filter/filterbar.h"
#include "ui/filter/filteredit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QTest>

namespace framescope::test
{

namespace
{
/// The window with the list of completions, which is a window of its own, laid over it where it stands.
bool shootWithList(Photographer &p, ui::MainWindow &window, const ui::FilterEdit &edit, const char *name)
{
    QWidget *const list = edit.findChild<QCompleter *>()->popup();
    return waitFor("the completions", [&] { return list->isVisible(); }) && p.shootWith(window, *list, name);
}

bool filters(Photographer &p)
{
    auto window = p.open();
    window->connectToDemo();
    const capture::Capture &capture = window->workspace().capture();
    if (!waitFor("demo traffic", [&] { return capture.rowCount() >= 40; }))
        return false;
    auto *edit = window->findChild<ui::FilterEdit *>();
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral("dir == in and close"));
    if (!shootWithList(p, *window, *edit, "filter-completion"))
        return false;
    auto *bar = window->findChild<ui::FilterBar *>();
    bar->setText(QStringLiteral("dir == in"));
    bar->setText(QStringLiteral("dir == in and lenght > 1 KiB"));
    if (!p.shoot(*window, "filter-error"))
        return false;
    bar->setText(QStringLiteral("opcode == text and json.$.type"));
    if (!p.shoot(*window, "filter"))
        return false;
    bar->setText(QStringLiteral("close.code == 1002"));
    return p.shoot(*window, "filter-nothing");
}
} // namespace

bool filterPictures(Photographer &p) { return filters(p); }

} // namespace framescope::test
