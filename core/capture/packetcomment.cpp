#include "core/capture/packetcomment.h"

#include "core/capture/pcapngwriter.h"

#include <QJsonDocument>

#include <algorithm>

namespace framescope::capture
{

namespace
{
const QLatin1String keyVersion("framescope");
const QLatin1String keyConnection("connection");
const QLatin1String keyUrl("url");
const QLatin1String keyRole("role");
const QLatin1String keyLocalAddress("localAddress");
const QLatin1String keyLocalPort("localPort");
const QLatin1String keyPeerAddress("peerAddress");
const QLatin1String keyPeerPort("peerPort");
const QLatin1String keyTls("tls");
const QLatin1String keyProxy("proxy");
const QLatin1String keyEvent("event");
const QLatin1String keyDetails("details");
const QLatin1String keyRepeated("repeated");
const QLatin1String keyOffset("offset");
const QLatin1String keyNext("next");
constexpr int version = 1;
constexpr qsizetype shortText = 1'000;

QByteArray toComment(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

std::uint16_t toPort(const QJsonValue &value)
{
    return static_cast<std::uint16_t>(std::clamp(value.toInt(), 0, 65535));
}
} // namespace

QByteArray factsComment(ConnectionId id, const ConnectionFacts &facts, bool repeated)
{
    QJsonObject object{
        {keyVersion, version},
        {keyConnection, static_cast<qint64>(id.value())},
        {keyUrl, facts.url},
        {keyRole, facts.ourRole == ws::Role::Client ? u"client"_qs : u"server"_qs},
        {keyLocalAddress, facts.localAddress},
        {keyLocalPort, facts.localPort},
        {keyPeerAddress, facts.peerAddress},
        {keyPeerPort, facts.peerPort},
        {keyTls, facts.tls},
    };
    if (!facts.proxy.isEmpty())
        object.insert(keyProxy, facts.proxy);
    if (repeated)
        object.insert(keyRepeated, true);
    QByteArray comment = toComment(object);
    if (comment.size() > qsizetype(PcapngWriter::maxComment)) {
        object[keyUrl] = facts.url.left(shortText);
        comment = toComment(object);
    }
    return comment;
}

QByteArray repeatedComment(std::optional<std::uint64_t> offset)
{
    QJsonObject object{{keyVersion, version}, {keyRepeated, true}};
    if (offset)
        object.insert(keyOffset, static_cast<qint64>(*offset));
    return toComment(object);
}

QByteArray nextComment(const QString &file) { return toComment({{keyVersion, version}, {keyNext, file}}); }

QByteArray eventComment(const Event &event)
{
    QJsonObject object{{keyVersion, version}, {keyEvent, eventName(event.kind)}, {keyDetails, event.details}};
    QByteArray comment = toComment(object);
    if (comment.size() <= qsizetype(PcapngWriter::maxComment))
        return comment;
    QJsonObject details;
    for (auto it = event.details.begin(); it != event.details.end(); ++it) {
        if (it.value().isString())
            details.insert(it.key(), it.value().toString().left(shortText));
        else if ((!it.value().isArray() && !it.value().isObject()) || it.key() == u"findings")
            details.insert(it.key(), it.value());
    }
    object[keyDetails] = details;
    comment = toComment(object);
    if (comment.size() <= qsizetype(PcapngWriter::maxComment))
        return comment;
    object.remove(keyDetails);
    return toComment(object);
}

PacketComment parseComment(QByteArrayView comment)
{
    PacketComment result;
    if (!comment.startsWith('{'))
        return result;
    const QJsonObject object = QJsonDocument::fromJson(comment.toByteArray()).object();
    if (object.value(keyVersion).toInt() != version)
        return result;
    result.repeated = object.value(keyRepeated).toBool();
    result.next = object.value(keyNext).toString();
    if (const qint64 offset = object.value(keyOffset).toInteger(-1); offset >= 0)
        result.offset = static_cast<std::uint64_t>(offset);
    if (const QJsonValue event = object.value(keyEvent); event.isString())
        result.event = Event{eventKind(event.toString()), object.value(keyDetails).toObject()};
    if (object.contains(keyUrl)) {
        ConnectionFacts facts;
        facts.url = object.value(keyUrl).toString();
        facts.ourRole = object.value(keyRole).toString() == u"server" ? ws::Role::Server : ws::Role::Client;
        facts.localAddress = object.value(keyLocalAddress).toString();
        facts.localPort = toPort(object.value(keyLocalPort));
        facts.peerAddress = object.value(keyPeerAddress).toString();
        facts.peerPort = toPort(object.value(keyPeerPort));
        facts.tls = object.value(keyTls).toBool();
        facts.proxy = object.value(keyProxy).toString();
        result.facts = facts;
        result.connection =
            static_cast<std::uint32_t>(std::clamp<qint64>(object.value(keyConnection).toInteger(), 0, 0xFFFFFFFF));
    }
    return result;
}

} // namespace framescope::capture
