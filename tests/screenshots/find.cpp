#include "tests/screenshots/photographer.h"

#include "core/capture/rownotes.h"
#include "ui/colorrules/colorrulesdialog.h"
#include "ui/find/findbar.h"
#include "ui/find/gotodialog.h"
#include "ui/marks/commentpopup.h"
#include "ui/payload/payloadpane.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
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
    if (!p.shoot(*window, "find-error"))
        return false;
    bar->close();
    auto *payload = window->findChild<ui::PayloadPane *>();
    payload->openFind();
    window->findChild<ui::FindBar *>(QStringLiteral("payloadFindBar"))->setText(QStringLiteral("e"));
    if (!p.shoot(*window, "find-in-payload"))
        return false;
    window->findChild<ui::FindBar *>(QStringLiteral("payloadFindBar"))->close();

    // What was noted of rows, and rules that colour them.
    const auto note = [&](std::uint64_t row, const capture::RowNote &noted) {
        return capture.notes().set(RowIndex(row), capture.row(RowIndex(row)), noted).ok();
    };
    if (!note(4, {true, {}}) || !note(7, {true, QStringLiteral("the order that was lost")}) ||
        !note(9, {false, QStringLiteral("three frames with a ping between them")}))
        return false;
    std::vector<ui::ColorRule> rules = ui::defaultColorRules();
    for (ui::ColorRule &rule : rules)
        rule.on = true;
    rules.push_back({QStringLiteral("Orders"), QStringLiteral("json.$.type == \"order\""), 3, true});
    rules.push_back({QStringLiteral("Binary"), QStringLiteral("opcode == binary"), 5, true});
    p.fixture().settings.set(ui::Setting::ColorRules, ui::toSettings(rules));
    if (!p.select(*window, RowIndex(9)))
        return false;
    window->findChild<ui::PayloadPane *>()->setCurrentTab(QStringLiteral("text"));
    if (!p.shoot(*window, "marks"))
        return false;
    window->action(ui::Command::Comment)->trigger();
    auto *popup = window->findChild<ui::CommentPopup *>();
    if (popup == nullptr || !p.shootWith(*window, *popup, "comment"))
        return false;
    popup->close();
    ui::ColorRulesDialog dialog(rules, window.get());
    dialog.show();
    dialog.findChild<QLineEdit *>(QStringLiteral("colorRuleFilter"))->setText(QStringLiteral("severity == eror"));
    if (!p.shoot(dialog, "colour-rules"))
        return false;
    ui::GoToDialog go(
        QStringLiteral("+1h"), [](const QString &) { return QStringLiteral("no row is that late"); }, window.get());
    go.show();
    go.accept();
    return p.shoot(go, "go-to");
}

} // namespace framescope::test
