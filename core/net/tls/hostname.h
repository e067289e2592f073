#pragma once

#include <QSslCertificate>
#include <QString>

namespace framescope::net
{

/// Whether a certificate is for a host, and by which rule.
struct NameVerdict {
    bool matches = false;
    /// It names hosts in its subject's common name alone, as was usual before RFC 2818: browsers refuse it.
    bool commonNameOnly = false;
    /// A sentence part: `the certificate is for a.example, *.b.example; not for c.example`.
    QString rule;
};

/// Compares by RFC 6125 §6 and RFC 9525 §6: an IP address only with IP addresses, a name with the DNS names, "*" stands
/// for exactly one whole leftmost label, the common name counts only where there are no DNS names and no IP addresses.
/// `host` is ASCII (A-labels) or an IP address.
NameVerdict judgeName(const QSslCertificate &certificate, const QString &host);

} // namespace framescope::net
