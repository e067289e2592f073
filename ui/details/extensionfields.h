#pragma once

#include "core/http/handshake.h"
#include "ui/details/fieldrow.h"

namespace framescope::ui
{

/// What was offered and answered, extension by extension and parameter by parameter, with what each means and whether
/// it may stand there (RFC 6455 §9.1, RFC 7692 §7.1). `response` is null while there is none.
FieldRow extensionsField(const http::Head &request, const http::ResponseVerdict *response);

} // namespace framescope::ui
