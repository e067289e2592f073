#include "core/net/dial/systemproxy.h"

#include <QNetworkProxy>
#include <QNetworkProxyFactory>
#include <QPromise>
#include <QThreadPool>
#include <QUrl>

#include <memory>

namespace framescope::net
{
namespace
{
/// The systems know http and https only.
QUrl queried(const http::WsUrl &url)
{
    QUrl query;
    query.setScheme(url.secure ? u"https"_qs : u"http"_qs);
    query.setHost(QString::fromLatin1(url.asciiHost));
    query.setPort(url.port);
    query.setPath(u"/"_qs);
    return query;
}

ProxySettings firstUsable(const QList<QNetworkProxy> &proxies)
{
    for (const QNetworkProxy &proxy : proxies) {
        ProxySettings found;
        found.host = proxy.hostName();
        found.port = proxy.port();
        found.user = proxy.user();
        found.password = proxy.password();
        switch (proxy.type()) {
        case QNetworkProxy::NoProxy:
            return {};
        case QNetworkProxy::HttpProxy:
            found.kind = ProxyKind::Http;
            return found;
        case QNetworkProxy::Socks5Proxy:
            found.kind = ProxyKind::Socks5;
            return found;
        default:
            // Proxies that fetch pages or files, and no tunnels.
            break;
        }
    }
    return {};
}
} // namespace

QFuture<ProxySettings> systemProxy(const http::WsUrl &url)
{
    auto promise = std::make_shared<QPromise<ProxySettings>>();
    QFuture<ProxySettings> future = promise->future();
    promise->start();
    QThreadPool::globalInstance()->start([promise, query = queried(url)] {
        promise->addResult(firstUsable(QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(query))));
        promise->finish();
    });
    return future;
}

} // namespace framescope::net
