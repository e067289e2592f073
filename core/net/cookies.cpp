#include "core/net/cookies.h"

#include "core/net/failuretext.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkCookieJar>
#include <QSaveFile>
#include <QUrl>

#include <algorithm>
#include <map>
#include <mutex>

namespace framescope::net
{
namespace
{
constexpr int fileVersion = 1;
constexpr qint64 maxFileSize = 64 * 1024 * 1024;
constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QUrl httpUrl(const http::WsUrl &url)
{
    return QUrl::fromEncoded((url.secure ? "https://" : "http://") + url.hostField() + url.resource);
}

bool hasControl(QByteArrayView text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return (octet < 0x20 && octet != '\t') || octet == 0x7F;
    });
}

bool isPast(const QNetworkCookie &cookie, const QDateTime &now)
{
    return !cookie.isSessionCookie() && cookie.expirationDate() < now;
}

bool isAddress(const QUrl &url) { return !QHostAddress(url.host()).isNull(); }

class Jar : public QNetworkCookieJar
{
public:
    QList<QNetworkCookie> all() const { return allCookies(); }
    void setAll(const QList<QNetworkCookie> &cookies) { setAllCookies(cookies); }
    QList<QNetworkCookie> cookiesForUrl(const QUrl &url) const override
    {
        QList<QNetworkCookie> cookies = QNetworkCookieJar::cookiesForUrl(url);
        // RFC 6265 §5.1.3: addresses have no parts, so only cookies of one host alone. A file may say otherwise.
        if (isAddress(url))
            cookies.removeIf([&url](const QNetworkCookie &cookie) { return cookie.domain() != url.host(); });
        return cookies;
    }

    /// What is over goes, then the oldest of what is too much.
    void tidy(const QString &domain)
    {
        QList<QNetworkCookie> cookies = allCookies();
        const QDateTime now = QDateTime::currentDateTimeUtc();
        cookies.removeIf([&](const QNetworkCookie &cookie) { return isPast(cookie, now); });
        qsizetype tooMany = std::count_if(cookies.begin(), cookies.end(),
                                          [&](const QNetworkCookie &cookie) { return cookie.domain() == domain; }) -
                            CookieStore::maxForDomain;
        cookies.removeIf(
            [&](const QNetworkCookie &cookie) { return tooMany > 0 && cookie.domain() == domain && tooMany-- > 0; });
        if (cookies.size() > CookieStore::maxCookies)
            cookies.remove(0, cookies.size() - CookieStore::maxCookies);
        setAllCookies(cookies);
    }

protected:
    bool validateCookie(const QNetworkCookie &cookie, const QUrl &url) const override
    {
        // RFC 6265 §5.3 step 6: the host must be of the cookie's domain. Qt also takes the other way round.
        const QString domain = cookie.domain();
        const QString host = url.host();
        // RFC 6265 §5.1.3: a suffix of an address is no domain.
        const bool ofDomain = host == domain || (!isAddress(url) && domain.startsWith(u'.') &&
                                                 (host == domain.mid(1) || host.endsWith(domain)));
        return ofDomain && QNetworkCookieJar::validateCookie(cookie, url);
    }
};

QByteArray toJson(const QList<QNetworkCookie> &cookies)
{
    QJsonArray lines;
    for (const QNetworkCookie &cookie : cookies)
        lines.append(QString::fromLatin1(cookie.toRawForm(QNetworkCookie::Full)));
    return QJsonDocument(QJsonObject{{u"version"_qs, fileVersion}, {u"cookies"_qs, lines}}).toJson();
}

