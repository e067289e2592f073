#include "core/net/tls/hostname.h"

#include "core/net/failuretext.h"
#include "core/net/tls/certificatefacts.h"

#include <QHostAddress>
#include <QStringList>

#include <algorithm>

namespace framescope::net
{
namespace
{
constexpr qsizetype mostNamesTold = 6;

QString listed(const QStringList &names)
{
    QStringList shown;
    for (const QString &name : names.first(qMin(mostNamesTold, names.size())))
        shown += peerText(name, 128);
    QString text = shown.join(u", ");
    if (names.size() > mostNamesTold)
        text = u"%1 and %2 more"_qs.arg(text, QString::number(names.size() - mostNamesTold));
    return text;
}

QString lower(const QString &name)
{
    const QString text = name.toLower();
    // RFC 6066 §3: the dot of the root is no part of the name here.
    return text.endsWith(u'.') ? text.chopped(1) : text;
}

bool matchesName(const QString &pattern, const QString &host)
{
    if (!pattern.contains(u'*'))
        return pattern == host;
    // RFC 9525 §6.3: the wildcard is the whole leftmost label and stands for one label; beneath a top-level
    // name it stands for nothing.
    if (!pattern.startsWith(u"*.") || pattern.indexOf(u'*', 1) >= 0 || pattern.count(u'.') < 2)
        return false;
    const qsizetype dot = host.indexOf(u'.');
    return dot > 0 && QStringView(host).mid(dot) == QStringView(pattern).mid(1);
}

/// Why a wildcard that looks right does not match; empty when none does.
QString nearMiss(const QStringList &names, const QString &host)
{
    for (const QString &name : names) {
        const QString pattern = lower(name);
        const qsizetype star = pattern.indexOf(u'*');
        if (star < 0)
            continue;
        const QString shown = peerText(name, 128);
        if (!pattern.startsWith(u"*.") || pattern.indexOf(u'*', 1) >= 0)
            return u"in %1 the * is not the whole first label, so it stands for nothing"_qs.arg(shown);
        if (pattern.count(u'.') < 2) {
            if (host.endsWith(QStringView(pattern).mid(1)))
                return u"%1 is too wide to stand for anything"_qs.arg(shown);
            continue;
        }
        if (host == QStringView(pattern).mid(2))
            return u"%1 does not stand for %2 itself"_qs.arg(shown, host);
        if (host.endsWith(QStringView(pattern).mid(1)))
            return u"the * of %1 stands for one label only"_qs.arg(shown);
    }
    return {};
}
} // namespace

NameVerdict judgeName(const QSslCertificate &certificate, const QString &host)
{
    const auto all = certificate.subjectAlternativeNames();
    QStringList dns = all.values(QSsl::DnsEntry);
    dns.sort(); // a QMultiMap gives equal keys latest first
    const QStringList ips = all.values(QSsl::IpAddressEntry);
    const QStringList common = certificate.subjectInfo(QSslCertificate::CommonName);
    const QStringList names = dns + ips;
    const QString wanted = lower(host);

    const auto is = [](const QString &rule) { return NameVerdict{true, false, rule}; };
    QString refusal;
    if (const QHostAddress address(host); !address.isNull()) {
        for (const QString &ip : ips) {
            if (QHostAddress(ip) == address)
                return is(u"the certificate lists the address %1"_qs.arg(host));
        }
        // RFC 9525 §6.5: an IP address is compared with IP addresses only.
        refusal = u"an address must be listed as an IP address; names do not count"_qs;
    } else {
        for (const QString &name : dns) {
            if (matchesName(lower(name), wanted)) {
                return is(name.contains(u'*')
                              ? u"the certificate's name %1 stands for %2"_qs.arg(peerText(name, 128), wanted)
                              : u"the certificate lists the name %1"_qs.arg(wanted));
            }
        }
        refusal = nearMiss(dns, wanted);
    }
    const bool inCommon = std::any_of(common.begin(), common.end(),
                                      [&](const QString &name) { return matchesName(lower(name), wanted); });
    if (inCommon && names.isEmpty()) {
        return {
            true, true,
            u"the name %1 is in the certificate's common name alone, which browsers do not accept (RFC 9525 §2)"_qs.arg(
                wanted)};
    }
    if (inCommon)
        refusal = u"its common name does not count, because the certificate lists names: RFC 6125 §6.4.4"_qs;
    if (names.isEmpty() && common.isEmpty())
        return {false, false, u"the certificate is for no name at all; not for %1"_qs.arg(host)};
    const QString shown = names.isEmpty() ? u"%1 (its common name)"_qs.arg(listed(common)) : listed(names);
    return {false, false,
            refusal.isEmpty() ? u"the certificate is for %1; not for %2"_qs.arg(shown, host)
                              : u"the certificate is for %1; not for %2 (%3)"_qs.arg(shown, host, refusal)};
}

} // namespace framescope::net
