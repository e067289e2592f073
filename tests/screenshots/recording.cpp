#include "tests/screenshots/photographer.h"

#include "tests/core/capture/recording.h"
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

/// What another program records meanwhile: ticks, an order now and then, pings.
class Ticker
{
public:
    explicit Ticker(const QString &path) : m_recording(path)
    {
        m_recording.ns = SystemClock().now().value() - 40'000'000'000;
        capture::ConnectionFacts facts = clientFacts();
        facts.url = QStringLiteral("wss://stream.example.com/ticker");
        m_id = m_recording.connect(facts);
        m_recording.out(m_id, requestHead());
        m_recording.ns += 21'400'000;
        m_recording.in(m_id, responseHead());
        out(ws::Opcode::Text, R"({"op":"subscribe","symbols":["FSC","QTX"]})");
    }
    std::uint64_t rows() const { return m_recording.capture->rowCount(); }
    void goOn(int ticks)
    {
        for (const int end = m_tick + ticks; m_tick < end; ++m_tick) {
            m_recording.ns += 20'000'000 + m_tick * 7919 % 97 * 1'000'000;
            const char *symbol = m_tick % 3 == 0 ? "QTX" : "FSC";
            in(ws::Opcode::Text, QStringLiteral(R"({"type":"tick","symbol":"%1","price":%2,"n":%3})")
                                     .arg(QLatin1String(symbol))
                                     .arg(4200 + m_tick * 31 % 90 / 4.0, 0, 'f', 2)
                                     .arg(m_tick)
                                     .toUtf8());
            if (m_tick % 23 == 20)
                out(ws::Opcode::Text, R"({"op":"order","side":"buy","symbol":"FSC","size":10})");
            if (m_tick % 40 == 35) {
                in(ws::Opcode::Ping, "alive");
                out(ws::Opcode::Pong, "alive");
            }
        }
    }

private:
    void in(ws::Opcode opcode, const QByteArray &payload) { m_recording.in(m_id, frame(opcode, payload, false)); }
    void out(ws::Opcode opcode, const QByteArray &payload)
    {
        m_recording.ns += 310'000;
        m_recording.out(m_id, frame(opcode, payload, true));
    }

    Recording m_recording;
    ConnectionId m_id;
    int m_tick = 1;
};

/// A capture that another program records to: the newest row stays in sight while rows come.
bool following(Photographer &p)
{
    const QString path = p.fixture().folder.filePath(QStringLiteral("ticker.pcapng"));
    Ticker ticker(path);
    ticker.goOn(500);
    auto window = p.open();
    window->openCapture(path);
    const auto *model = window->findChild<ui::FrameListModel *>();
    const auto allShown = [&] { return std::uint64_t(model->rowCount()) == ticker.rows(); };
    if (!waitFor("the rows there are", allShown))
        return false;
    ticker.goOn(60);
    return waitFor("the rows that come", allShown) && p.shoot(*window, "following");
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
