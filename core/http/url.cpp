#include "core/http/url.h"

#include <QUrl>

#include <algorithm>
#include <optional>

namespace framescope::http
{

namespace
{
constexpr qsizetype maxUrlLength = 65'536;

Error error(const QString &message) { return Error{message}; }

bool isHex(QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F'); }

/// Octets and code points that no URL holds as they are: they are refused, not guessed about.
Result<void> checkCharacters(QStringView text)
{
    if (text.size() > maxUrlLength)
        return error(QStringLiteral("The URL is longer than %1 characters.").arg(maxUrlLength));
    if (!text.isValidUtf16())
        return error(QStringLiteral("The URL holds half of a surrogate pair, which is no character."));
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isSpace() || c.category() == QChar::Other_Control) {
            return error(QStringLiteral("The URL has a space or control character (U+%1) at position %2. Write it "
                                        "percent-encoded (a space is %20).")
                             .arg(c.unicode(), 4, 16, QLatin1Char('0'))
                             .arg(i + 1));
        }
        if (c == u'\\')
            return error(QStringLiteral("The URL has a backslash at position %1. Use / instead.").arg(i + 1));
        // RFC 6455 §3: "Fragment identifiers are meaningless in the context of WebSocket URIs and MUST NOT be used".
        if (c == u'#') {
            return error(QStringLiteral("The URL has a fragment (# at position %1), which a WebSocket URL must not "
                                        "have. Remove it, or write # as %23.")
                             .arg(i + 1));
        }
        if (c == u'%' && (i + 2 >= text.size() || !isHex(text[i + 1]) || !isHex(text[i + 2]))) {
            return error(QStringLiteral("The % at position %1 of the URL is not followed by two hex digits. Write "
                                        "a percent sign as %25.")
                             .arg(i + 1));
        }
    }
    return {};
}

/// Takes the scheme off the front of `text`.
Result<bool> takeScheme(QStringView &text)
{
    const qsizetype slashes = text.indexOf(QLatin1String("://"));
    const qsizetype firstSlash = text.indexOf(u'/');
    const QString beforeColon = text.first(std::max<qsizetype>(0, text.indexOf(u':'))).toString().toLower();
    if (slashes < 0 || slashes + 1 != firstSlash) {
        if (beforeColon == u"ws" || beforeColon == u"wss" || beforeColon == u"http" || beforeColon == u"https")
            return error(QStringLiteral("Two slashes must follow \"%1:\".").arg(beforeColon));
        return false;
    }
    const QString scheme = text.first(slashes).toString().toLower();
    text = text.sliced(slashes + 3);
    if (scheme == u"ws" || scheme == u"http")
        return false;
    if (scheme == u"wss" || scheme == u"https")
        return true;
    return error(QStringLiteral("The scheme \"%1\" is not one of ws, wss, http, https and ws+unix.").arg(scheme));
}

/// RFC 3986 §2: what may not stand in path and query is percent-encoded as UTF-8; escapes stay as they were given.
QByteArray encodeResource(QStringView resource)
{
    QByteArray encoded;
    const QByteArray text = resource.toUtf8();
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet >= 0x7F || QByteArrayView("\"<>^`{|}[]").contains(c)) {
            static constexpr char hex[] = "0123456789ABCDEF";
            encoded.append('%').append(hex[octet >> 4]).append(hex[octet & 0xF]);
        } else {
            encoded.append(c);
        }
    }
    return encoded;
}

/// Takes "ws+unix:" and its kin off the front of `text`; nothing when it begins in another way.
std::optional<bool> takeUnixScheme(QStringView &text)
{
    const qsizetype colon = text.indexOf(u':');
    const QString scheme = text.first(std::max<qsizetype>(0, colon)).toString().toLower();
    const bool secure = scheme == u"wss+unix" || scheme == u"https+unix";
    if (!secure && scheme != u"ws+unix" && scheme != u"http+unix" && scheme != u"unix")
        return std::nullopt;
    text = text.sliced(colon + 1);
    return secure;
}

/// Where the resource begins, with the colon before it: a path may have colons of its own.
qsizetype resourceColon(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool last = i + 1 == text.size();
        if (text[i] == u':' && (last || text[i + 1] == u'/' || text[i + 1] == u'?'))
            return i;
    }
    return -1;
}

