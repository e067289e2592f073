#include "tests/screenshots/photographer.h"

#include "ui/connect/optionsdialog.h"

using namespace framescope;

namespace framescope::test
{

namespace
{
/// Pages of the options that show most of what they can.
bool options(Photographer &p)
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
        if (!p.shoot(dialog, name))
            return false;
    }
    return true;
}
} // namespace

bool optionsPictures(Photographer &p) { return options(p); }

} // namespace framescope::test
