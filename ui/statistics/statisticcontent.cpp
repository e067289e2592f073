#include "ui/statistics/statisticcontent.h"

#include "core/base/elapsed.h"
#include "ui/models/connectionlistmodel.h"
#include "ui/statistics/chartscale.h"
#include "ui/statistics/messagetype.h"
#include "ui/support/coretext.h"
#include "ui/support/numbertext.h"
#include "ui/support/visibleline.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Statistics)
};

using statistics::Snapshot;
using statistics::Traffic;
using statistics::ValueRange;
using Tone = StatisticChart::Tone;

constexpr auto out = static_cast<std::size_t>(Direction::Out);
constexpr auto in = static_cast<std::size_t>(Direction::In);

StatisticCell number(std::uint64_t value) { return {numberText(value), QString::number(value)}; }
StatisticCell size(std::uint64_t octets) { return {sizeText(octets), QString::number(octets)}; }
QString inSeconds(std::uint64_t ns) { return QString::number(double(ns) / 1e9, 'f', 9); }
StatisticCell measured(std::uint64_t ns)
{
    // Files may hold any two times there are.
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    return {lengthText(static_cast<std::int64_t>(std::min(ns, most))), inSeconds(ns)};
}

/// Nanoseconds from one time to a later one; of those that go back none. Files may hold any two times there are.
std::uint64_t between(Timestamp from, Timestamp to)
{
    return to < from ? 0 : static_cast<std::uint64_t>(to.value()) - static_cast<std::uint64_t>(from.value());
}

std::vector<std::pair<QString, Tone>> bothDirections()
{
    return {{Text::tr("sent"), Tone::Sent}, {Text::tr("received"), Tone::Received}};
}

