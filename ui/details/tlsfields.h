#pragma once

#include "core/base/clock.h"
#include "ui/details/fieldrow.h"

#include <QJsonObject>

namespace framescope::ui
{

/// TLS as an event tells it (EventKind::Secured, or Failed in stage tls): version, cipher, what verification said, a
/// certificate that changed, and the chain with each certificate's facts; lines that Ctrl+C gives whole.
/// `at` is when it happened: validity counts from there, so a capture reads the same in a year.
FieldRow tlsField(const QJsonObject &details, Timestamp at);

/// How the peer was reached: the lookup and its addresses, attempts that failed, the proxy. One row for an event of
/// one of these kinds.
FieldRow lookupField(const QJsonObject &details);
FieldRow attemptField(const QJsonObject &details);
FieldRow proxiedField(const QJsonObject &details);

} // namespace framescope::ui