Result<QList<QNetworkCookie>> fromJson(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(text, &error).object();
    if (error.error != QJsonParseError::NoError)
        return Error{u"it is no JSON (%1)"_qs.arg(error.errorString())};
    if (root.value(u"version"_qs).toInt() != fileVersion || !root.value(u"cookies"_qs).isArray())
        return Error{u"it is no list of cookies"_qs};
    QList<QNetworkCookie> cookies;
    for (const QJsonValue line : root.value(u"cookies"_qs).toArray()) {
        const QList<QNetworkCookie> parsed = QNetworkCookie::parseCookies(line.toString().toLatin1());
        if (parsed.size() != 1 || parsed[0].domain().isEmpty())
            return Error{u"its entry %1 is no cookie"_qs.arg(cookies.size() + 1)};
        cookies += parsed;
    }
    return cookies;
}

struct Profile {
    Jar jar;
    QDateTime modified; ///< of the file as it was read or written; invalid: there was none
    qint64 size = -1;
    bool writable = true; ///< a file that cannot be read is not written over
    QString problem;      ///< not told yet
};
} // namespace

class CookieStore::Private
{
public:
    explicit Private(const QString &theFolder) : folder(theFolder) {}

    QString path(const QString &profile) const
    {
        // Percent-encoded: no name leads out of the folder or into another profile's file.
        return folder.filePath(u"cookies-%1.json"_qs.arg(QString::fromLatin1(QUrl::toPercentEncoding(profile))));
    }
    Profile &open(const QString &name);
    void read(const QString &path, Profile &profile);
    Result<void> write(const QString &name, Profile &profile);
    static void note(const QFileInfo &file, Profile &profile)
    {
        profile.modified = file.exists() ? file.lastModified() : QDateTime();
        profile.size = file.exists() ? file.size() : -1;
    }

    QDir folder;
    mutable std::mutex mutex;
    std::map<QString, std::unique_ptr<Profile>> profiles;
};

Profile &CookieStore::Private::open(const QString &name)
{
    std::unique_ptr<Profile> &profile = profiles[name];
    const bool first = !profile;
    if (first)
        profile = std::make_unique<Profile>();
    const QFileInfo file(path(name));
    const bool changed =
        file.exists() ? file.lastModified() != profile->modified || file.size() != profile->size : profile->size >= 0;
    if (changed)
        read(path(name), *profile);
    return *profile;
}

void CookieStore::Private::read(const QString &path, Profile &profile)
{
    profile.writable = true;
    profile.jar.setAll({});
    note(QFileInfo(path), profile);
    QFile file(path);
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        profile.writable = false;
        profile.problem = u"The cookies cannot be read from %1: %2. New ones are kept until the program ends."_qs.arg(
            QDir::toNativeSeparators(path), file.errorString());
        return;
    }
    auto cookies = file.size() > maxFileSize ? Result<QList<QNetworkCookie>>(Error{u"it is too long"_qs})
                                             : fromJson(file.readAll());
    file.close();
    if (cookies) {
        profile.jar.setAll(*cookies);
        return;
    }
    QString aside;
    for (int i = 1; i <= 1000 && (aside.isEmpty() || QFile::exists(aside)); ++i)
        aside = u"%1.broken-%2"_qs.arg(path, QString::number(i)); // a path has % signs of its own
    const QString what =
        u"The file of cookies %1 cannot be used: %2."_qs.arg(QDir::toNativeSeparators(path), cookies.error().message);
    if (QFile::rename(path, aside)) {
        profile.problem = what + u" It was kept as %1."_qs.arg(QFileInfo(aside).fileName());
        note(QFileInfo(path), profile);
    } else {
        profile.writable = false;
        profile.problem = what + u" Remove it; until then new cookies are kept until the program ends."_qs;
    }
}

Result<void> CookieStore::Private::write(const QString &name, Profile &profile)
{
    if (!profile.writable)
        return {};
    const auto error = [&](const QString &why) {
        return Error{u"The cookies cannot be written to %1: %2. They are kept until the program ends."_qs.arg(
            QDir::toNativeSeparators(path(name)), why)};
    };
    if (!folder.exists()) {
        if (!folder.mkpath(u"."_qs))
            return error(u"the folder cannot be made"_qs);
        QFile::setPermissions(folder.path(), ownerOnly | QFileDevice::ExeOwner);
    }
    QSaveFile file(path(name));
    // Before the first octet is in it.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownerOnly))
        return error(file.errorString());
    file.write(toJson(profile.jar.all()));
    if (!file.commit())
        return error(file.errorString());
    note(QFileInfo(path(name)), profile);
    return {};
}