Result<void> setUnixSocket(QStringView text, WsUrl &url)
{
    QStringView path = text;
    QStringView resource;
    const bool authority = text.startsWith(QLatin1String("//")) && !text.startsWith(QLatin1String("///"));
    if (authority) {
        // The path of the socket percent-encoded in the place of the host.
        path = text.sliced(2);
        const auto end = std::find_if(path.begin(), path.end(), [](QChar c) { return c == u'/' || c == u'?'; });
        resource = path.sliced(end - path.begin());
        path = path.first(end - path.begin());
    } else {
        if (path.startsWith(QLatin1String("///")))
            path = path.sliced(2);
        if (const qsizetype colon = resourceColon(path); colon >= 0) {
            resource = path.sliced(colon + 1);
            path = path.first(colon);
        }
    }
    url.unixPath = QString::fromUtf8(QByteArray::fromPercentEncoding(path.toUtf8()));
    if (!url.unixPath.startsWith(u'/') || url.unixPath.contains(QChar(0))) {
        return error(
            QStringLiteral("A Unix domain socket is named by its whole path: ws+unix:/path/of/socket:/resource, "
                           "or ws+unix://%2Fpath%2Fof%2Fsocket/resource."));
    }
    url.host = QStringLiteral("localhost");
    url.asciiHost = "localhost";
    url.port = url.secure ? 443 : 80;
    url.resource = encodeResource(resource);
    if (!url.resource.startsWith('/'))
        url.resource.prepend('/');
    return {};
}

Result<void> setIpv6(QStringView literal, WsUrl &url)
{
    // RFC 6874: a zone stands behind %25; in the address itself it is a plain %.
    const qsizetype zone = literal.indexOf(u'%');
    const QStringView address = zone < 0 ? literal : literal.first(zone);
    QUrl check;
    check.setHost(u'[' + address.toString() + u']', QUrl::StrictMode);
    const bool hexOnly =
        std::all_of(address.begin(), address.end(), [](QChar c) { return isHex(c) || c == u':' || c == u'.'; });
    if (check.host().isEmpty() || !hexOnly || !address.contains(u':'))
        return error(QStringLiteral("\"[%1]\" is not an IPv6 address.").arg(literal));
    QString host = address.toString();
    if (zone >= 0) {
        QStringView name = literal.sliced(zone + 1);
        if (name.startsWith(QLatin1String("25")))
            name = name.sliced(2);
        const bool plain = std::all_of(name.begin(), name.end(), [](QChar c) {
            return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'-' || c == u'.' || c == u'_');
        });
        if (name.isEmpty() || !plain)
            return error(QStringLiteral("The zone of \"[%1]\" is not the name of an interface.").arg(literal));
        host += u'%' + name.toString();
    }
    url.host = host;
    url.asciiHost = host.toLatin1();
    return {};
}