/// A duration as the filter reads it, exactly.
QString exactSpan(std::uint64_t ns)
{
    constexpr std::array<std::pair<std::uint64_t, const char *>, 3> units{
        {{1'000'000'000, "s"}, {1'000'000, "ms"}, {1000, "us"}}};
    for (const auto &[unit, name] : units) {
        if (ns > 0 && ns % unit == 0)
            return QStringLiteral("%1 %2").arg(ns / unit).arg(QLatin1String(name));
    }
    return QStringLiteral("%1 ns").arg(ns);
}

QString rangeFilter(const char *field, ValueRange range, QString (*text)(std::uint64_t))
{
    const QLatin1String name(field);
    QString filter = QStringLiteral("%1 >= %2").arg(name, text(range.low));
    if (range.high != 0)
        filter += QStringLiteral(" and %1 < %2").arg(name, text(range.high));
    return filter;
}

/// Of a field that a row may have several times, as one question: one of its values lies between.
QString valueInRange(const char *field, ValueRange range)
{
    if (range.high == 0)
        return rangeFilter(field, range, exactSpan);
    return QStringLiteral("%1 in {%2..%3}").arg(QLatin1String(field), exactSpan(range.low), exactSpan(range.high - 1));
}

double valueOf(const Traffic &traffic, bool octets) { return double(octets ? traffic.octets : traffic.frames); }

QString trafficText(const Traffic &sent, const Traffic &received)
{
    return Text::tr("sent: %1 frames, %2\nreceived: %3 frames, %4")
        .arg(numberText(sent.frames), sizeText(sent.octets), numberText(received.frames), sizeText(received.octets));
}

QStringList trafficHeaders(const QString &first)
{
    return {first, Text::tr("Sent frames"), Text::tr("Received frames"), Text::tr("Sent on wire"),
            Text::tr("Received on wire")};
}

StatisticLine trafficLine(const StatisticCell &first, const std::array<Traffic, 2> &traffic, const QString &filter)
{
    return {{first, number(traffic[out].frames), number(traffic[in].frames), size(traffic[out].octets),
             size(traffic[in].octets)},
            filter};
}

StatisticContent overTime(const Snapshot &snapshot, bool octets)
{
    StatisticContent content;
    const auto &buckets = snapshot.rows.overTime.buckets();
    const std::uint64_t width = snapshot.rows.overTime.width();
    content.chart.name = octets ? Text::tr("Bytes on the wire over time") : Text::tr("Frames over time");
    content.chart.description = Text::tr("Each bar is %1 long, counted from the first row.").arg(spanText(width));
    content.chart.octets = octets;
    content.chart.edges = true;
    content.chart.series = bothDirections();
    StatisticTable table{content.chart.name, trafficHeaders(Text::tr("From")), {}};
    const bool any = snapshot.rows.traffic[out].frames + snapshot.rows.traffic[in].frames > 0;
    for (std::size_t i = 0; i < buckets.size() && any; ++i) {
        const auto &bucket = buckets[i];
        const ValueRange range{i * width, (i + 1) * width};
        const QString filter = QStringLiteral("kind == frame and ") + rangeFilter("time", range, exactSpan);
        content.chart.bars.push_back({spanText(range.low),
                                      {valueOf(bucket[out], octets), valueOf(bucket[in], octets)},
                                      filter,
                                      Text::tr("%1 to %2").arg(spanText(range.low), spanText(range.high)) + u'\n' +
                                          trafficText(bucket[out], bucket[in])});
        if (bucket[out].frames + bucket[in].frames > 0)
            table.lines.push_back(trafficLine({spanText(range.low), inSeconds(range.low)}, bucket, filter));
    }
    content.tables.push_back(std::move(table));
    content.empty = Text::tr("No frames yet.");
    return content;
}

struct OpcodeName {
    QString shown;
    QString filter;
};

OpcodeName opcodeName(std::size_t opcode)
{
    switch (static_cast<ws::Opcode>(opcode)) {
    case ws::Opcode::Continuation:
        return {Text::tr("Continuation"), QStringLiteral("continuation")};
    case ws::Opcode::Text:
        return {Text::tr("Text"), QStringLiteral("text")};
    case ws::Opcode::Binary:
        return {Text::tr("Binary"), QStringLiteral("binary")};
    case ws::Opcode::Close:
        return {Text::tr("Close"), QStringLiteral("close")};
    case ws::Opcode::Ping:
        return {Text::tr("Ping"), QStringLiteral("ping")};
    case ws::Opcode::Pong:
        return {Text::tr("Pong"), QStringLiteral("pong")};
    }
    return {Text::tr("Reserved"), QString::number(opcode)};
}

StatisticContent opcodes(const Snapshot &snapshot, bool octets)
{
    StatisticContent content;
    content.chart.name = octets ? Text::tr("Bytes on the wire by opcode") : Text::tr("Frames by opcode");
    content.chart.description = Text::tr("One bar for each opcode that occurs, sent and received.");
    content.chart.shape = StatisticChart::Shape::Lines;
    content.chart.octets = octets;
    content.chart.series = bothDirections();
    StatisticTable table{content.chart.name, trafficHeaders(Text::tr("Opcode")), {}};
    for (std::size_t i = 0; i < statistics::RowStatistics::opcodes; ++i) {
        const std::array<Traffic, 2> traffic{snapshot.rows.byOpcode[0][i], snapshot.rows.byOpcode[1][i]};
        if (traffic[out].frames + traffic[in].frames == 0)
            continue;
        const OpcodeName name = opcodeName(i);
        const QString shown = QStringLiteral("0x%1 ").arg(QString::number(i, 16).toUpper()) + name.shown;
        const QString filter = QStringLiteral("opcode == ") + name.filter;
        content.chart.bars.push_back({shown,
                                      {valueOf(traffic[out], octets), valueOf(traffic[in], octets)},
                                      filter,
                                      shown + u'\n' + trafficText(traffic[out], traffic[in])});
        table.lines.push_back(trafficLine({shown}, traffic, filter));
    }
    content.tables.push_back(std::move(table));
    content.empty = Text::tr("No frames yet.");
    return content;
}

/// The bounds of the ranges that bars count stand between them.
void setBounds(StatisticChart &chart, ValueRange last, QString (*shown)(std::uint64_t))
{
    chart.edges = true;
    if (last.high != 0)
        chart.end = shown(last.high);
}

/// A histogram with both directions: from the first bucket that has something to the last. A value is a `label` of the
/// chart's axis, and `shown` where there is room for words.
template <std::size_t count>
void histogram(StatisticContent &content, const std::array<std::uint64_t, count> &sent,
               const std::array<std::uint64_t, count> &received, ValueRange (*rangeOf)(std::size_t),
               QString (*label)(std::uint64_t), QString (*shown)(std::uint64_t), QString (*filterOf)(ValueRange))
{
    const auto isEmpty = [&](std::size_t i) { return sent[i] + received[i] == 0; };
    std::size_t first = 0, last = count;
    while (first < count && isEmpty(first))
        ++first;
    while (last > first && isEmpty(last - 1))
        --last;
    if (first < last)
        setBounds(content.chart, rangeOf(last - 1), label);
    for (std::size_t i = first; i < last; ++i) {
        const ValueRange range = rangeOf(i);
        const QString text = range.high == 0 ? Text::tr("from %1").arg(shown(range.low))
                             : range.high == range.low + 1
                                 ? shown(range.low)
                                 : Text::tr("%1 to below %2").arg(shown(range.low), shown(range.high));
        const QString filter = filterOf(range);
        content.chart.bars.push_back(
            {label(range.low),
             {double(sent[i]), double(received[i])},
             filter,
             Text::tr("%1\nsent: %2\nreceived: %3").arg(text, numberText(sent[i]), numberText(received[i]))});
        if (!isEmpty(i))
            content.tables.front().lines.push_back(
                {{{text}, number(sent[i]), number(received[i]), number(sent[i] + received[i])}, filter});
    }
}

StatisticContent sizes(const Snapshot &snapshot)
{
    StatisticContent content;
    content.chart.name = Text::tr("Frames by payload size");
    content.chart.description = Text::tr("Each bar covers twice the size range of the one before.");
    content.chart.series = bothDirections();
    content.tables.push_back(
        {content.chart.name, {Text::tr("Payload"), Text::tr("Sent"), Text::tr("Received"), Text::tr("Both")}, {}});
    const auto filterOf = [](ValueRange range) {
        const auto plain = [](std::uint64_t value) { return QString::number(value); };
        return QStringLiteral("kind == frame and ") + (range.high == range.low + 1
                                                           ? QStringLiteral("length == %1").arg(range.low)
                                                           : rangeFilter("length", range, plain));
    };
    histogram(
        content, snapshot.rows.payloadSizes[out], snapshot.rows.payloadSizes[in], statistics::sizeRange,
        [](std::uint64_t value) { return octetsText(value); },
        [](std::uint64_t value) { return value < 1024 ? bytesText(value) : octetsText(value); }, filterOf);
    content.empty = Text::tr("No frames yet.");
    return content;
}

StatisticContent gaps(const Snapshot &snapshot)
{
    StatisticContent content;
    content.chart.name = Text::tr("Frames by time since the one before");
    content.chart.description =
        Text::tr("The time from one frame to the next of the same connection in the same direction.");
    content.chart.series = bothDirections();
    content.tables.push_back(
        {content.chart.name, {Text::tr("Gap"), Text::tr("Sent"), Text::tr("Received"), Text::tr("Both")}, {}});
    histogram(
        content, snapshot.rows.gaps[out].counts, snapshot.rows.gaps[in].counts, statistics::durationRange,
        [](std::uint64_t value) { return spanText(value); }, [](std::uint64_t value) { return spanText(value); },
        [](ValueRange range) { return rangeFilter("gap", range, exactSpan); });
    StatisticTable longest{
        Text::tr("Longest and average"), {Text::tr("Direction"), Text::tr("Longest"), Text::tr("Average")}, {}};
    for (const std::size_t direction : {out, in}) {
        const auto &all = snapshot.rows.gaps[direction];
        if (all.count > 0)
            longest.lines.push_back({{{direction == out ? Text::tr("sent") : Text::tr("received")},
                                      measured(all.largest),
                                      measured(all.sum / all.count)},
                                     {},
                                     all.largestRow});
    }
    content.tables.push_back(std::move(longest));
    content.empty = Text::tr("No two frames of a connection in one direction yet.");
    return content;
}

const exchange::MessageType *typeOf(const Snapshot &snapshot, std::size_t number)
{
    return number < snapshot.types.size() ? &snapshot.types[number] : nullptr;
}

StatisticContent roundTrips(const Snapshot &snapshot)
{
    StatisticContent content;
    content.chart.name = Text::tr("Round trips by duration");
    content.chart.description = Text::tr("From a request to its answer: pings, JSON-RPC, GraphQL and Socket.IO.");
    content.chart.series = {{Text::tr("round trips"), Tone::Plain}};
    const auto &messages = snapshot.messages;
    std::size_t first = 0, last = statistics::durationBuckets;
    while (first < last && messages.tripTimes[first] == 0)
        ++first;
    while (last > first && messages.tripTimes[last - 1] == 0)
        --last;
    if (first < last)
        setBounds(content.chart, statistics::durationRange(last - 1), [](std::uint64_t ns) { return spanText(ns); });
    for (std::size_t i = first; i < last; ++i) {
        const ValueRange range = statistics::durationRange(i);
        const QString text = range.high == 0
                                 ? Text::tr("from %1").arg(spanText(range.low))
                                 : Text::tr("%1 to below %2").arg(spanText(range.low), spanText(range.high));
        content.chart.bars.push_back({spanText(range.low),
                                      {double(messages.tripTimes[i])},
                                      valueInRange("rtt", range),
                                      text + u'\n' + numberText(messages.tripTimes[i])});
    }
    StatisticTable kinds{Text::tr("By request"),
                         {Text::tr("Request"), Text::tr("Requests"), Text::tr("Unanswered"), Text::tr("Shortest"),
                          Text::tr("Median"), Text::tr("90 %"), Text::tr("99 %"), Text::tr("Longest")},
                         {}};
    for (std::size_t i = 0; i < messages.types.size(); ++i) {
        const auto &type = messages.types[i];
        const exchange::MessageType *name = typeOf(snapshot, i);
        if (name == nullptr || (type.requests == 0 && type.times.count() == 0))
            continue;
        const auto &times = type.times;
        const auto time = [&](std::uint64_t ns) {
            return times.count() > 0 ? measured(ns) : StatisticCell{QStringLiteral("–")};
        };
        kinds.lines.push_back({{{messageTypeName(*name)},
                                number(type.requests),
                                number(type.requests - std::min(type.requests, type.answered)),
                                time(times.smallest()),
                                time(times.percentile(0.5)),
                                time(times.percentile(0.9)),
                                time(times.percentile(0.99)),
                                time(times.largest())},
                               requestFilter(*name)});
    }
    StatisticTable slowest{
        Text::tr("The slowest"),
        {Text::tr("Duration"), Text::tr("Request"), Text::tr("Asked in row"), Text::tr("Answered in row")},
        {}};
    for (const exchange::RoundTrip &trip : messages.slowest) {
        const exchange::MessageType *name = typeOf(snapshot, trip.type);
        slowest.lines.push_back({{measured(trip.ns),
                                  {name != nullptr ? messageTypeName(*name) : QString()},
                                  number(trip.request.value() + 1),
                                  number(trip.answer.value() + 1)},
                                 {},
                                 trip.answer});
    }
    content.tables = {std::move(kinds), std::move(slowest)};
    content.empty = Text::tr("No requests yet: pings, and messages of JSON-RPC, GraphQL and Socket.IO that ask for an "
                             "answer.");
    return content;
}

StatisticContent findings(const Snapshot &snapshot)
{
    StatisticContent content;
    content.chart.name = Text::tr("Rows by finding");
    content.chart.description = Text::tr("One bar for each finding, the most frequent first.");
    content.chart.shape = StatisticChart::Shape::Lines;
    content.chart.series = {
        {Text::tr("errors"), Tone::Error}, {Text::tr("warnings"), Tone::Warning}, {Text::tr("notes"), Tone::Note}};
    StatisticTable table{
        content.chart.name,
        {Text::tr("Finding"), Text::tr("Rows"), Text::tr("Severity"), Text::tr("Section"), Text::tr("What it means")},
        {}};
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < snapshot.rows.findings.size(); ++i) {
        if (snapshot.rows.findings[i] > 0)
            order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return snapshot.rows.findings[a] > snapshot.rows.findings[b];
    });
    const auto text = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
    const QString severities[] = {QString(), Text::tr("note"), Text::tr("warning"), Text::tr("error")};
    for (const std::size_t i : order) {
        const ws::FindingInfo &info = ws::info(static_cast<ws::FindingId>(i));
        const std::uint64_t rows = snapshot.rows.findings[i];
        const QString filter = QStringLiteral("finding == \"%1\"").arg(text(info.name));
        QString meaning = coreText(info.text);
        meaning.replace(QStringLiteral("%1"), QStringLiteral("…"));
        if (content.chart.bars.size() < mostChartLines) {
            const auto of = [&](ws::Severity severity) { return info.severity == severity ? double(rows) : 0.0; };
            content.chart.bars.push_back({text(info.name),
                                          {of(ws::Severity::Error), of(ws::Severity::Warning), of(ws::Severity::Info)},
                                          filter,
                                          meaning});
        }
        table.lines.push_back({{{text(info.name)},
                                number(rows),
                                {severities[static_cast<std::size_t>(info.severity) % 4]},
                                {text(info.section)},
                                {meaning}},
                               filter});
    }
    content.tables.push_back(std::move(table));
    content.empty = Text::tr("Nothing was found: no rule was broken so far.");
    return content;
}

StatisticContent connections(const Snapshot &snapshot, const capture::Capture &capture, bool octets,
                             StatisticLines wanted)
{
    constexpr qsizetype addressWidth = 300;
    StatisticContent content;
    content.chart.name = octets ? Text::tr("Bytes on the wire by connection") : Text::tr("Frames by connection");
    content.chart.description = Text::tr("One bar for each connection, those with most first.");
    content.chart.shape = StatisticChart::Shape::Lines;
    content.chart.octets = octets;
    content.chart.series = bothDirections();
    QStringList headers = trafficHeaders(Text::tr("Connection"));
    headers += {Text::tr("Rows"), Text::tr("Rows with errors"), Text::tr("Duration"), Text::tr("Address")};
    StatisticTable table{content.chart.name, headers, {}};
    const auto &all = snapshot.rows.connections;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].rows > 0)
            order.push_back(i);
    }
    const auto weight = [&](std::size_t i) {
        return valueOf(all[i].traffic[out], octets) + valueOf(all[i].traffic[in], octets);
    };
    const auto busier = [&](std::size_t a, std::size_t b) {
        return weight(a) != weight(b) ? weight(a) > weight(b) : a < b;
    };
    const auto address = [&](std::size_t i) {
        return visibleLine(maskedUrl(capture.facts(ConnectionId(std::uint32_t(i))).url), addressWidth);
    };
    // As they came, or only the busiest.
    std::vector<std::size_t> busiest = order;
    const std::size_t sorted = std::min(order.size(), std::max(mostTableLines, mostChartLines));
    std::partial_sort(busiest.begin(), busiest.begin() + std::ptrdiff_t(sorted), busiest.end(), busier);
    const bool some = wanted == StatisticLines::Busiest && order.size() > mostTableLines;
    if (some)
        table.note = Text::tr("The busiest %1 of %2 connections; \"Copy as table\" takes all of them.")
                         .arg(numberText(mostTableLines), numberText(order.size()));
    for (std::size_t k = 0; k < (some ? mostTableLines : order.size()); ++k) {
        const std::size_t i = some ? busiest[k] : order[k];
        const auto &connection = all[i];
        StatisticLine line = trafficLine(number(i + 1), connection.traffic, QStringLiteral("conn == %1").arg(i + 1));
        line.cells.push_back(number(connection.rows));
        line.cells.push_back(number(connection.errors));
        line.cells.push_back(measured(between(connection.first, connection.last)));
        line.cells.push_back({address(i)});
        table.lines.push_back(std::move(line));
    }
    for (std::size_t k = 0; k < std::min(order.size(), mostChartLines); ++k) {
        const std::size_t i = busiest[k];
        const auto &traffic = all[i].traffic;
        content.chart.bars.push_back({QStringLiteral("%1 · %2").arg(i + 1).arg(address(i)),
                                      {valueOf(traffic[out], octets), valueOf(traffic[in], octets)},
                                      QStringLiteral("kind == frame and conn == %1").arg(i + 1),
                                      address(i) + u'\n' + trafficText(traffic[out], traffic[in])});
    }
    content.tables.push_back(std::move(table));
    content.empty = Text::tr("No connections yet.");
    return content;
}

