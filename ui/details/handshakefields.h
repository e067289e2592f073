#pragma once

#include "core/http/handshake.h"
#include "core/http/head.h"
#include "ui/details/fieldrow.h"
#include "ui/details/timingfields.h"

#include <QJsonObject>

#include <optional>

namespace framescope::ui
{

/// The heads of one connection as far as they came, and what their parser said of them.
struct HandshakeFacts {
    std::optional<http::Head> request;
    std::optional<http::Head> response;
    std::vector<ws::Finding> requestShape; ///< what HeadParser found
    std::vector<ws::Finding> responseShape;
    bool reveal = false;                   ///< show secret values
    QString url;                           ///< that was asked for
    std::vector<QJsonObject> proxyReplies; ///< details of EventKind::Proxied, in order
    std::vector<Step> steps;
};

/// Parses a head; findings of its shape go to `shape`.
http::Head parseHead(http::HeadKind kind, QByteArrayView raw, std::vector<ws::Finding> &shape);
/// Every field judged, key to accept step by step, extensions and subprotocol, what a refusal says, the proxy's answers
/// and timings.
std::vector<FieldRow> handshakeFields(const HandshakeFacts &facts);

} // namespace framescope::ui