Result<void> setHostName(QStringView name, WsUrl &url)
{
    if (name.isEmpty())
        return error(QStringLiteral("The URL has no host name."));
    const bool ascii = std::all_of(name.begin(), name.end(), [](QChar c) { return c.unicode() < 0x80; });
    // RFC 5890: names outside ASCII travel in their xn-- form.
    const QByteArray ace = ascii ? name.toLatin1().toLower() : QUrl::toAce(name.toString());
    if (ace.isEmpty())
        return error(QStringLiteral("\"%1\" is not a host name that can be looked up.").arg(name));
    const auto bad = std::find_if_not(ace.begin(), ace.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
    if (bad != ace.end()) {
        return error(QStringLiteral("The host name \"%1\" has a character that no host name may have: %2")
                         .arg(name, QString(QLatin1Char(*bad))));
    }
    const QByteArray inner = ace.endsWith('.') ? ace.chopped(1) : ace;
    const QList<QByteArray> labels = inner.split('.');
    // RFC 1035 §2.3.4
    if (inner.size() > 253 || std::any_of(labels.begin(), labels.end(), [](const QByteArray &label) {
            return label.isEmpty() || label.size() > 63;
        })) {
        return error(QStringLiteral("\"%1\" is not a host name: a part between dots is empty or longer than 63 "
                                    "bytes, or the whole is longer than 253.")
                         .arg(name));
    }
    url.host = name.toString();
    url.asciiHost = ace;
    return {};
}

Result<void> setPort(QStringView digits, WsUrl &url)
{
    url.port = url.secure ? 443 : 80;
    if (digits.isEmpty())
        return {}; // RFC 3986 §3.2.3: "host:" is the default port
    if (!std::all_of(digits.begin(), digits.end(), [](QChar c) { return c >= u'0' && c <= u'9'; }))
        return error(QStringLiteral("The port \"%1\" is not a number.").arg(digits));
    const qulonglong port = digits.size() > 10 ? 65536 : digits.toULongLong();
    if (port < 1 || port > 65535)
        return error(QStringLiteral("The port %1 is outside 1-65535.").arg(digits));
    url.port = static_cast<std::uint16_t>(port);
    return {};
}

Result<void> setAuthority(QStringView authority, WsUrl &url)
{
    // RFC 6455 §3 has no user info; what is there would end up in logs and in nothing the server reads.
    if (authority.contains(u'@')) {
        return error(QStringLiteral("User name and password cannot stand in a WebSocket URL. Remove what is before "
                                    "the @ and add a header \"Authorization: Basic ...\" instead."));
    }
    if (authority.startsWith(u'[')) {
        const qsizetype close = authority.indexOf(u']');
        if (close < 0)
            return error(QStringLiteral("The IPv6 address has no closing bracket."));
        const QStringView rest = authority.sliced(close + 1);
        if (!rest.isEmpty() && rest[0] != u':')
            return error(QStringLiteral("After the bracket of an IPv6 address only :port may follow."));
        if (Result<void> host = setIpv6(authority.sliced(1, close - 1), url); !host)
            return host;
        return setPort(rest.isEmpty() ? rest : rest.sliced(1), url);
    }
    const qsizetype colon = authority.indexOf(u':');
    if (colon >= 0 && authority.indexOf(u':', colon + 1) >= 0) {
        return error(QStringLiteral("\"%1\" has more than one colon. Put an IPv6 address in brackets: [::1]:8080.")
                         .arg(authority));
    }
    if (Result<void> host = setHostName(colon < 0 ? authority : authority.first(colon), url); !host)
        return host;
    return setPort(colon < 0 ? QStringView() : authority.sliced(colon + 1), url);
}
} // namespace

QByteArray WsUrl::hostField() const
{
    QByteArray field = asciiHost;
    if (isIpv6()) {
        // RFC 6874 §1: a zone means something on this machine only and is not sent.
        const qsizetype zone = field.indexOf('%');
        field = '[' + (zone < 0 ? field : field.first(zone)) + ']';
    }
    if (!isDefaultPort())
        field += ':' + QByteArray::number(port);
    return field;
}

QString WsUrl::toString() const
{
    if (isUnix()) {
        const QByteArray path = unixPath.toUtf8().toPercentEncoding("/");
        return QStringLiteral("%1+unix:%2:%3")
            .arg(secure ? QStringLiteral("wss") : QStringLiteral("ws"), QString::fromLatin1(path),
                 QString::fromLatin1(resource));
    }
    QString text = secure ? QStringLiteral("wss://") : QStringLiteral("ws://");
    if (isIpv6())
        text += u'[' + QString(host).replace(u'%', QLatin1String("%25")) + u']';
    else
        text += host;
    if (!isDefaultPort())
        text += u':' + QString::number(port);
    return text + QString::fromLatin1(resource);
}

Result<WsUrl> parseWsUrl(const QString &text)
{
    const QString trimmed = text.trimmed();
    QStringView rest(trimmed);
    if (rest.isEmpty())
        return error(QStringLiteral("The URL is empty. Write one like wss://example.com/path."));
    if (Result<void> characters = checkCharacters(rest); !characters)
        return characters.error();
    WsUrl url;
    if (const std::optional<bool> secureUnix = takeUnixScheme(rest)) {
        url.secure = *secureUnix;
        const Result<void> socket = setUnixSocket(rest, url);
        return socket ? Result<WsUrl>(url) : socket.error();
    }
    Result<bool> secure = takeScheme(rest);
    if (!secure)
        return secure.error();
    url.secure = *secure;
    const auto end = std::find_if(rest.begin(), rest.end(), [](QChar c) { return c == u'/' || c == u'?'; });
    const qsizetype authoritySize = end - rest.begin();
    if (Result<void> authority = setAuthority(rest.first(authoritySize), url); !authority)
        return authority.error();
    // RFC 6455 §3: the resource name is the path, "/" when it is empty, and the query.
    url.resource = encodeResource(rest.sliced(authoritySize));
    if (!url.resource.startsWith('/'))
        url.resource.prepend('/');
    return url;
}

} // namespace framescope::http
