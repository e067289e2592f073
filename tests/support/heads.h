#pragma once

#include "core/http/head.h"

#include <QByteArray>
#include <QString>

namespace framescope::test
{

/// What a parser made of octets, as text that tests compare: status, fields with line, offset and size, findings.
QString describe(const http::HeadParser &parser, http::HeadParser::Status status, qsizetype left);
/// Findings as "id@offset=value", separated by spaces; names are numbers of the enum's order in findings.h.
QString describe(const std::vector<ws::Finding> &findings);

/// Parses octets that are a whole head (anything else gives what was taken).
http::Head parseHead(http::HeadKind kind, const QByteArray &octets);

} // namespace framescope::test
