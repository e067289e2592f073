#include "tests/screenshots/photographer.h"

#include "tests/core/capture/recording.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/sidepane.h"
#include "ui/timeline/timelineview.h"

#include <QAction>
#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace framescope::test
{

namespace
{
constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t begin = 1'795'348'800'000'000'000;

/// Three minutes of a trading day: ticks in waves, a snapshot now and then, orders, pings, a pause, a broken rule.
class Market
{
public:
    explicit Market(const QString &path) : m_recording(path)
    {
        m_recording.ns = begin;
        capture::ConnectionFacts facts = clientFacts();
        facts.url = QStringLiteral("wss://stream.example.com/v1/stream");
        m_id = m_recording.connect(facts);
        m_recording.out(m_id, requestHead());
        m_recording.in(m_id, responseHead());
    }
    void run(std::int64_t seconds)
    {
        for (std::int64_t at = 200; at < seconds * 1000; at += wait(at)) {
            if (at > 96'000 && at < 109'000)
                continue; // the pause
            in(at, ws::Opcode::Text, "{\"type\":\"ticker\",\"bid\":\"63210.10\",\"n\":" + QByteArray::number(at) + "}");
            if (next() % 90 == 0)
                in(at, ws::Opcode::Binary, QByteArray(int(next() % 60'000), 'b'));
            if (next() % 60 == 0)
                out(at, ws::Opcode::Text, QByteArray(int(next() % 300), 'o'));
        }
    }
    void run(std::int64_t seconds, std::int64_t pings, std::int64_t wrong)
    {
        m_pings = pings;
        m_wrong = wrong;
        run(seconds);
        m_recording.capture->endStream(m_id, Direction::In, Timestamp(begin + seconds * 1000 * ms));
    }

private:
    std::uint32_t next() { return (m_random = m_random * 1664525u + 1013904223u) >> 8; }
    std::int64_t wait(std::int64_t at)
    {
        const double wave = 1.2 + std::sin(double(at) / 9000) + 0.5 * std::sin(double(at) / 2100);
        return 2 + std::int64_t(next() % 100 / std::max(0.4, wave * 2));
    }
    void time(std::int64_t at)
    {
        m_recording.ns = std::max<std::int64_t>(m_recording.ns + 1000, begin + at * ms + next() % 900'000);
    }
    void out(std::int64_t at, ws::Opcode opcode, const QByteArray &payload)
    {
        time(at);
        m_recording.out(m_id, frame(opcode, payload, true));
    }
    void in(std::int64_t at, ws::Opcode opcode, const QByteArray &payload)
    {
        if (at >= m_nextPing && m_pings > 0) {
            m_nextPing = at + m_pings;
            const QByteArray mark = "fs-" + QByteArray::number(at);
            m_recording.ns = begin + at * ms;
            m_recording.out(m_id, frame(ws::Opcode::Ping, mark, true));
            m_recording.ns += (14 + next() % 9) * ms + 230'000;
            m_recording.in(m_id, frame(ws::Opcode::Pong, mark, false));
        }
        time(at);
        m_recording.in(m_id, frame(opcode, payload, false));
        if (m_wrong > 0 && at >= m_wrong) {
            m_wrong = 0;
            for (int i = 0; i < 3; ++i)
                m_recording.in(m_id, frame(ws::Opcode(3), "odd", false));
        }
    }

    Recording m_recording;
    ConnectionId m_id;
    std::uint32_t m_random = 1;
    std::int64_t m_pings = 0, m_nextPing = 0, m_wrong = 0;
};

void wheel(ui::TimelineView &view, int x, int notches)
{
    for (int i = 0; i < std::abs(notches); ++i) {
        const QPoint pos(x, 20);
        QWheelEvent event(pos, view.mapToGlobal(pos), {}, {0, notches > 0 ? 120 : -120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view, &event);
    }
    QEvent left(QEvent::Leave);
    QApplication::sendEvent(&view, &left);
}

void mouse(ui::TimelineView &view, QEvent::Type type, const QPoint &pos)
{
    QMouseEvent event(type, pos, view.mapToGlobal(pos), Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&view, &event);
}

int xOf(const ui::TimelineView &view, std::int64_t sinceBegin)
{
    return view.timelineLayout().names + int(view.viewport().scale().xOf(begin + sinceBegin * ms));
}

bool zooms(Photographer &p)
{
    const QString path = p.fixture().folder.filePath(QStringLiteral("market.pcapng"));
    Market(path).run(192, 5000, 141'000);
    auto window = p.open();
    window->openCapture(path);
    auto &view = *window->findChild<ui::TimelineView *>();
    const auto &model = *window->findChild<ui::FrameListModel *>();
    const capture::Capture &capture = window->workspace().capture();
    if (!waitFor("the capture",
                 [&] { return !window->workspace().loading() && view.picture().hasRows && model.rowCount() > 100; }))
        return false;
    const auto wrong = find(capture, [&](RowIndex row) { return capture.row(row).severity() == ws::Severity::Error; });
    if (!wrong || !p.select(*window, *wrong) || !p.shoot(*window, "timeline-whole"))
        return false;

    // A span of some seconds, which the list follows.
    wheel(view, xOf(view, 140'000), 4);
    const int y = view.timelineLayout().axis().center().y();
    mouse(view, QEvent::MouseButtonPress, {xOf(view, 136'000), y});
    mouse(view, QEvent::MouseMove, {xOf(view, 140'000), y});
    mouse(view, QEvent::MouseMove, {xOf(view, 144'000), y});
    mouse(view, QEvent::MouseButtonRelease, {xOf(view, 144'000), y});
    QEvent left(QEvent::Leave);
    QApplication::sendEvent(&view, &left);
    if (!waitFor("the rows of the span", [&] { return !model.filterState().running(); }) ||
        !p.shoot(*window, "timeline-span"))
        return false;

    // Down to a ping and its pong.
    view.showWhole();
    const auto ping = find(
        capture,
        [&](RowIndex row) { return capture.row(row).isFrame() && capture.row(row).opcode() == ws::Opcode::Ping; },
        wrong->value());
    if (!ping)
        return false;
    window->action(ui::Command::ClearFilter)->trigger();
    const std::int64_t at = (capture.row(*ping).time.value() - begin) / ms;
    for (int i = 0; i < 19; ++i)
        wheel(view, xOf(view, at + 8), 1);
    return p.select(*window, *ping) && waitFor("the arc", [&] { return !view.picture().arcs.empty(); }) &&
           p.shoot(*window, "timeline-near");
}

bool lanes(Photographer &p)
{
    auto window = p.open();
    for (int i = 0; i < 3; ++i)
        window->connectToDemo();
    const capture::Capture &capture = window->workspace().capture();
    if (!waitFor("demo traffic", [&] { return capture.rowCount() >= 120; }))
        return false;
    const auto &view = *window->findChild<ui::TimelineView *>();
    window->findChild<ui::SidePane *>()->selectConnection(std::nullopt);
    return waitFor("the lanes", [&] { return view.picture().lanes() == 3; }) && p.shoot(*window, "timeline-lanes");
}
} // namespace

bool timelinePictures(Photographer &p) { return zooms(p) && lanes(p); }

} // namespace framescope::test
