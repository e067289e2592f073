#pragma once

#include "core/base/clock.h"
#include "ui/details/connectionrows.h"
#include "ui/details/fieldrow.h"

#include <QJsonObject>

#include <vector>

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture

namespace framescope::ui
{

/// One step on the way to an open connection.
struct Step {
    QString name;
    std::int64_t ns = 0;
};

/// How long an event says that something took, in nanoseconds.
std::int64_t tookOf(const QJsonObject &details);
/// How long lookup, TCP, proxy, TLS and upgrade took, from what was recorded of the connection: live and reloaded
/// alike. A step that did not come is not in it.
std::vector<Step> stepsOf(const capture::Capture &capture, capture::CaptureReader &reader,
                          const ConnectionRows::Places &places);
/// The steps as bars; no rows for no steps.
std::vector<FieldRow> timingFields(const std::vector<Step> &steps);

} // namespace framescope::ui
