#include "core/net/redirect.h"

#include <QUrl>

#include <algorithm>

namespace framescope::net
{
namespace
{
/// Scheme, host and port as text; empty for what is no address.
QString originOf(const QString &url)
{
    const auto parsed = http::parseWsUrl(url);
    if (!parsed)
        return {};
    const QString endpoint = endpointOf(url);
    return endpoint.isEmpty() ? QString() : (parsed->secure ? u"wss://"_qs : u"ws://"_qs) + endpoint;
}

void dropForeign(ConnectionSettings &settings, QStringList &dropped)
{
    if (settings.auth.kind != AuthKind::None) {
        dropped += settings.auth.kind == AuthKind::Basic ? u"user name and password"_qs : u"bearer token"_qs;
        settings.auth = {};
    }
    // Any field may carry a secret (X-Api-Key ...), and so may a subprotocol: browsers have no other place for a token.
    for (const auto &header : qAsConst(settings.headers))
        dropped += u"header %1"_qs.arg(QString::fromLatin1(header.first));
    settings.headers.clear();
    if (!settings.subprotocols.isEmpty())
        dropped += u"subprotocols"_qs;
    settings.subprotocols.clear();
    if (!settings.tls.certificateFile.isEmpty() || !settings.tls.keyFile.isEmpty())
        dropped += u"client certificate"_qs;
    settings.tls.certificateFile.clear();
    settings.tls.keyFile.clear();
    settings.tls.passphrase.clear();
    if (!settings.tls.serverName.isEmpty())
        dropped += u"TLS name %1"_qs.arg(settings.tls.serverName);
    settings.tls.serverName.clear();
}
} // namespace

QString redirectTarget(const http::WsUrl &requested, const QByteArray &location)
{
    // RFC 9110 §4.1: nobody need take longer ones.
    constexpr qsizetype longest = 8000;
    if (location.isEmpty() || location.size() > longest)
        return {};
    QString from = requested.toString();
    from.replace(0, requested.secure ? 3 : 2, requested.secure ? u"https"_qs : u"http"_qs);
    QUrl target = QUrl(from, QUrl::StrictMode).resolved(QUrl::fromEncoded(location, QUrl::TolerantMode));
    static const QList<QPair<QString, QString>> schemes{
        {u"http"_qs, u"ws"_qs}, {u"https"_qs, u"wss"_qs}, {u"ws"_qs, u"ws"_qs}, {u"wss"_qs, u"wss"_qs}};
    const auto scheme =
        std::find_if(schemes.begin(), schemes.end(), [&](const auto &pair) { return pair.first == target.scheme(); });
    if (!target.isValid() || scheme == schemes.end())
        return {};
    target.setScheme(scheme->second);
    target.setUserInfo({});
    target.setFragment({});
    const auto url = http::parseWsUrl(target.toString(QUrl::FullyEncoded));
    return url ? url->toString() : QString();
}

ConnectionSettings redirected(const ConnectionSettings &settings, const QString &url, QStringList *dropped)
{
    QStringList left;
    ConnectionSettings next = settings;
    next.url = url;
    if (next.rawRequest) {
        left += u"request written by hand"_qs;
        next.rawRequest.reset();
    }
    const QString origin = originOf(url);
    if (origin.isEmpty() || origin != originOf(settings.url))
        dropForeign(next, left);
    if (dropped != nullptr)
        *dropped = left;
    return next;
}

} // namespace framescope::net
