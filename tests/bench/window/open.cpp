#include "tests/bench/stopwatch.h"
#include "tests/bench/window/guiprobe.h"
#include "tests/bench/window/memory.h"
#include "tests/bench/window/modes.h"
#include "tests/support/windowfixture.h"
#include "ui/frametable/frametableview.h"

namespace framescope::bench
{

QJsonObject runOpen(GuiProbe &probe, const QStringList &arguments)
{
    constexpr int patience = 120'000;
    test::WindowFixture fixture;
    const auto window = fixture.makeWindow();
    if (!window)
        return failed(QStringLiteral("no window could be made"));
    window->resize(1440, 900);
    window->show();
    const double settled = wallNow() + 500e6;
    probe.runUntil([&] { return wallNow() > settled; }, patience);
    const Memory before = Memory::now();

    const auto *list = window->findChild<ui::FrameTableView *>(QStringLiteral("frameList"));
    double start = 0, painted = 0;
    probe.setAfterEvent([&](QObject *receiver, QEvent *event) {
        if (painted == 0 && event->type() == QEvent::Paint && receiver == list->viewport() &&
            list->model()->rowCount() > 0)
            painted = wallNow();
    });
    probe.restart();
    start = wallNow();
    window->openCapture(arguments.value(0));
    if (!probe.runUntil([&] { return !window->workspace().loading(); }, patience))
        return failed(QStringLiteral("the capture was not loaded"));
    const double loaded = wallNow();
    const auto shown = [&] {
        return painted > 0 && std::uint64_t(list->model()->rowCount()) >= window->workspace().capture().rowCount();
    };
    if (!probe.runUntil(shown, patience))
        return failed(QStringLiteral("the list does not show the rows"));
    probe.setAfterEvent({});
    const double gap = probe.longestGap();
    const double rested = wallNow() + 1e9;
    probe.runUntil([&] { return wallNow() > rested; }, patience);
    const Memory after = Memory::now();
    const capture::Capture &capture = window->workspace().capture();
    const capture::ConnectionTotals totals = capture.totals(ConnectionId(0));
    const std::uint64_t frames = totals.framesIn + totals.framesOut;
    return {{QStringLiteral("frames"), qint64(frames)},
            {QStringLiteral("findings"), qint64(capture.errorFindingCount())},
            {QStringLiteral("paintedMs"), (painted - start) / 1e6},
            {QStringLiteral("loadedMs"), (loaded - start) / 1e6},
            {QStringLiteral("gap"), gap},
            {QStringLiteral("residentMiB"), after.resident / 1048576},
            {QStringLiteral("anonymousPerFrame"),
             (after.anonymous - before.anonymous) / double(std::max<std::uint64_t>(frames, 1))}};
}

} // namespace framescope::bench
