#include "tests/screenshots/photographer.h"

#include "tests/support/scriptedpeer.h"
#include "ui/models/framelistmodel.h"
#include "ui/shell/detailspane.h"
#include <QTabBar>

using namespace framescope;

namespace framescope::test
{

namespace
{
QString certificate(const char *name)
{
    return QStringLiteral(FRAMESCOPE_SOURCE_DIR "/tests/data/tls/") + QLatin1String(name);
}

/// A compressed message of the demo, inflated.
bool compressed(Photographer &p)
{
    auto window = p.open();
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
    if (!p.select(*window, *row))
        return false;
    window->findChild<QTabBar *>(QStringLiteral("detailsTabs"))->setCurrentIndex(1);
    return p.shoot(*window, "compressed");
}

bool tlsChain(Photographer &p)
{
    test::ScriptedPeer peer;
    peer.useTls(certificate("server.pem"), certificate("server.key"));
    auto window = p.open();
    net::ConnectionSettings settings;
    settings.url = peer.url();
    settings.tls.caFiles = {certificate("ca.pem")};
    window->connectTo(settings);
    const net::Session &session = *window->workspace().session();
    if (!waitFor("TLS", [&] { return session.status(ConnectionId(0)).state == net::State::Open; }))
        return false;
    if (!p.select(*window, RowIndex(0)))
        return false;
    window->findChild<ui::DetailsPane *>()->showConnection();
    return p.shoot(*window, "tls");
}

bool tlsRefused(Photographer &p)
{
    test::ScriptedPeer peer;
    peer.useTls(certificate("server.pem"), certificate("server.key"));
    auto window = p.open();
    net::ConnectionSettings settings;
    settings.url = peer.url();
    window->connectTo(settings);
    if (!waitFor("the refusal", [&] { return !window->workspace().session()->isLive(ConnectionId(0)); }))
        return false;
    if (!p.select(*window, RowIndex(0)))
        return false;
    window->findChild<ui::DetailsPane *>()->showConnection();
    return p.shoot(*window, "tls-refused");
}

bool proxyRefused(Photographer &p)
{
    test::ScriptedPeer proxy(test::ScriptedPeer::Upgrade::Answer,
                             "HTTP/1.1 407 Proxy Authentication Required\r\n"
                             "Proxy-Authenticate: Basic realm=\"staff\"\r\nContent-Length: 24\r\n\r\n"
                             "Say who you are, please.");
    auto window = p.open();
    net::ConnectionSettings settings;
    settings.url = QStringLiteral("ws://stream.example.com/v1/stream");
    settings.proxy = {net::ProxyKind::Http, QStringLiteral("127.0.0.1"), proxy.serverPort(), {}, {}};
    window->connectTo(settings);
    if (!waitFor("the proxy", [&] { return !window->workspace().session()->isLive(ConnectionId(0)); }))
        return false;
    if (!p.select(*window, RowIndex(0)))
        return false;
    window->findChild<ui::DetailsPane *>()->showHandshake();
    return p.shoot(*window, "proxy-refused");
}
} // namespace

bool waysPictures(Photographer &p) { return compressed(p) && tlsChain(p) && tlsRefused(p) && proxyRefused(p); }

} // namespace framescope::test
