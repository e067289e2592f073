// Makes the pictures of docs/screenshots: the real window on the real demo server, in both themes.
// Use: framescope_screenshots FOLDER [PART...]   (parts: window, options, recording, ways; all when none is named)

#include "core/capture/capturereader.h"
#include "core/craft/framespec.h"
#include "tests/support/preload/failwrites.h"
#include "tests/support/recordingserver.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/windowfixture.h"
#include "ui/compose/composer.h"
#include "ui/connect/optionsdialog.h"
#include "ui/frametable/frametableview.h"
#include "ui/models/framelistmodel.h"
#include "ui/payload/payloadpane.h"
#include "ui/shell/detailspane.h"
#include "ui/shell/recordinglimits.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTabBar>

#include <cerrno>
#include <cstdio>
#include <functional>

using namespace framescope;

namespace
{
constexpr int patienceMs = 20'000;

/// Runs the event loop until `ready`, or gives up.
bool waitFor(const char *what, const std::function<bool()> &ready)
{
    QElapsedTimer timer;
    timer.start();
    while (!ready()) {
        if (timer.elapsed() > patienceMs) {
            std::fprintf(stderr, "screenshots: waited in vain for %s\n", what);
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
    return true;
}

class Photographer
{
public:
    Photographer(QString folder, QString theme) : m_folder(std::move(folder)), m_theme(std::move(theme)) {}

    bool run(const QStringList &parts)
    {
        const auto wanted = [&](const char *part) { return parts.isEmpty() || parts.contains(QLatin1String(part)); };
        return (!wanted("window") || (empty() && traffic() && panes() && malformed() && composer() && failed())) &&
               (!wanted("options") || options()) &&
               (!wanted("recording") || (limits() && following() && recordingStopped())) &&
               (!wanted("ways") || (compressed() && tlsChain() && tlsRefused() && proxyRefused()));
    }

private:
    bool shoot(QWidget &window, const char *name)
    {
        QElapsedTimer caughtUp; // every pane has seen a few ticks
        caughtUp.start();
        while (caughtUp.elapsed() < 500)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
        const QString path = QStringLiteral("%1/%2-%3.png").arg(m_folder, QLatin1String(name), m_theme);
        if (window.grab().save(path))
            return true;
        std::fprintf(stderr, "screenshots: cannot write %s\n", qPrintable(path));
        return false;
    }

    std::unique_ptr<ui::MainWindow> open()
    {
        auto window = m_fixture.makeWindow();
        window->resize(1440, 900);
        window->show();
        return window;
    }

    /// First row at or after `from` that `is` so.
    static std::optional<RowIndex> find(const capture::Capture &capture, const std::function<bool(RowIndex)> &is,
                                        std::uint64_t from = 0)
    {
        for (std::uint64_t row = from; row < capture.rowCount(); ++row) {
            if (is(RowIndex(row)))
                return RowIndex(row);
        }
        return std::nullopt;
    }

    bool select(ui::MainWindow &window, RowIndex row)
    {
        const auto *model = window.findChild<ui::FrameListModel *>();
        if (!waitFor("the row", [&] { return model->modelRow(row) >= 0; }))
            return false;
        window.findChild<ui::FrameTableView *>(QStringLiteral("frameList"))->selectModelRow(model->modelRow(row));
        return true;
    }

    bool empty()
    {
        auto window = open();
        return shoot(*window, "empty");
    }

    bool traffic()
    {
        m_window = open();
        m_window->connectToDemo();
        const capture::Capture &capture = m_window->workspace().capture();
        if (!waitFor("demo traffic", [&] { return capture.rowCount() >= 24; }))
            return false;
        const auto fragment = find(capture, [&](RowIndex row) {
            const auto &r = capture.row(row);
            return r.isFrame() && r.opcode() == ws::Opcode::Text && !r.fin();
        });
        if (!fragment || !select(*m_window, *fragment))
            return false;
        return shoot(*m_window, "main");
    }

    /// The nested JSON of the demo as a tree and in hex, then the handshake.
    bool panes()
    {
        const capture::Capture &capture = m_window->workspace().capture();
        const auto nested = find(capture, [&](RowIndex row) {
            const auto &r = capture.row(row);
            return r.isFrame() && r.opcode() == ws::Opcode::Text && r.length() > 200;
        });
        const auto response =
            find(capture, [&](RowIndex row) { return capture.row(row).kind() == capture::RowKind::HandshakeResponse; });
        if (!nested || !response)
            return false;
        auto *payload = m_window->findChild<ui::PayloadPane *>();
        if (!select(*m_window, *nested))
            return false;
        payload->setCurrentTab(QStringLiteral("json"));
        if (!shoot(*m_window, "json"))
            return false;
        payload->setCurrentTab(QStringLiteral("hex"));
        if (!shoot(*m_window, "hex"))
            return false;
        payload->setCurrentTab(QStringLiteral("text"));
        if (!select(*m_window, *response))
            return false;
        m_window->findChild<ui::DetailsPane *>()->showHandshake();
        const bool done = shoot(*m_window, "handshake");
        m_window->findChild<ui::DetailsPane *>()->focusHeader();
        return done;
    }

    bool malformed()
    {
        const capture::Capture &capture = m_window->workspace().capture();
        const std::uint64_t before = capture.rowCount();
        const ConnectionId id(0);
        for (const char *fault : {"frame.opcode.reserved", "frame.length.nonminimal", "msg.utf8", "frame.rsv2"}) {
            craft::FrameSpec ask;
            ask.payload = QByteArray("bad ") + fault;
            m_window->workspace().session()->send(id, craft::toWire(ask));
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
                const auto *model = m_window->findChild<ui::FrameListModel *>();
                return bad && model->modelRow(*bad) >= 0;
            }))
            return false;
        if (!select(*m_window, *bad))
            return false;
        return shoot(*m_window, "malformed");
    }

    bool composer()
    {
        craft::FrameSpec spec;
        spec.opcode = ws::Opcode::Ping;
        spec.rsv = 2;
        spec.length = craft::LengthChoice::Bits16;
        spec.payload = R"({"op":"ping","note":")" + QByteArray(150, 'x') + R"("})";
        m_window->findChild<ui::Composer *>()->setFrame(spec);
        m_window->findChild<ui::Composer *>()->focusPayload();
        if (!shoot(*m_window, "composer"))
            return false;
        m_window->close();
        m_window.reset();
        return true;
    }

    bool failed()
    {
        auto window = open();
        net::ConnectionSettings settings;
        settings.url = QStringLiteral("ws://127.0.0.1:9/chat"); // the discard port: nobody listens
        window->connectTo(settings);
        if (!waitFor("the refusal", [&] { return !window->workspace().session()->isLive(ConnectionId(0)); }))
            return false;
        return shoot(*window, "failed");
    }

    /// Pages of the options that show most of what they can.
    bool options()
    {
        net::ConnectionSettings settings;
        settings.url = QStringLiteral("wss://stream.example.com/v1/stream?symbols=BTC");
        settings.headers = {{"X-Client", "framescope"}};
        settings.subprotocols = {"v1.ticker", "v2.ticker"};
        settings.auth = {net::AuthKind::Bearer, {}, QStringLiteral("eyJhbGciOiJIUzI1NiJ9")};
        settings.tls.accepted = {{QStringLiteral("stream.example.com:443"), QByteArray(32, '\x5a')}};
        settings.proxy = {net::ProxyKind::Http, QStringLiteral("proxy.example.com"), 3128, QStringLiteral("ann"),
                          QStringLiteral("secret")};
        settings.deflate.offer = true;
        settings.deflate.serverMaxWindowBits = 12;
        settings.rawRequest = "GET /v1/stream HTTP/1.1\r\nhost: stream.example.com\r\nUpgrade: websocket\r\n"
                              "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                              "Sec-WebSocket-Version: 12\r\nX-Odd: caf\xc3\xa9\r\n\r\n";
        const std::pair<ui::OptionsDialog::Page, const char *> pages[] = {
            {ui::OptionsDialog::Request, "options-request"},
            {ui::OptionsDialog::Laboratory, "laboratory"},
            {ui::OptionsDialog::Tls, "options-tls"},
            {ui::OptionsDialog::Compression, "options-compression"}};
        ui::OptionsDialog dialog(settings);
        dialog.show();
        for (const auto &[page, name] : pages) {
            dialog.setCurrentPage(page);
            if (!shoot(dialog, name))
                return false;
        }
        return true;
    }

    /// When a recording goes on in a new file.
    bool limits()
    {
        capture::RollLimits limits;
        limits.maxOctets = 100u << 20;
        limits.keepParts = 5;
        ui::RecordingLimitsDialog dialog(limits);
        dialog.show();
        return shoot(dialog, "recording-limits");
    }

    /// A capture that somebody else records to.
    bool following()
    {
        const QString path = m_fixture.folder.filePath(QStringLiteral("growing-%1.pcapng").arg(m_theme));
        auto made = capture::Capture::create(path);
        if (!made)
            return false;
        capture::Capture &writer = **made;
        const ConnectionId id = writer.reserveConnection();
        capture::ConnectionFacts facts;
        facts.url = QStringLiteral("ws://stream.example.com/ticker");
        const std::int64_t now = SystemClock().now().value();
        writer.beginConnection(id, facts, Timestamp(now));
        writer.append(id, Direction::Out, Timestamp(now),
                      byteView("GET / HTTP/1.1\r\nHost: stream.example.com\r\n\r\n"));
        auto window = open();
        window->openCapture(path);
        const auto *model = window->findChild<ui::FrameListModel *>();
        return waitFor("the first row", [&] { return model->rowCount() > 0; }) && shoot(*window, "following");
    }

    /// The disk is full while a connection is open.
    bool recordingStopped()
    {
        if (!test::canFailWrites)
            return true;
        test::RecordingServer server;
        QTcpSocket *peer = nullptr;
        server.setGreeting(test::RecordingServer::frame(1, "stored"));
        server.setReact([&peer](QTcpSocket &socket, const QByteArray &) { peer = &socket; });
        auto window = open();
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
                          shoot(*window, "recording-stopped");
        test::failNoWrites();
        return good;
    }

    /// A compressed message of the demo, inflated.
    bool compressed()
    {
        auto window = open();
        window->connectToDemo();
        const capture::Capture &capture = window->workspace().capture();
        const auto *model = window->findChild<ui::FrameListModel *>();
        net::Session &session = *window->workspace().session();
        if (!waitFor("the demo", [&] { return session.status(ConnectionId(0)).state == net::State::Open; }))
            return false;
        session.sendMessage(ConnectionId(0), ws::Opcode::Text, "compressed");
        std::optional<RowIndex> row;
        if (!waitFor("a compressed message", [&] {
                row = find(capture, [&](RowIndex at) {
                    const auto &r = capture.row(at);
                    return r.isFrame() && (r.rsv() & 4) != 0 && r.length() > 40;
                });
                return row && model->modelRow(*row) >= 0;
            }))
            return false;
        if (!select(*window, *row))
            return false;
        window->findChild<QTabBar *>(QStringLiteral("detailsTabs"))->setCurrentIndex(1);
        return shoot(*window, "compressed");
    }

    static QString certificate(const char *name)
    {
        return QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/") + QLatin1String(name);
    }

    bool tlsChain()
    {
        test::ScriptedPeer peer;
        peer.useTls(certificate("server.pem"), certificate("server.key"));
        auto window = open();
        net::ConnectionSettings settings;
        settings.url = peer.url();
        settings.tls.caFiles = {certificate("ca.pem")};
        window->connectTo(settings);
        const net::Session &session = *window->workspace().session();
        if (!waitFor("TLS", [&] { return session.status(ConnectionId(0)).state == net::State::Open; }))
            return false;
        if (!select(*window, RowIndex(0)))
            return false;
        window->findChild<ui::DetailsPane *>()->showConnection();
        return shoot(*window, "tls");
    }

    bool tlsRefused()
    {
        test::ScriptedPeer peer;
        peer.useTls(certificate("server.pem"), certificate("server.key"));
        auto window = open();
        net::ConnectionSettings settings;
        settings.url = peer.url();
        window->connectTo(settings);
        if (!waitFor("the refusal", [&] { return !window->workspace().session()->isLive(ConnectionId(0)); }))
            return false;
        if (!select(*window, RowIndex(0)))
            return false;
        window->findChild<ui::DetailsPane *>()->showConnection();
        return shoot(*window, "tls-refused");
    }

    bool proxyRefused()
    {
        test::ScriptedPeer proxy(test::ScriptedPeer::Upgrade::Answer,
                                 "HTTP/1.1 407 Proxy Authentication Required\r\n"
                                 "Proxy-Authenticate: Basic realm=\"staff\"\r\nContent-Length: 24\r\n\r\n"
                                 "Say who you are, please.");
        auto window = open();
        net::ConnectionSettings settings;
        settings.url = QStringLiteral("ws://stream.example.com/v1/stream");
        settings.proxy = {net::ProxyKind::Http, QStringLiteral("127.0.0.1"), proxy.serverPort(), {}, {}};
        window->connectTo(settings);
        if (!waitFor("the proxy", [&] { return !window->workspace().session()->isLive(ConnectionId(0)); }))
            return false;
        if (!select(*window, RowIndex(0)))
            return false;
        window->findChild<ui::DetailsPane *>()->showHandshake();
        return shoot(*window, "proxy-refused");
    }

    QString m_folder;
    QString m_theme;
    test::WindowFixture m_fixture;
    std::unique_ptr<ui::MainWindow> m_window;
};
} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    if (argc < 2) {
        std::fprintf(stderr, "use: framescope_screenshots FOLDER [PART...]\n");
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    for (const bool dark : {true, false}) {
        ui::applyTheme(app, dark);
        if (!Photographer(folder, dark ? QStringLiteral("dark") : QStringLiteral("light")).run(app.arguments().mid(2)))
            return 1;
    }
    return 0;
}
