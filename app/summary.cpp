#include "app/summary.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace framescope::app
{

namespace
{
qint64 whole(std::uint64_t count) { return static_cast<qint64>(count); }

QByteArray counted(std::uint64_t count, const char *one, const char *many)
{
    return QByteArray::number(qulonglong(count)) + ' ' + (count == 1 ? one : many);
}
} // namespace

QByteArray summary(const capture::Capture &capture, bool json)
{
    std::uint64_t frames = 0;
    QJsonArray connections;
    QByteArray lines;
    const std::vector<ConnectionId> ids = capture.connections();
    for (const ConnectionId id : ids) {
        const std::uint32_t number = id.value();
        const capture::ConnectionTotals totals = capture.totals(id);
        frames += totals.framesOut + totals.framesIn;
        const bool any = totals.last.value() != 0;
        const QByteArray first = toRfc3339(totals.first).toUtf8(), last = toRfc3339(totals.last).toUtf8();
        if (!json) {
            lines += '\n' + QByteArray::number(number + 1) + ": sent " + counted(totals.framesOut, "frame", "frames") +
                     " (" + counted(totals.octetsOut, "byte", "bytes") + "), received " +
                     counted(totals.framesIn, "frame", "frames") + " (" + counted(totals.octetsIn, "byte", "bytes") +
                     "), " + counted(totals.findings, "error", "errors");
            if (any)
                lines += ", " + first + " to " + last;
            continue;
        }
        QJsonObject object{{QStringLiteral("conn"), whole(number) + 1},
                           {QStringLiteral("framesOut"), whole(totals.framesOut)},
                           {QStringLiteral("framesIn"), whole(totals.framesIn)},
                           {QStringLiteral("octetsOut"), whole(totals.octetsOut)},
                           {QStringLiteral("octetsIn"), whole(totals.octetsIn)},
                           {QStringLiteral("findings"), whole(totals.findings)}};
        if (any) {
            object.insert(QStringLiteral("first"), QString::fromUtf8(first));
            object.insert(QStringLiteral("last"), QString::fromUtf8(last));
        }
        connections.append(object);
    }
    if (!json)
        return counted(capture.countedRows(), "row", "rows") + ", of them " + counted(frames, "frame", "frames") +
               "; " + counted(capture.errorFindingCount(), "row with errors", "rows with errors") + "; " +
               counted(capture.fileSize(), "byte", "bytes") + "; " + counted(ids.size(), "connection", "connections") +
               lines;
    return QJsonDocument(QJsonObject{{QStringLiteral("rows"), whole(capture.countedRows())},
                                     {QStringLiteral("frames"), whole(frames)},
                                     {QStringLiteral("octets"), whole(capture.fileSize())},
                                     {QStringLiteral("errors"), whole(capture.errorFindingCount())},
                                     {QStringLiteral("connections"), connections}})
        .toJson(QJsonDocument::Compact);
}

} // namespace framescope::app
