#pragma once

#include "core/http/head.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>

namespace framescope::net
{

/// Whom a listener serves. A browser lets any web page connect to any address, also to this machine's: the Origin
/// field tells which page asks, the Host field by which name it came here (RFC 6455 §10.1, §10.2).
struct Admission {
    QHostAddress address = QHostAddress::LocalHost; ///< that is listened on
    QList<QByteArray> hosts;                        ///< names it has besides its own, without port
    QList<QByteArray> origins;                      ///< of pages that may connect: "https://example.com"; "*": all
};

/// The host that a request is for, without port: of an absolute target, else of the Host field (RFC 9112 §3.2.2).
QByteArray requestedHost(const http::Head &request);
/// Whether a request for this host came here by a name of this machine. A name that is none was pointed here by
/// somebody else's name server (DNS rebinding). An address is always right: a page cannot bind it anew.
bool isOwnHost(QByteArrayView host, const Admission &rules);
/// Whether a page of this origin may connect: one that this host serves itself, on any port, or one that is listed.
/// No origin (an empty array) is no page.
bool isAllowedOrigin(QByteArrayView origin, QByteArrayView host, const Admission &rules);

} // namespace framescope::net
