#include "core/net/admission.h"

#include <QSysInfo>

#include <algorithm>

namespace framescope::net
{
namespace
{
/// host of host[:port], in lower case, without the brackets of an IPv6 address and the dot at the end.
QByteArray nameOf(QByteArrayView authority)
{
    if (authority.startsWith('['))
        return authority.sliced(1, std::max<qsizetype>(1, authority.indexOf(']')) - 1).toByteArray().toLower();
    // Without brackets two colons are an IPv6 address; a host and a port have one.
    const qsizetype colon = authority.count(':') > 1 ? -1 : authority.indexOf(':');
    QByteArray name = authority.first(colon < 0 ? authority.size() : colon).toByteArray().toLower();
    if (name.endsWith('.'))
        name.chop(1);
    return name;
}

/// What stands between the scheme's :// and the next slash; nothing when there is no scheme.
QByteArrayView authorityOf(QByteArrayView url)
{
    const qsizetype scheme = url.indexOf("://");
    if (scheme < 0)
        return {};
    const QByteArrayView rest = url.sliced(scheme + 3);
    const qsizetype end = rest.indexOf('/');
    const QByteArrayView authority = end < 0 ? rest : rest.first(end);
    return authority.sliced(authority.indexOf('@') + 1);
}

bool isAddress(const QByteArray &name) { return !QHostAddress(QString::fromLatin1(name)).isNull(); }

bool isLoopback(const QByteArray &name)
{
    // RFC 6761 §6.3: localhost and the names below it are this machine.
    return name == "localhost" || name.endsWith(".localhost") || QHostAddress(QString::fromLatin1(name)).isLoopback();
}

bool contains(const QList<QByteArray> &list, QByteArrayView wanted)
{
    return std::any_of(list.begin(), list.end(), [wanted](const QByteArray &element) {
        return element.compare(wanted, Qt::CaseInsensitive) == 0;
    });
}
} // namespace

QByteArray requestedHost(const http::Head &request)
{
    // RFC 9112 §3.2.2: the Host field of a request with an absolute target is not looked at.
    const QByteArrayView authority = authorityOf(request.target);
    if (!request.target.startsWith('/') && !authority.isEmpty())
        return nameOf(authority);
    return nameOf(request.value(QByteArrayView("Host")));
}

bool isOwnHost(QByteArrayView host, const Admission &rules)
{
    const QByteArray name = nameOf(host);
    if (contains(rules.hosts, name) || isLoopback(name))
        return true;
    // What listens on loopback only is reached by a loopback address; what listens on others by any of them.
    if (rules.address.isLoopback())
        return false;
    return isAddress(name) || name == QSysInfo::machineHostName().toUtf8().toLower();
}

bool isAllowedOrigin(QByteArrayView origin, QByteArrayView host, const Admission &rules)
{
    if (origin.isEmpty() || rules.origins.contains("*") || contains(rules.origins, origin))
        return true;
    const QByteArrayView authority = authorityOf(origin); // "null" has none (RFC 6454 §7.1)
    if (authority.isEmpty())
        return false;
    const QByteArray page = nameOf(authority);
    const QByteArray here = nameOf(host);
    return page == here || (isLoopback(page) && isLoopback(here));
}

} // namespace framescope::net