CookieStore::CookieStore(const QString &folder) : d(std::make_unique<Private>(folder)) {}
CookieStore::~CookieStore() = default;

CookieStore::Found CookieStore::matching(const QString &profile, const http::WsUrl &url)
{
    const std::lock_guard lock(d->mutex);
    Profile &opened = d->open(profile);
    return {opened.jar.cookiesForUrl(httpUrl(url)), std::exchange(opened.problem, QString())};
}

QStringList CookieStore::keep(const QString &profile, const http::WsUrl &url, const QList<QByteArray> &setCookie)
{
    QStringList problems;
    const std::lock_guard lock(d->mutex);
    Profile &opened = d->open(profile);
    if (!opened.problem.isEmpty())
        problems += std::exchange(opened.problem, QString());
    const QUrl from = httpUrl(url);
    const QList<QNetworkCookie> before = opened.jar.all();
    for (const QByteArray &value : setCookie) {
        if (value.size() > maxCookieSize) {
            problems += u"A cookie of %1 bytes was not kept: %2 are the most."_qs.arg(value.size()).arg(maxCookieSize);
            continue;
        }
        QList<QNetworkCookie> cookies = QNetworkCookie::parseCookies(value);
        // A control octet would go out again in a request and may end a line there.
        if (cookies.size() != 1 || cookies[0].name().isEmpty() || hasControl(value)) {
            problems += u"A Set-Cookie field is no cookie and was not kept."_qs;
            continue;
        }
        // A copy: what is normalized twice is no longer a cookie of one host alone.
        QNetworkCookie cookie = cookies[0];
        cookie.normalize(from);
        const bool removes = isPast(cookie, QDateTime::currentDateTimeUtc());
        if (!opened.jar.setCookiesFromUrl(cookies, from) && !removes) {
            problems += u"A cookie for %1 was not kept: %2 may not set it."_qs.arg(peerText(cookie.domain(), saidLimit),
                                                                                   from.host());
            continue;
        }
        opened.jar.tidy(cookie.domain());
    }
    if (opened.jar.all() != before) {
        if (const Result<void> written = d->write(profile, opened); !written)
            problems += written.error().message;
    }
    return problems;
}

CookieStore::Found CookieStore::all(const QString &profile)
{
    const std::lock_guard lock(d->mutex);
    Profile &opened = d->open(profile);
    return {opened.jar.all(), std::exchange(opened.problem, QString())};
}

QStringList CookieStore::profiles() const
{
    QStringList names;
    const QStringList files = d->folder.entryList({u"cookies-*.json"_qs}, QDir::Files, QDir::Name);
    for (const QString &file : files)
        names += QUrl::fromPercentEncoding(file.mid(8).chopped(5).toLatin1());
    return names;
}

Result<void> CookieStore::remove(const QString &profile, const QNetworkCookie &cookie)
{
    const std::lock_guard lock(d->mutex);
    Profile &opened = d->open(profile);
    return opened.jar.deleteCookie(cookie) ? d->write(profile, opened) : Result<void>();
}

Result<void> CookieStore::clear(const QString &profile)
{
    const std::lock_guard lock(d->mutex);
    Profile &opened = d->open(profile);
    opened.jar.setAll({});
    opened.problem.clear();
    QFile file(d->path(profile));
    if (file.exists() && !file.remove())
        return Error{u"The cookies cannot be removed from %1: %2."_qs.arg(QDir::toNativeSeparators(file.fileName()),
                                                                          file.errorString())};
    opened.writable = true;
    Private::note(QFileInfo(d->path(profile)), opened);
    return {};
}

} // namespace framescope::net
