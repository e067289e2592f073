#include "tests/screenshots/photographer.h"

#include "core/craft/framespec.h"
#include "ui/connect/optionsdialog.h"
#include "ui/shell/detailspane.h"
#include "ui/support/language.h"

#include <QCoreApplication>

using namespace framescope;

namespace framescope::test
{

namespace
{
bool window(Photographer &p)
{
    auto window = p.open();
    if (!p.shoot(*window, "chinese-empty"))
        return false;
    window->connectToDemo();
    const capture::Capture &capture = window->workspace().capture();
    if (!waitFor("demo traffic", [&] { return capture.rowCount() >= 24; }))
        return false;
    const std::uint64_t before = capture.rowCount();
    for (const char *fault : {"frame.opcode.reserved", "msg.utf8", "frame.rsv2"}) {
        craft::FrameSpec ask;
        ask.payload = QByteArray("bad ") + fault;
        window->workspace().session()->send(ConnectionId(0), craft::toWire(ask));
    }
    std::optional<RowIndex> bad;
    const auto is = [&](RowIndex row) {
        const auto &r = capture.row(row);
        return r.direction() == Direction::In && r.severity() == ws::Severity::Error && r.rsv() != 0;
    };
    if (!waitFor("malformed frames", [&] { return (bad = find(capture, is, before)).has_value(); }))
        return false;
    const auto response =
        find(capture, [&](RowIndex row) { return capture.row(row).kind() == capture::RowKind::HandshakeResponse; });
    if (!p.select(*window, *bad) || !p.shoot(*window, "chinese"))
        return false;
    if (!response || !p.select(*window, *response))
        return false;
    window->findChild<ui::DetailsPane *>()->showHandshake();
    return p.shoot(*window, "chinese-handshake");
}

bool failed(Photographer &p)
{
    auto window = p.open();
    net::ConnectionSettings settings;
    settings.url = QStringLiteral("ws://127.0.0.1:9/chat"); // the discard port: nobody listens
    window->connectTo(settings);
    if (!waitFor("the refusal", [&] { return !window->workspace().session()->isLive(ConnectionId(0)); }))
        return false;
    window->resize(1024, 700);
    return p.shoot(*window, "chinese-failed");
}

bool options(Photographer &p)
{
    net::ConnectionSettings settings;
    settings.url = QStringLiteral("wss://stream.example.com/v1/stream");
    ui::OptionsDialog dialog(settings);
    dialog.show();
    const std::pair<ui::OptionsDialog::Page, const char *> pages[] = {
        {ui::OptionsDialog::Compression, "chinese-compression"}, {ui::OptionsDialog::Behaviour, "chinese-behaviour"}};
    for (const auto &[page, name] : pages) {
        dialog.setCurrentPage(page);
        if (!p.shoot(dialog, name))
            return false;
    }
    return true;
}

/// Pictures that there are in English, once more.
bool others(const Photographer &p)
{
    const std::pair<bool (*)(Photographer &), QStringList> parts[] = {
        {filterPictures, {u"filter-completion"_qs, u"filter-error"_qs}},
        {timelinePictures, {u"timeline-span"_qs}},
        {payloadPictures, {u"json-tree"_qs, u"hex-inspector"_qs, u"diff"_qs}},
        {statisticsPictures, {u"statistics-time"_qs, u"statistics-round-trips"_qs}},
        {decodedPictures, {u"socketio"_qs}},
        {helpPictures, {u"preferences"_qs}},
    };
    for (const auto &[make, names] : parts) {
        Photographer each(p.folder(), p.theme());
        each.keepOnly(u"chinese-"_qs, names);
        if (!make(each))
            return false;
    }
    return true;
}
} // namespace

bool chinesePictures(Photographer &p)
{
    ui::useLanguage(*qApp, QStringLiteral("zh_CN"));
    const bool made = window(p) && failed(p) && options(p) && others(p);
    ui::useLanguage(*qApp, QStringLiteral("en"));
    return made;
}

} // namespace framescope::test
