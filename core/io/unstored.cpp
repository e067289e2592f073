#include "core/io/unstored.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

namespace framescope::io
{

namespace
{
QString counted(std::uint64_t count, const QString &one)
{
    return u"%1 %2%3"_qs.arg(count).arg(one, count == 1 ? u""_qs : u"s"_qs);
}

QString countsText(const capture::Unstored::Counts &counts)
{
    return u"received %1 (%2), sent %3 (%4)"_qs.arg(
        counted(counts.framesIn, u"frame"_qs), counted(counts.octetsIn, u"byte"_qs),
        counted(counts.framesOut, u"frame"_qs), counted(counts.octetsOut, u"byte"_qs));
}

QByteArray countsJson(const capture::Unstored::Counts &counts)
{
    return "\"framesIn\":" + QByteArray::number(qulonglong(counts.framesIn)) +
           ",\"framesOut\":" + QByteArray::number(qulonglong(counts.framesOut)) +
           ",\"octetsIn\":" + QByteArray::number(qulonglong(counts.octetsIn)) +
           ",\"octetsOut\":" + QByteArray::number(qulonglong(counts.octetsOut));
}
} // namespace

QString unstoredText(const capture::Unstored &unstored)
{
    const QString where = u"row %1, %2"_qs.arg(unstored.firstRow.value() + 1).arg(toRfc3339(unstored.since));
    if (unstored.connections.empty())
        return u"not stored from %1 on: events only, no bytes of connections"_qs.arg(where);
    QStringList lines{u"not stored from %1 on:"_qs.arg(where)};
    for (const capture::Unstored::Connection &c : unstored.connections)
        lines += u"  connection %1: %2"_qs.arg(c.id.value() + 1).arg(countsText(c));
    if (unstored.connections.size() > 1)
        lines += u"  together: "_qs + countsText(unstored.total);
    return lines.join(u'\n');
}

QByteArray unstoredJson(const capture::Unstored &unstored)
{
    QByteArray reason = QJsonDocument(QJsonArray{unstored.reason}).toJson(QJsonDocument::Compact);
    reason = reason.sliced(1, reason.size() - 2);
    QByteArray json =
        "{\"kind\":\"not-stored\",\"n\":" + QByteArray::number(qulonglong(unstored.firstRow.value() + 1)) +
        ",\"t\":\"" + toRfc3339(unstored.since).toUtf8() + "\",\"reason\":" + reason + ',' +
        countsJson(unstored.total) + ",\"connections\":[";
    for (const capture::Unstored::Connection &c : unstored.connections) {
        if (!json.endsWith('['))
            json += ',';
        json += "{\"conn\":" + QByteArray::number(c.id.value() + 1) + ',' + countsJson(c) + '}';
    }
    return json + "]}";
}

} // namespace framescope::io
