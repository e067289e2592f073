#include "app/statisticsreport.h"

#include "core/base/elapsed.h"
#include "core/io/rowtext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace framescope::app
{

namespace
{
using statistics::Traffic;
using statistics::ValueRange;

constexpr auto out = static_cast<std::size_t>(Direction::Out);
constexpr auto in = static_cast<std::size_t>(Direction::In);

QString key(const char *name) { return QLatin1String(name); }
qint64 whole(std::uint64_t count) { return static_cast<qint64>(count); }

/// Objects with the same members, the first word of each a title of the text.
struct Section {
    const char *key;
    const char *title;
    QJsonArray lines;
};

QJsonObject trafficObject(const std::array<Traffic, 2> &traffic)
{
    return {{key("sent"), whole(traffic[out].frames)},
            {key("received"), whole(traffic[in].frames)},
            {key("octetsSent"), whole(traffic[out].octets)},
            {key("octetsReceived"), whole(traffic[in].octets)}};
}

template <std::size_t count>
QJsonArray histogram(const std::array<std::uint64_t, count> &sent, const std::array<std::uint64_t, count> &received,
                     ValueRange (*rangeOf)(std::size_t))
{
    QJsonArray lines;
    for (std::size_t i = 0; i < count; ++i) {
        if (sent[i] + received[i] == 0)
            continue;
        const ValueRange range = rangeOf(i);
        QJsonObject line{{key("from"), whole(range.low)}};
        if (range.high != 0)
            line.insert(key("below"), whole(range.high));
        line.insert(key("sent"), whole(sent[i]));
        line.insert(key("received"), whole(received[i]));
        lines.append(line);
    }
    return lines;
}

QJsonObject typeObject(const exchange::MessageType &type)
{
    constexpr std::array<const char *, 8> protocols{"WebSocket", "text",      "JSON",      "JSON-RPC",
                                                    "GraphQL",   "Engine.IO", "Socket.IO", "unread"};
    QJsonObject object{{key("protocol"), key(protocols[static_cast<std::size_t>(type.protocol)])}};
    if (!type.key.isEmpty())
        object.insert(key("key"), QString::fromUtf8(type.key));
    if (!type.name.isEmpty())
        object.insert(key("name"), QString::fromUtf8(type.name));
    return object;
}

QJsonObject merged(QJsonObject object, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

void addMessages(std::vector<Section> &sections, const statistics::Snapshot &snapshot)
{
    QJsonArray types, trips, slowest;
    const auto &messages = snapshot.messages;
    for (std::size_t i = 1; i < std::min(messages.types.size(), snapshot.types.size()); ++i) {
        const auto &type = messages.types[i];
        const QJsonObject name = typeObject(snapshot.types[i]);
        if (type.messages[out] + type.messages[in] > 0)
            types.append(
                merged(name, {{key("sent"), whole(type.messages[out])}, {key("received"), whole(type.messages[in])}}));
        if (type.requests == 0 && type.times.count() == 0)
            continue;
        QJsonObject line =
            merged(name, {{key("requests"), whole(type.requests)},
                          {key("unanswered"), whole(type.requests - std::min(type.requests, type.answered))}});
        if (type.times.count() > 0)
            line = merged(line, {{key("shortest"), whole(type.times.smallest())},
                                 {key("median"), whole(type.times.percentile(0.5))},
                                 {key("p90"), whole(type.times.percentile(0.9))},
                                 {key("p99"), whole(type.times.percentile(0.99))},
                                 {key("longest"), whole(type.times.largest())}});
        trips.append(line);
    }
    for (const exchange::RoundTrip &trip : messages.slowest) {
        const QJsonObject name =
            trip.type < snapshot.types.size() ? typeObject(snapshot.types[trip.type]) : QJsonObject();
        slowest.append(merged(name, {{key("request"), whole(trip.request.value() + 1)},
                                     {key("answer"), whole(trip.answer.value() + 1)},
                                     {key("time"), whole(trip.ns)}}));
    }
    sections.push_back({"messageTypes", "messages by type", types});
    sections.push_back({"roundTrips", "round trips by request", trips});
    sections.push_back({"slowest", "slowest round trips", slowest});
}

std::vector<Section> sectionsOf(const statistics::Snapshot &snapshot)
{
    const statistics::RowStatistics &rows = snapshot.rows;
    std::vector<Section> sections;
    QJsonArray opcodes;
    for (std::size_t i = 0; i < statistics::RowStatistics::opcodes; ++i) {
        const std::array<Traffic, 2> traffic{rows.byOpcode[0][i], rows.byOpcode[1][i]};
        if (traffic[out].frames + traffic[in].frames > 0)
            opcodes.append(merged({{key("opcode"), int(i)}}, trafficObject(traffic)));
    }
    sections.push_back({"opcodes", "frames by opcode", opcodes});
    sections.push_back({"sizes", "frames by payload bytes",
                        histogram(rows.payloadSizes[out], rows.payloadSizes[in], statistics::sizeRange)});
    sections.push_back({"gaps", "frames by time since the one before",
                        histogram(rows.gaps[out].counts, rows.gaps[in].counts, statistics::durationRange)});
    QJsonArray findings;
    for (std::size_t i = 0; i < rows.findings.size(); ++i) {
        const std::string_view name = ws::info(static_cast<ws::FindingId>(i)).name;
        if (rows.findings[i] > 0)
            findings.append(QJsonObject{{key("finding"), QString::fromUtf8(name.data(), qsizetype(name.size()))},
                                        {key("rows"), whole(rows.findings[i])}});
    }
    sections.push_back({"findings", "rows by finding", findings});
    QJsonArray connections;
    for (std::size_t i = 0; i < rows.connections.size(); ++i) {
        const auto &connection = rows.connections[i];
        if (connection.rows > 0)
            connections.append(merged({{key("conn"), whole(i + 1)},
                                       {key("rows"), whole(connection.rows)},
                                       {key("errors"), whole(connection.errors)}},
                                      trafficObject(connection.traffic)));
    }
    sections.push_back({"connections", "connections", connections});
    addMessages(sections, snapshot);
    return sections;
}

/// In letters that every terminal has.
QString timeText(double ns)
{
    return lengthText(static_cast<std::int64_t>(ns)).replace(QStringLiteral("µs"), QStringLiteral("us"));
}

/// A cell of the text; times and opcodes as people write them.
QString cellText(const Section &section, const QString &name, const QJsonValue &value)
{
    static const QStringList times{key("shortest"), key("median"), key("p90"), key("p99"), key("longest"), key("time")};
    const bool isTime =
        times.contains(name) || (qstrcmp(section.key, "gaps") == 0 && (name == key("from") || name == key("below")));
    if (value.isUndefined())
        return QStringLiteral("-");
    if (isTime)
        return timeText(value.toDouble());
    if (name == key("opcode"))
        return io::opcodeWord(static_cast<ws::Opcode>(value.toInt()));
    return value.isString() ? io::visibleText(value.toString()) : QString::number(value.toInteger());
}

/// Columns as wide as their widest cell, with their names above.
QString tableText(const Section &section)
{
    static const QStringList order{
        key("opcode"),     key("finding"),        key("conn"),    key("rows"),   key("errors"), key("protocol"),
        key("key"),        key("name"),           key("from"),    key("below"),  key("sent"),   key("received"),
        key("octetsSent"), key("octetsReceived"), key("request"), key("answer"), key("time"),   key("requests"),
        key("unanswered"), key("shortest"),       key("median"),  key("p90"),    key("p99"),    key("longest")};
    QStringList columns;
    for (const QString &name : order) {
        if (std::any_of(section.lines.begin(), section.lines.end(),
                        [&](const QJsonValue &line) { return line.toObject().contains(name); }))
            columns.append(name);
    }
    std::vector<QStringList> cells{columns};
    for (const QJsonValue &line : section.lines) {
        QStringList row;
        for (const QString &name : columns)
            row.append(cellText(section, name, line.toObject().value(name)));
        cells.push_back(row);
    }
    std::vector<qsizetype> widths(std::size_t(columns.size()), 0);
    for (const QStringList &row : cells) {
        for (qsizetype c = 0; c < columns.size(); ++c)
            widths[std::size_t(c)] = std::max(widths[std::size_t(c)], row[c].size());
    }
    QString text;
    for (const QStringList &row : cells) {
        QString line;
        for (qsizetype c = 0; c < columns.size(); ++c)
            line += QStringLiteral("  ") + row[c].leftJustified(widths[std::size_t(c)]);
        while (line.endsWith(u' '))
            line.chop(1);
        text += u'\n' + line;
    }
    return text;
}
} // namespace

QByteArray statisticsReport(const statistics::Snapshot &snapshot, bool json)
{
    const std::vector<Section> sections = sectionsOf(snapshot);
    const auto &traffic = snapshot.rows.traffic;
    if (!json) {
        QString text = QStringLiteral("%1 of %2 rows; sent %3 frames (%4 bytes), received %5 (%6)")
                           .arg(snapshot.rows.rows)
                           .arg(snapshot.total)
                           .arg(traffic[out].frames)
                           .arg(traffic[out].octets)
                           .arg(traffic[in].frames)
                           .arg(traffic[in].octets);
        for (const Section &section : sections) {
            if (!section.lines.isEmpty())
                text += QStringLiteral("\n\n%1").arg(QLatin1String(section.title)) + tableText(section);
        }
        return text.toUtf8();
    }
    QJsonObject object{{key("rows"), whole(snapshot.rows.rows)}};
    for (const Section &section : sections)
        object.insert(key(section.key), section.lines);
    QJsonArray buckets;
    const std::uint64_t width = snapshot.rows.overTime.width();
    for (std::size_t i = 0; i < snapshot.rows.overTime.buckets().size(); ++i) {
        const auto &bucket = snapshot.rows.overTime.buckets()[i];
        if (bucket[out].frames + bucket[in].frames > 0)
            buckets.append(merged({{key("from"), whole(i * width)}}, trafficObject(bucket)));
    }
    object.insert(key("overTime"), QJsonObject{{key("width"), whole(width)}, {key("buckets"), buckets}});
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace framescope::app
