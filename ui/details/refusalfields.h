#pragma once

#include "core/http/head.h"
#include "ui/details/fieldrow.h"

#include <QString>

#include <vector>

namespace framescope::ui
{

/// What a person can do about an answer that is no upgrade. Nothing of it is done without being asked.
struct RefusalOffer {
    enum class Kind { None, Redirect, Authorization, ProxyAuthorization };
    Kind kind = Kind::None;
    QString target;  ///< of a redirect: the ws or wss address
    QString schemes; ///< of 401 and 407: "Basic, Digest"
};

/// `url` is the address that was asked.
RefusalOffer refusalOffer(const http::Head &response, const QString &url);
/// Where a redirect points, what 401 and 407 ask for, which versions 426 and 400 name, when to come again.
std::vector<FieldRow> refusalFields(const http::Head &response, const QString &url);

} // namespace framescope::ui