StatisticContent messageTypes(const Snapshot &snapshot)
{
    StatisticContent content;
    content.chart.name = Text::tr("Messages by type");
    content.chart.description =
        Text::tr("The method, event or type that text messages name, those with most messages first.");
    content.chart.shape = StatisticChart::Shape::Lines;
    content.chart.series = bothDirections();
    StatisticTable table{
        content.chart.name,
        {Text::tr("Type"), Text::tr("Sent"), Text::tr("Received"), Text::tr("Both"), Text::tr("Per second")},
        {}};
    const auto &types = snapshot.messages.types;
    std::vector<std::size_t> order;
    const auto all = [&](std::size_t i) { return types[i].messages[out] + types[i].messages[in]; };
    for (std::size_t i = 1; i < types.size(); ++i) {
        if (all(i) > 0 && typeOf(snapshot, i) != nullptr)
            order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return all(a) > all(b); });
    Timestamp first, last;
    bool any = false;
    for (const auto &connection : snapshot.rows.connections) {
        if (connection.rows == 0)
            continue;
        first = any ? std::min(first, connection.first) : connection.first;
        last = any ? std::max(last, connection.last) : connection.last;
        any = true;
    }
    const double seconds = double(between(first, last)) / 1e9;
    for (const std::size_t i : order) {
        const exchange::MessageType &type = *typeOf(snapshot, i);
        const QString name = messageTypeName(type);
        const QString filter = messageTypeFilter(type);
        const auto &counts = types[i].messages;
        if (content.chart.bars.size() < mostChartLines)
            content.chart.bars.push_back(
                {name,
                 {double(counts[out]), double(counts[in])},
                 filter,
                 Text::tr("%1\nsent: %2\nreceived: %3").arg(name, numberText(counts[out]), numberText(counts[in]))});
        const QString rate = seconds > 0 ? QString::number(double(all(i)) / seconds, 'f', 1) : QStringLiteral("–");
        table.lines.push_back(
            {{{name}, number(counts[out]), number(counts[in]), number(all(i)), {rate, rate}}, filter});
    }
    content.tables.push_back(std::move(table));
    content.empty = Text::tr("No text messages, pings or pongs yet.");
    return content;
}
} // namespace

