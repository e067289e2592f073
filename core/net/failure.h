#pragma once

#include "core/ws/findings.h"

#include <QJsonObject>
#include <QString>

#include <utility>
#include <vector>

namespace framescope::net
{

/// Why there is no connection (any more), as its row and its status tell it.
struct Failure {
    QString stage;  ///< connect, proxy, tls, handshake or frames
    QString reason; ///< a whole sentence: what, where, what to do
    /// What no octet of the stream shows, with its value.
    std::vector<std::pair<ws::FindingId, std::uint64_t>> findings{};
    /// Why another attempt would end the same way ("the address cannot be used"); empty: it may go otherwise.
    QString lasting{};
    QJsonObject details{}; ///< more for the row's details
};

} // namespace framescope::net
