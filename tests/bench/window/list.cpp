#include "tests/bench/stopwatch.h"
#include "tests/bench/streams.h"
#include "tests/bench/window/guiprobe.h"
#include "tests/bench/window/modes.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"

#include <QClipboard>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTemporaryDir>

namespace framescope::bench
{

namespace
{

/// A capture of so many text frames of four octets, in memory as a live one has them.
QString fill(capture::Capture &capture, std::uint64_t rows)
{
    const ConnectionId id = capture.reserveConnection();
    std::int64_t time = 1'795'348'800'000'000'000;
    capture.beginConnection(id, {}, Timestamp(time));
    const QByteArray request = "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    capture.append(id, Direction::Out, Timestamp(++time), byteView(request));
    capture.append(id, Direction::In, Timestamp(++time), byteView(upgradeAnswer(request)));
    constexpr qsizetype inBlock = 16384;
    const QByteArray block = QByteArray::fromHex("810461626364").repeated(inBlock);
    for (std::uint64_t left = rows; left > 0;) {
        const auto now = std::min<std::uint64_t>(left, std::uint64_t(inBlock));
        capture.append(id, Direction::In, Timestamp(time += 1000),
                       byteView(QByteArrayView(block).first(qsizetype(now) * 6)));
        left -= now;
    }
    return capture.writeError();
}

} // namespace

QJsonObject runList(GuiProbe &probe, const QStringList &arguments)
{
    constexpr int patience = 60'000;
    const std::uint64_t rows = arguments.value(0).toULongLong();
    QTemporaryDir folder;
    auto made = capture::Capture::create(folder.filePath(QStringLiteral("rows.pcapng")));
    if (!made)
        return failed(made.error().message);
    if (const QString error = fill(**made, rows); !error.isEmpty())
        return failed(error);

    ui::FrameListModel model;
    ui::FrameTableView view;
    view.setModel(&model);
    view.resize(1440, 700);
    view.show();
    model.setCapture(made->get());
    const auto polled = [&] {
        model.poll();
        return std::uint64_t(model.rowCount()) >= rows;
    };
    if (!probe.runUntil(polled, patience))
        return failed(QStringLiteral("the list does not show all rows"));
    QScrollBar *const bar = view.verticalScrollBar();
    const auto timed = [&](int value) {
        const double start = wallNow();
        bar->setValue(value);
        view.viewport()->repaint();
        const double took = (wallNow() - start) / 1e6;
        probe.processEvents();
        return took;
    };
    view.setFollowing(false);
    constexpr int steps = 200;
    std::vector<double> pages, jumps, ends;
    bar->setValue(bar->maximum() / 2);
    for (int i = 0; i < steps; ++i)
        pages.push_back(timed(bar->value() + bar->pageStep()));
    QRandomGenerator random(4);
    for (int i = 0; i < steps; ++i)
        jumps.push_back(timed(random.bounded(bar->maximum())));
    for (int i = 0; i < steps; ++i) {
        timed(0);
        ends.push_back(timed(bar->maximum()));
    }

    bool copied = false;
    bool refused = false;
    QObject::connect(&view, &ui::FrameTableView::copyFinished, &view, [&] { copied = true; });
    QObject::connect(&view, &ui::FrameTableView::copyRefused, &view, [&] { refused = true; });
    probe.processEvents();
    probe.restart();
    view.selectAll();
    probe.processEvents();
    const double selectGap = probe.longestGap();
    const int selected = view.selectedRowCount();
    probe.restart();
    view.copySelection();
    if (!probe.runUntil([&] { return copied || refused; }, patience))
        return failed(QStringLiteral("the selection was neither copied nor refused"));
    // All of a hundred million rows are gigabytes of text, which no clipboard takes.
    constexpr int copiedRows = 500'000;
    if (refused) {
        const QItemSelection part(model.index(0, 0), model.index(copiedRows - 1, ui::FrameListModel::ColumnCount - 1));
        view.selectionModel()->select(part, QItemSelectionModel::ClearAndSelect);
        view.copySelection();
        if (!probe.runUntil([&] { return copied; }, patience))
            return failed(QStringLiteral("nothing was copied"));
    }
    probe.processEvents();
    const double copyGap = probe.longestGap();
    const qsizetype lines = QGuiApplication::clipboard()->text().count(u'\n');
    return {{QStringLiteral("rows"), model.rowCount()},
            {QStringLiteral("pageP99"), percentile(pages, 0.99)},
            {QStringLiteral("jumpP99"), percentile(jumps, 0.99)},
            {QStringLiteral("endP99"), percentile(ends, 0.99)},
            {QStringLiteral("selected"), selected},
            {QStringLiteral("selectGap"), selectGap},
            {QStringLiteral("copiedLines"), qint64(lines)},
            {QStringLiteral("copyGap"), copyGap}};
}

} // namespace framescope::bench
