#include "core/net/request.h"

#include "core/http/acceptkey.h"
#include "core/http/challenge.h"
#include "core/http/handshake.h"
#include "core/http/token.h"
#include "core/net/cookies.h"
#include "core/net/deflatesettings.h"

#include <algorithm>

namespace framescope::net
{
namespace
{
using Headers = QList<QPair<QByteArray, QByteArray>>;

Headers::iterator findHeader(Headers &headers, QByteArrayView name)
{
    return std::find_if(headers.begin(), headers.end(),
                        [&](const auto &header) { return http::equalIgnoringCase(header.first, name); });
}

/// Octets that would end the line or worse (RFC 9110 §5.5).
bool fitsField(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return octet >= 0x20 && octet != 0x7F;
    });
}

void addAuthorization(const AuthSettings &auth, Headers &headers, QStringList &notes)
{
    if (auth.kind == AuthKind::None)
        return;
    const QString what = auth.kind == AuthKind::Basic ? u"user name and password"_qs : u"bearer token"_qs;
    if (findHeader(headers, "Authorization") != headers.end()) {
        notes += u"The header Authorization given by hand is sent; the %1 of the options are not."_qs.arg(what);
        return;
    }
    const QByteArray value = auth.kind == AuthKind::Basic ? http::basicCredentials(auth.user, auth.secret)
                                                          : http::bearerCredentials(auth.secret);
    if (!fitsField(value)) {
        notes += u"The bearer token is not sent: it has a control character, which no header can hold."_qs;
        return;
    }
    if (auth.kind == AuthKind::Basic && auth.user.contains(u':')) {
        // RFC 7617 §2: a user-id with a colon is invalid.
        notes += u"The user name has a colon: the server takes what follows it for the password."_qs;
    }
    headers.append({"Authorization", value});
}

/// Names in a Cookie field (RFC 6265 §4.2.1).
QList<QByteArray> cookieNames(const QByteArray &field)
{
    QList<QByteArray> names;
    const QList<QByteArray> pairs = field.split(';');
    for (const QByteArray &pair : pairs)
        names += http::trimOws(QByteArrayView(pair).first(qMax<qsizetype>(0, pair.indexOf('=')))).toByteArray();
    return names;
}

void addCookies(const QString &profile, const http::WsUrl &url, CookieStore *store, Headers &headers,
                QStringList &notes)
{
    if (profile.isEmpty())
        return;
    if (store == nullptr) {
        notes += u"No cookies of the profile %1 are sent: there is no place for cookies here."_qs.arg(profile);
        return;
    }
    const CookieStore::Found found = store->matching(profile, url);
    if (!found.problem.isEmpty())
        notes += found.problem;
    const auto own = findHeader(headers, "Cookie");
    const QList<QByteArray> ownNames = own == headers.end() ? QList<QByteArray>() : cookieNames(own->second);
    QList<QByteArray> pairs;
    for (const QNetworkCookie &cookie : found.cookies) {
        if (!ownNames.contains(cookie.name()))
            pairs += cookie.toRawForm(QNetworkCookie::NameAndValueOnly);
    }
    if (pairs.isEmpty())
        return;
    if (own == headers.end())
        headers.append({"Cookie", pairs.join("; ")});
    else
        own->second += (own->second.isEmpty() ? "" : "; ") + pairs.join("; ");
}
} // namespace

Request makeRequest(const ConnectionSettings &settings, const http::WsUrl &url, CookieStore *cookies)
{
    if (settings.rawRequest)
        return {*settings.rawRequest, {}};
    Request made;
    http::UpgradeRequest request;
    request.url = url;
    request.key = http::makeKey();
    request.origin = settings.origin;
    request.subprotocols = settings.subprotocols;
    request.headers = settings.headers;
    if (settings.deflate.offer)
        request.deflate = {deflateParameters(settings.deflate, ws::Role::Client)};
    addAuthorization(settings.auth, request.headers, made.notes);
    addCookies(settings.cookieProfile, url, cookies, request.headers, made.notes);
    made.octets = request.toHead();
    return made;
}

QByteArray proposedRequest(const ConnectionSettings &settings, CookieStore *cookies)
{
    const auto url = http::parseWsUrl(settings.url);
    if (!url)
        return {};
    ConnectionSettings fresh = settings;
    fresh.rawRequest.reset();
    return makeRequest(fresh, *url, cookies).octets;
}

} // namespace framescope::net
