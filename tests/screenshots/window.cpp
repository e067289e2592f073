#include "tests/screenshots/photographer.h"

#include "core/capture/capturereader.h"
#include "core/craft/framespec.h"
#include "ui/colorrules/colorrule.h"
#include "ui/compose/composer.h"
#include "ui/models/framelistmodel.h"
#include "ui/payload/payloadpane.h"
#include "ui/shell/detailspane.h"

using namespace framescope;

namespace framescope::test
{

namespace
{
bool empty(Photographer &p)
{
    auto window = p.open();
    return p.shoot(*window, "empty");
}

bool traffic(Photographer &p)
{
    p.window = p.open();
    p.window->connectToDemo();
    const capture::Capture &capture = p.window->workspace().capture();
    if (!waitFor("demo traffic", [&] { return capture.rowCount() >= 24; }))
        return false;
    const auto fragment = find(capture, [&](RowIndex row) {
        const auto &r = capture.row(row);
        return r.isFrame() && r.opcode() == ws::Opcode::Text && !r.fin();
    });
    if (!fragment || !p.select(*p.window, *fragment))
        return false;
    return p.shoot(*p.window, "main");
}

/// Rows coloured by rules, beside a selected one.
bool coloured(Photographer &p)
{
    const std::pair<const char *, int> rules[] = {{"opcode == ping", 4}, {"opcode == pong", 7}, {"opcode == binary", 6},
                                                  {"length > 200", 0},   {"length == 126", 2},  {"opcode == text", 5}};
    std::vector<ui::ColorRule> all;
    for (const auto &[filter, color] : rules)
        all.push_back({QString::fromLatin1(filter), QString::fromLatin1(filter), color, true});
    p.fixture().settings.set(ui::Setting::ColorRules, ui::toSettings(all));
    const bool done = p.shoot(*p.window, "rules");
    p.fixture().settings.set(ui::Setting::ColorRules, QStringList());
    return done;
}

/// The nested JSON of the demo as a tree and in hex, then the handshake.
bool panes(Photographer &p)
{
    const capture::Capture &capture = p.window->workspace().capture();
    const auto nested = find(capture, [&](RowIndex row) {
        const auto &r = capture.row(row);
        return r.isFrame() && r.opcode() == ws::Opcode::Text && r.length() > 200;
    });
    const auto response =
        find(capture, [&](RowIndex row) { return capture.row(row).kind() == capture::RowKind::HandshakeResponse; });
    if (!nested || !response)
        return false;
    auto *payload = p.window->findChild<ui::PayloadPane *>();
    if (!p.select(*p.window, *nested))
        return false;
    payload->setCurrentTab(QStringLiteral("json"));
    if (!p.shoot(*p.window, "json"))
        return false;
    payload->setCurrentTab(QStringLiteral("hex"));
    if (!p.shoot(*p.window, "hex"))
        return false;
    payload->setCurrentTab(QStringLiteral("text"));
    if (!p.select(*p.window, *response))
        return false;
    p.window->findChild<ui::DetailsPane *>()->showHandshake();
    const bool done = p.shoot(*p.window, "handshake");
    p.window->findChild<ui::DetailsPane *>()->focusHeader();
    return done;
}

bool malformed(Photographer &p)
{
    const capture::Capture &capture = p.window->workspace().capture();
    const std::uint64_t before = capture.rowCount();
    const ConnectionId id(0);
    for (const char *fault : {"frame.opcode.reserved", "frame.length.nonminimal", "msg.utf8", "frame.rsv2"}) {
        craft::FrameSpec ask;
        ask.payload = QByteArray("bad ") + fault;
        p.window->workspace().session()->send(id, craft::toWire(ask));
    }
    std::optional<RowIndex> bad;
    if (!waitFor("malformed frames", [&] {
            bad = find(
                capture,
                [&](RowIndex row) {
                    const auto &r = capture.row(row);
                    return r.direction() == Direction::In && r.severity() == ws::Severity::Error && r.rsv() != 0;
                },
                before);
            const auto *model = p.window->findChild<ui::FrameListModel *>();
            return bad && model->modelRow(*bad) >= 0;
        }))
        return false;
    if (!p.select(*p.window, *bad))
        return false;
    return p.shoot(*p.window, "malformed");
}

bool composer(Photographer &p)
{
    craft::FrameSpec spec;
    spec.opcode = ws::Opcode::Ping;
    spec.rsv = 2;
    spec.length = craft::LengthChoice::Bits16;
    spec.payload = R"({"op":"ping","note":")" + QByteArray(150, 'x') + R"("})";
    p.window->findChild<ui::Composer *>()->setFrame(spec);
    p.window->findChild<ui::Composer *>()->focusPayload();
    if (!p.shoot(*p.window, "composer"))
        return false;
    p.window->close();
    p.window.reset();
    return true;
}

bool failed(Photographer &p)
{
    auto window = p.open();
    net::ConnectionSettings settings;
    settings.url = QStringLiteral("ws://127.0.0.1:9/chat"); // the discard port: nobody listens
    window->connectTo(settings);
    if (!waitFor("the refusal", [&] { return !window->workspace().session()->isLive(ConnectionId(0)); }))
        return false;
    return p.shoot(*window, "failed");
}
} // namespace

bool windowPictures(Photographer &p)
{
    return empty(p) && traffic(p) && coloured(p) && panes(p) && malformed(p) && composer(p) && failed(p);
}

} // namespace framescope::test
