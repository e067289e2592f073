#include "ui/details/timingfields.h"

#include "core/base/elapsed.h"
#include "core/capture/capturereader.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <optional>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Handshake)
};

} // namespace

std::int64_t tookOf(const QJsonObject &details)
{
    return std::llround(std::clamp(details.value(QLatin1String("ms")).toDouble(), 0.0, 1e12) * 1e6);
}

std::vector<Step> stepsOf(const capture::Capture &capture, capture::CaptureReader &reader,
                          const ConnectionRows::Places &places)
{
    using capture::EventKind;
    std::optional<std::int64_t> lookup;
    std::optional<std::int64_t> tcp;
    std::optional<std::int64_t> proxy;
    std::optional<std::int64_t> tls;
    std::optional<Timestamp> before; // the end of the step before
    for (const RowIndex row : places.events) {
        const Timestamp at = capture.row(row).time;
        const capture::Event event = reader.event(row);
        switch (event.kind) {
        case EventKind::Resolved:
            lookup = lookup.value_or(0) + tookOf(event.details);
            before = at;
            break;
        case EventKind::Connected: {
            // RFC 8305: attempts overlap, so what counts is from the addresses to the first that answered.
            const Timestamp from = before.value_or(capture.totals(capture.row(row).connection()).first);
            tcp = std::max<std::int64_t>(0, at.value() - from.value());
            before = at;
            break;
        }
        case EventKind::Proxied:
            proxy = proxy.value_or(0) + tookOf(event.details);
            before = at;
            break;
        case EventKind::Secured:
            if (before)
                tls = std::max<std::int64_t>(0, at.value() - before->value());
            before = at;
            break;
        default:
            break;
        }
    }
    std::vector<Step> steps;
    const auto add = [&steps](const QString &name, std::optional<std::int64_t> ns) {
        if (ns)
            steps.push_back({name, *ns});
    };
    add(Text::tr("Name lookup"), lookup);
    add(Text::tr("TCP"), tcp);
    add(Text::tr("Proxy"), proxy);
    add(Text::tr("TLS"), tls);
    if (places.request && places.response)
        steps.push_back(
            {Text::tr("Upgrade"), std::max<std::int64_t>(0, capture.row(*places.response).time.value() -
                                                                capture.row(*places.request).time.value())});
    return steps;
}

std::vector<FieldRow> timingFields(const std::vector<Step> &steps)
{
    if (steps.empty())
        return {};
    std::int64_t all = 0;
    std::int64_t most = 1;
    qsizetype widest = 0;
    for (const Step &step : steps) {
        all += step.ns;
        most = std::max(most, step.ns);
        widest = std::max(widest, lengthText(step.ns).size());
    }
    FieldRow row{Text::tr("Timings"), {{lengthText(all)}, {QStringLiteral("  ") + Text::tr("in all"), Tone::Muted}}};
    for (const Step &step : steps) {
        // A figure space is as wide as a digit: the bars begin below each other.
        const QString number = lengthText(step.ns).rightJustified(widest, QChar(0x2007));
        FieldPart bar{QString(), Tone::Link};
        bar.bar = double(step.ns) / double(most);
        row.children.push_back({step.name, {{number}, bar}});
    }
    row.expanded = true;
    return {row};
}

} // namespace framescope::ui
