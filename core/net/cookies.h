#pragma once

#include "core/base/result.h"
#include "core/http/url.h"

#include <QByteArray>
#include <QList>
#include <QNetworkCookie>
#include <QString>
#include <QStringList>

#include <memory>

namespace framescope::net
{

/// Cookies by profile (RFC 6265): each profile is one file of the folder, mode 0600, put in place in one step. Which
/// cookie goes where is decided by QNetworkCookieJar, with the list of public suffixes. Cookies without an end of their
/// own are kept as well, until they are cleared: a profile is meant to go on at the next start. A file that another
/// program changed is read again; of two that write at once the later wins.
/// Problems are sentences without names or values of cookies.
/// Thread: all may be called from any.
class CookieStore
{
public:
    /// RFC 6265 §6.1 asks for at least 4,096 octets a cookie, 50 a domain, 3,000 in all.
    static constexpr qsizetype maxCookieSize = 8192;
    static constexpr qsizetype maxForDomain = 180;
    static constexpr qsizetype maxCookies = 3000;

    /// The folder is made when something is kept.
    explicit CookieStore(const QString &folder);
    ~CookieStore();

    struct Found {
        QList<QNetworkCookie> cookies;
        QString problem; ///< of reading the profile, told once; empty: none
    };
    /// What belongs into a request to this address, the longest paths first (RFC 6265 §5.4).
    Found matching(const QString &profile, const http::WsUrl &url);
    /// Keeps the cookies of these Set-Cookie values, as far as this server may set them. Gives what was not kept and
    /// why, and whether the file could be written.
    QStringList keep(const QString &profile, const http::WsUrl &url, const QList<QByteArray> &setCookie);

    /// All of a profile, for showing.
    Found all(const QString &profile);
    /// Profiles that have a file, by name.
    QStringList profiles() const;
    Result<void> remove(const QString &profile, const QNetworkCookie &cookie);
    /// Forgets all cookies of a profile and removes its file.
    Result<void> clear(const QString &profile);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace framescope::net
