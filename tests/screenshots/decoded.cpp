#include "tests/screenshots/photographer.h"

#include "tests/support/recordingserver.h"
#include "ui/payload/payloadpane.h"
#include "ui/payload/payloadtab.h"
#include "ui/shell/mainwindow.h"

#include <QAction>

namespace framescope::test
{

namespace
{
/// What a Socket.IO server says first, and two messages that know other formats.
QByteArray messages()
{
    const auto text = [](const char *packet) { return RecordingServer::frame(1, packet); };
    return text("0{\"sid\":\"IKRM8vKLkp69_tolAAAA\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
                "\"maxPayload\":1000000}") +
           text("40{\"sid\":\"R9K3Te9-Bs31QQ6MAAAA\"}") + text("42[\"welcome\"]") +
           text("42[\"chat\",\"hi, Zoë\",{\"from\":\"server\",\"at\":17,\"room\":\"lobby\"}]") +
           text("430[\"ok\",[1,2]]") +
           text("451-/"
                "files,12[\"file\",\"report.pdf\",{\"_placeholder\":true,\"num\":0},{\"pages\":3,\"draft\":false}]") +
           RecordingServer::frame(2, QByteArray::fromHex("255044462d312e370a25e2e3cfd30a")) +
           text("44/admin,{\"message\":\"no such token\"}") + text("2");
}
QByteArray cbor()
{
    return RecordingServer::frame(
               2, QByteArray::fromHex("a66673656e736f7264726f6f666763656c73697573fb4035800000000000626174c11a6a02d5a0"
                                      "626964d825501234567812345678123456781234567864746167738261616162637261774400ff10"
                                      "20")) +
           RecordingServer::frame(2, QByteArray::fromHex("d9d9f7a26673656e736f7264726f6f66647461677385616161621c0203"));
}
} // namespace

bool decodedPictures(Photographer &p)
{
    RecordingServer server;
    server.setGreeting(messages());
    auto window = p.open();
    net::ConnectionSettings settings;
    settings.url =
        server.url().replace(QStringLiteral("/recorder"), QStringLiteral("/socket.io/?EIO=4&transport=websocket"));
    window->connectTo(settings);
    const capture::Capture &capture = window->workspace().capture();
    if (!waitFor("the packets", [&] { return capture.totals(ConnectionId(0)).framesIn == 9; }))
        return false;
    window->action(ui::Command::ShowComposer)->trigger(); // folded away: there is much to see of the row
    auto *payload = window->findChild<ui::PayloadPane *>();
    const auto first = find(capture, [&](RowIndex row) { return capture.row(row).isFrame(); });
    payload->setCurrentTab(QStringLiteral("decoded"));
    if (!p.select(*window, RowIndex(first->value() + 5)) || !p.shoot(*window, "socketio"))
        return false;

    RecordingServer other;
    other.setGreeting(cbor());
    settings.url = other.url();
    window->connectTo(settings);
    if (!waitFor("the CBOR", [&] { return capture.totals(ConnectionId(1)).framesIn == 2; }))
        return false;
    const auto map = find(capture, [&](RowIndex row) {
        return capture.row(row).isFrame() && capture.row(row).connection() == ConnectionId(1);
    });
    if (!p.select(*window, *map) || !p.shoot(*window, "decoded-cbor"))
        return false;
    return p.select(*window, RowIndex(map->value() + 1)) && p.shoot(*window, "decoded-problem");
}

} // namespace framescope::test
