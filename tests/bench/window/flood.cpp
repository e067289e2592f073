#include "tests/bench/window/guiprobe.h"
#include "tests/bench/window/memory.h"
#include "tests/bench/window/modes.h"
#include "tests/support/windowfixture.h"
#include "ui/filter/filterbar.h"
#include "ui/frametable/frametableview.h"
#include "ui/timeline/timelineview.h"

namespace framescope::bench
{

QJsonObject runFlood(GuiProbe &probe, const QStringList &arguments)
{
    constexpr int openWithin = 10'000, endWithin = 600'000;
    test::WindowFixture fixture;
    fixture.folder.setAutoRemove(false);
    const auto window = fixture.makeWindow();
    if (!window)
        return failed(QStringLiteral("no window could be made"));
    window->resize(1440, 900);
    window->show();
    net::ConnectionSettings settings;
    settings.url = arguments.value(0);
    window->connectTo(settings);
    // Every row passes, and each is tested as it comes.
    window->findChild<ui::FilterBar *>()->setText(QStringLiteral("length < 1 MiB or kind == event"));
    const ConnectionId id(0);
    const ui::Workspace &workspace = window->workspace();
    const auto *list = window->findChild<ui::FrameTableView *>(QStringLiteral("frameList"));
    const auto *timeline = window->findChild<ui::TimelineView *>();
    const auto opened = [&] { return workspace.session()->status(id).state == net::State::Open && list->isVisible(); };
    if (!probe.runUntil(opened, openWithin))
        return failed(QStringLiteral("the connection did not open"));
    probe.restart();
    if (!probe.runUntil([&] { return !workspace.session()->isLive(id); }, endWithin))
        return failed(QStringLiteral("the server did not come to its end"));
    const Memory memory = Memory::now();
    const capture::ConnectionTotals totals = workspace.capture().totals(id);
    // The last rows are in the list and in the timeline with the next tick.
    const auto shown = [&] {
        const std::uint64_t rows = workspace.capture().rowCount();
        return std::uint64_t(list->model()->rowCount()) >= rows && timeline->isVisible() &&
               timeline->picture().sumOfAll().rows() >= rows;
    };
    if (!probe.runUntil(shown, openWithin))
        return failed(QStringLiteral("list or timeline do not show all rows"));
    return {
        {QStringLiteral("frames"), qint64(totals.framesIn)}, {QStringLiteral("findings"), qint64(totals.findings)},
        {QStringLiteral("following"), list->isFollowing()},  {QStringLiteral("ticks"), qint64(probe.ticks())},
        {QStringLiteral("tickP99"), probe.tickP99()},        {QStringLiteral("tickCpuP99"), probe.tickCpuP99()},
        {QStringLiteral("gap"), probe.longestGap()},         {QStringLiteral("residentMiB"), memory.resident / 1048576},
        {QStringLiteral("folder"), fixture.folder.path()},   {QStringLiteral("path"), workspace.capture().path()}};
}

} // namespace framescope::bench