StatisticContent statisticContent(StatisticsPage page, const Snapshot &snapshot, const capture::Capture &capture,
                                  bool octets, StatisticLines lines)
{
    switch (page) {
    case StatisticsPage::OverTime:
        return overTime(snapshot, octets);
    case StatisticsPage::Opcodes:
        return opcodes(snapshot, octets);
    case StatisticsPage::Sizes:
        return sizes(snapshot);
    case StatisticsPage::Gaps:
        return gaps(snapshot);
    case StatisticsPage::RoundTrips:
        return roundTrips(snapshot);
    case StatisticsPage::Findings:
        return findings(snapshot);
    case StatisticsPage::Connections:
        return connections(snapshot, capture, octets, lines);
    case StatisticsPage::MessageTypes:
        return messageTypes(snapshot);
    }
    return {};
}

QString StatisticTable::toTsv() const
{
    QString tsv = headers.join(u'\t') + u'\n';
    for (const StatisticLine &line : lines) {
        for (std::size_t i = 0; i < line.cells.size(); ++i) {
            const StatisticCell &cell = line.cells[i];
            QString text = cell.copied.isEmpty() ? cell.text : cell.copied;
            tsv += (i > 0 ? QStringLiteral("\t") : QString()) + text.replace(u'\t', u' ').replace(u'\n', u' ');
        }
        tsv += u'\n';
    }
    return tsv;
}

} // namespace framescope::ui
