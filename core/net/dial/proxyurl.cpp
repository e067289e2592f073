#include "core/net/dial/proxyurl.h"

#include <QUrl>

namespace framescope::net
{
namespace
{
constexpr int defaultHttpPort = 3128;
constexpr int defaultSocksPort = 1080;
} // namespace

Result<ProxySettings> parseProxy(const QString &text)
{
    ProxySettings proxy;
    if (text == u"none")
        return proxy;
    if (text == u"system") {
        proxy.kind = ProxyKind::System;
        return proxy;
    }
    const QUrl url(text.contains(u"://") ? text : u"http://"_qs + text, QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (scheme == u"http") {
        proxy.kind = ProxyKind::Http;
    } else if (scheme == u"socks5" || scheme == u"socks5h") {
        proxy.kind = ProxyKind::Socks5;
    } else if (url.isValid()) {
        return Error{u"\"%1\" is no kind of proxy: use http://, socks5://, system or none."_qs.arg(scheme)};
    }
    const QString path = url.path();
    if (!url.isValid() || url.host().isEmpty() || url.port() == 0 || url.hasQuery() || url.hasFragment() ||
        (!path.isEmpty() && path != u"/"))
        return Error{u"A proxy is written like http://host:port, socks5://user:password@host:port, system or none."_qs};
    proxy.host = url.host();
    proxy.port =
        static_cast<std::uint16_t>(url.port(proxy.kind == ProxyKind::Http ? defaultHttpPort : defaultSocksPort));
    proxy.user = url.userName(QUrl::FullyDecoded);
    proxy.password = url.password(QUrl::FullyDecoded);
    return proxy;
}

} // namespace framescope::net
