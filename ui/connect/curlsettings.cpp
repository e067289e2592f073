#include "ui/connect/curlsettings.h"

#include <QUrl>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

namespace framescope::ui
{

namespace
{
using std::chrono::milliseconds;

milliseconds inMilliseconds(double seconds) { return milliseconds(std::llround(seconds * 1000)); }

/// curl: [protocol://][user[:password]@]host[:port]; without a protocol it is http, without a port 1080.
std::optional<net::ProxySettings> proxyFrom(const io::CurlCommand &command)
{
    const bool named = command.proxy.contains(QLatin1String("://"));
    const QUrl url(named ? command.proxy : QStringLiteral("http://") + command.proxy, QUrl::StrictMode);
    net::ProxySettings proxy;
    if (url.scheme() == u"http")
        proxy.kind = net::ProxyKind::Http;
    else if (url.scheme() == u"socks5" || url.scheme() == u"socks5h")
        proxy.kind = net::ProxyKind::Socks5;
    if (proxy.kind == net::ProxyKind::None || url.host().isEmpty())
        return std::nullopt;
    proxy.host = url.host();
    proxy.port = static_cast<std::uint16_t>(url.port(1080));
    proxy.user = command.proxyUser.isEmpty() ? url.userName(QUrl::FullyDecoded) : command.proxyUser;
    proxy.password = command.proxyUser.isEmpty() ? url.password(QUrl::FullyDecoded) : command.proxyPassword;
    return proxy;
}

/// What was given for one host and port goes to no other.
void dropForeign(net::ConnectionSettings &settings, const QString &before, QStringList &dropped)
{
    const QString endpoint = net::endpointOf(settings.url);
    if (before.isEmpty() || (!endpoint.isEmpty() && endpoint == net::endpointOf(before)))
        return;
    net::TlsSettings &tls = settings.tls;
    if (!tls.certificateFile.isEmpty() || !tls.keyFile.isEmpty())
        dropped += QStringLiteral("client certificate");
    if (!tls.serverName.isEmpty())
        dropped += QStringLiteral("TLS name %1").arg(tls.serverName);
    if (!settings.cookieProfile.isEmpty())
        dropped += QStringLiteral("cookie profile %1").arg(settings.cookieProfile);
    tls.certificateFile.clear();
    tls.keyFile.clear();
    tls.passphrase.clear();
    tls.serverName.clear();
    settings.cookieProfile.clear();
}

/// ws+unix:/path/to/socket:/resource; a socket has no TLS here, so wss has no such form.
std::optional<QString> unixUrl(const io::CurlCommand &command)
{
    static const QString scheme = QStringLiteral("ws://");
    if (!command.url.startsWith(scheme) || !command.unixSocket.startsWith(u'/') || command.unixSocket.contains(u':'))
        return std::nullopt;
    const qsizetype slash = command.url.indexOf(u'/', scheme.size());
    return QStringLiteral("ws+unix:%1:%2")
        .arg(command.unixSocket, slash < 0 ? QStringLiteral("/") : command.url.mid(slash));
}
} // namespace

net::ConnectionSettings settingsFrom(const io::CurlCommand &command, const net::ConnectionSettings &base,
                                     QStringList *ignored)
{
    QStringList left = command.ignored;
    net::ConnectionSettings settings = base;
    settings.url = command.url;
    settings.headers = command.headers;
    settings.origin = command.origin;
    settings.subprotocols = command.subprotocols;
    settings.rawRequest.reset();
    settings.auth = {};
    if (!command.bearer.isEmpty())
        settings.auth = {net::AuthKind::Bearer, {}, command.bearer};
    else if (!command.user.isEmpty() || !command.password.isEmpty())
        settings.auth = {net::AuthKind::Basic, command.user, command.password};
    dropForeign(settings, base.url, left);
    for (const QString &file : command.caFiles) {
        if (!settings.tls.caFiles.contains(file))
            settings.tls.caFiles.append(file);
    }
    if (!command.certificateFile.isEmpty()) {
        settings.tls.certificateFile = command.certificateFile;
        settings.tls.keyFile = command.keyFile;
        settings.tls.passphrase = command.passphrase;
    }
    if (!command.proxy.isEmpty()) {
        if (const auto proxy = proxyFrom(command))
            settings.proxy = *proxy;
        else
            left += QStringLiteral("--proxy");
    }
    if (!command.unixSocket.isEmpty()) {
        if (const auto url = unixUrl(command))
            settings.url = *url;
        else
            left += QStringLiteral("--unix-socket");
    }
    if (command.family != 0)
        settings.family = command.family == 4 ? net::AddressFamily::IPv4 : net::AddressFamily::IPv6;
    if (command.connectTimeout > 0)
        settings.connectTimeout = inMilliseconds(command.connectTimeout);
    if (command.maxTime > 0) {
        // curl's is for all together; none of the parts may take longer.
        for (milliseconds *limit : {&settings.connectTimeout, &settings.tlsTimeout, &settings.handshakeTimeout})
            *limit = std::min(*limit, inMilliseconds(command.maxTime));
    }
    if (ignored != nullptr)
        *ignored = left;
    return settings;
}

} // namespace framescope::ui
