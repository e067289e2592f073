#include "tests/screenshots/photographer.h"

#include "tests/support/preload/failwrites.h"
#include "tests/support/recordingserver.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/recordinglimits.h"
#include <cerrno>

using namespace framescope;

namespace framescope::test
{

namespace
{
/// When a recording goes on in a new file.
bool limits(Photographer &p)
{
    capture::RollLimits limits;
    limits.maxOctets = 100u << 20;
    limits.keepParts = 5;
    ui::RecordingLimitsDialog dialog(limits);
    dialog.show();
    return p.shoot(dialog, "recording-limits");
}

/// A capture that somebody else records to.
bool following(Photographer &p)
{
    const QString path = p.fixture().folder.filePath(QStringLiteral("growing-%1.pcapng").arg(p.theme()));
    auto made = capture::Capture::create(path);
    if (!made)
        return false;
    capture::Capture &writer = **made;
    const ConnectionId id = writer.reserveConnection();
    capture::ConnectionFacts facts;
    facts.url = QStringLiteral("ws://stream.example.com/ticker");
    const std::int64_t now = SystemClock().now().value();
    writer.beginConnection(id, facts, Timestamp(now));
    writer.append(id, Direction::Out, Timestamp(now), byteView("GET / HTTP/1.1\r\nHost: stream.example.com\r\n\r\n"));
    auto window = p.open();
    window->openCapture(path);
    const auto *model = window->findChild<ui::FrameListModel *>();
    return waitFor("the first row", [&] { return model->rowCount() > 0; }) && p.shoot(*window, "following");
}

/// The disk is full while a connection is open.
bool recordingStopped(Photographer &p)
{
    if (!test::canFailWrites)
        return true;
    test::RecordingServer server;
    QTcpSocket *peer = nullptr;
    server.setGreeting(test::RecordingServer::frame(1, "stored"));
    server.setReact([&peer](QTcpSocket &socket, const QByteArray &) { peer = &socket; });
    auto window = p.open();
    net::ConnectionSettings settings;
    settings.url = server.url();
    window->connectTo(settings);
    const capture::Capture &capture = window->workspace().capture();
    if (!waitFor("the greeting", [&] { return capture.totals(ConnectionId(0)).framesIn == 1; }))
        return false;
    window->workspace().session()->sendMessage(ConnectionId(0), ws::Opcode::Text, "hello");
    if (!waitFor("the message", [&] { return peer != nullptr && capture.totals(ConnectionId(0)).framesOut == 1; }))
        return false;
    test::failWrites({"/captures/", 10, ENOSPC});
    peer->write(test::RecordingServer::frame(1, "lost") + test::RecordingServer::frame(2, QByteArray(995, 'x')));
    const bool good = waitFor("the trouble", [&] { return !capture.writeError().isEmpty(); }) &&
                      p.shoot(*window, "recording-stopped");
    test::failNoWrites();
    return good;
}
} // namespace

bool recordingPictures(Photographer &p) { return limits(p) && following(p) && recordingStopped(p); }

} // namespace framescope::test
